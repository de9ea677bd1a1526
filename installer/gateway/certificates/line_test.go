package certificates

import (
	"net/http"
	"strings"
	"sync"
	"testing"

	"framagit.org/chatiere/chatiere/installer/gateway/acmetest"
)

func TestLine_NamesShareDirectoryAccountAndNonces(t *testing.T) {
	secure, ca := startCA(t, acmetest.Settings{})
	keeper, err := Open(Options{Folder: t.TempDir(), Issuer: trusting(ca)})
	if err != nil {
		t.Fatal(err)
	}
	counting := &counter{next: keeper.source.(*acmeCA).line.transport, paths: map[string]int{}}
	keeper.source.(*acmeCA).line.transport = counting
	names := []string{"a.chaton.test", "b.chaton.test", "c.chaton.test", "d.chaton.test", "e.chaton.test"}
	house := start(t, secure, keeper, "", names...)
	house.wait(t, names...)
	if counting.of("/dir") != 1 || counting.of("/sign-me-up") != 1 || counting.of("/nonce-plz") > 2*len(names) {
		t.Errorf("got %d directories, %d accounts and %d nonces asked for, want 1, 1 and two a name at most",
			counting.of("/dir"), counting.of("/sign-me-up"), counting.of("/nonce-plz"))
	}
}

func TestLine_AccountThatTheCAForgotIsMadeAgain(t *testing.T) {
	secure, ca := startCA(t, acmetest.Settings{})
	source, _ := openSource(t, ca)
	serveChallenges(t, secure, source)
	if _, err := source.Obtain(t.Context(), "a.chaton.test", false); err != nil {
		t.Fatal(err)
	}
	forgetful := &kept{status: http.StatusBadRequest, header: http.Header{}, body: []byte(`{"type":"urn:ietf:params:acme:error:accountDoesNotExist"}`)}
	source.line.keep(post(), forgetful)
	if source.line.registered() {
		t.Error("got the account still taken for known, want it made again")
	}
	if _, err := source.Obtain(t.Context(), "b.chaton.test", false); err != nil {
		t.Errorf("got %v, want a certificate", err)
	}
}

// counter counts what really goes to the CA.
type counter struct {
	next  http.RoundTripper
	mu    sync.Mutex
	paths map[string]int
}

// RoundTrip counts and passes on.
func (c *counter) RoundTrip(request *http.Request) (*http.Response, error) {
	c.mu.Lock()
	c.paths[request.URL.Path]++
	c.mu.Unlock()
	return c.next.RoundTrip(request)
}

func (c *counter) of(path string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	count := 0
	for seen, times := range c.paths {
		if strings.HasPrefix(seen, path) {
			count += times
		}
	}
	return count
}
