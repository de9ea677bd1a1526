package certificates

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"framagit.org/chatiere/chatiere/installer/gateway/acmetest"
)

func TestACME_OneOrderANameWhateverTheClient(t *testing.T) {
	secure, ca := startCA(t, acmetest.Settings{})
	names := []string{"agenda.chaton.test", "im.chaton.test", "wiki.chaton.test"}
	house := openAt(t, secure, Options{Issuer: trusting(ca)}, names...)
	house.roots = ca.Pool()
	house.wait(t, names...)
	clients := map[string]*tls.Config{
		"TLS 1.2":      {MaxVersion: tls.VersionTLS12},
		"TLS 1.3 only": {MinVersion: tls.VersionTLS13},
		"X25519 only":  {CurvePreferences: []tls.CurveID{tls.X25519}},
	}
	for _, name := range names {
		for client, config := range clients {
			if _, err := house.shake(name, config); err != nil {
				t.Errorf("%s to %s: %v", client, name, err)
			}
		}
		if got := ca.Orders(name); got != 1 {
			t.Errorf("%s: got %d orders, want 1", name, got)
		}
	}
	if got := ca.Accounts(); got != 1 {
		t.Errorf("got %d accounts, want 1", got)
	}
	certificate := house.certificate("im.chaton.test")
	if certificate.State != Valid || certificate.NotAfter.IsZero() || certificate.Problem != "" || certificate.Issuer != ca.Directory {
		t.Errorf("got %+v, want a valid certificate of %s", certificate, ca.Directory)
	}
}

func TestACME_UnknownNameOrdersNothing(t *testing.T) {
	secure, ca := startCA(t, acmetest.Settings{})
	house := openAt(t, secure, Options{Issuer: trusting(ca)}, "wiki.chaton.test")
	house.wait(t, "wiki.chaton.test")
	for _, name := range []string{"other.chaton.test", "www.wiki.chaton.test", ""} {
		if _, err := house.shake(name, &tls.Config{}); err == nil {
			t.Errorf("got a handshake for %q, want a refusal", name)
		}
	}
	if got := ca.AllOrders(); got != 1 {
		t.Errorf("got %d orders, want that of the known name only", got)
	}
}

func TestACME_RestartOrdersNothing(t *testing.T) {
	secure, ca := startCA(t, acmetest.Settings{})
	folder := t.TempDir()
	house := openAt(t, secure, Options{Folder: folder, Issuer: trusting(ca)}, "wiki.chaton.test")
	house.wait(t, "wiki.chaton.test")
	before := house.certificate("wiki.chaton.test")
	house.close()

	again, err := Open(Options{Folder: folder, Issuer: trusting(ca)})
	if err != nil {
		t.Fatal(err)
	}
	// Served from the disk before anything runs.
	again.Want([]string{"wiki.chaton.test"})
	if after := again.Status()[0]; after.State != Valid || !after.NotAfter.Equal(before.NotAfter) {
		t.Errorf("got %+v after a restart, want the certificate of %+v", after, before)
	}
	if got := ca.AllOrders(); got != 1 {
		t.Errorf("got %d orders, want 1", got)
	}
}

func TestACME_StatusShowsTheCAsReason(t *testing.T) {
	secure, ca := startCA(t, acmetest.Settings{})
	ca.Misdirect("lost.chaton.test")
	ca.Forbid(t, "forbidden.chaton.test")
	house := openAt(t, secure, Options{Issuer: trusting(ca)}, "lost.chaton.test", "forbidden.chaton.test", "good.chaton.test")
	house.wait(t, "good.chaton.test")
	lost := house.waitProblem(t, "lost.chaton.test")
	for _, want := range []string{"Failed to connect to 127.9.9.9", "A and AAAA records of lost.chaton.test", "port 443"} {
		if !strings.Contains(lost.Problem, want) {
			t.Errorf("got problem %q, want it to contain %q", lost.Problem, want)
		}
	}
	if rest := lost.Next.Sub(lost.Tried); lost.State != Waiting || rest < 10*time.Minute || rest > 12*time.Minute {
		t.Errorf("got %s with the next try after %s, want waiting for ten minutes", lost.State, rest)
	}
	if got := ca.Orders("lost.chaton.test"); got != 1 {
		t.Errorf("got %d orders for a failed attempt, want 1", got)
	}
	forbidden := house.waitProblem(t, "forbidden.chaton.test")
	if !strings.Contains(forbidden.Problem, "forbidden by policy") {
		t.Errorf("got problem %q, want the CA's words", forbidden.Problem)
	}
}

func TestACME_RepairedNameIsObtainedAtItsNextTry(t *testing.T) {
	secure, ca := startCA(t, acmetest.Settings{})
	ca.Misdirect("wiki.chaton.test")
	source, guard := openSource(t, ca)
	serveChallenges(t, secure, source)
	if _, err := source.Obtain(t.Context(), "wiki.chaton.test", false); err == nil {
		t.Fatal("got a certificate for a name that leads elsewhere, want an error")
	}
	ca.Redirect("wiki.chaton.test")
	if _, err := source.Obtain(t.Context(), "wiki.chaton.test", false); err != nil {
		t.Errorf("got error %v at once after the repair, want none", err)
	}
	if certificate := source.Current("wiki.chaton.test"); certificate == nil {
		t.Error("got no certificate, want one")
	}
	if len(guard.failures) != 0 {
		t.Errorf("got renewal failures %v from an attempt, want none", guard.failures)
	}
}

func TestACME_ClosedGateSendsNoOrder(t *testing.T) {
	secure, ca := startCA(t, acmetest.Settings{})
	source, guard := openSource(t, ca)
	serveChallenges(t, secure, source)
	guard.closed = true
	if _, err := source.Obtain(t.Context(), "wiki.chaton.test", false); err == nil {
		t.Error("got a certificate through a closed gate, want an error")
	}
	if got := ca.AllOrders(); got != 0 {
		t.Errorf("got %d orders, want none", got)
	}
}

func TestACME_ExternalAccountIsBound(t *testing.T) {
	secret := "zWNDZM6eQGHWpSRTPal5eIUYFTu7EajVIoguysqZ9wG44nMEtx3MUAsUDkMTQ12W"
	secure, ca := startCA(t, acmetest.Settings{EAB: map[string]string{"kid-1": secret}})
	issuer := trusting(ca)
	issuer.EABKey, issuer.EABSecret = "kid-1", secret
	house := openAt(t, secure, Options{Issuer: issuer}, "wiki.chaton.test")
	house.wait(t, "wiki.chaton.test")
}

func TestACME_TermsMustBeAccepted(t *testing.T) {
	secure, ca := startCA(t, acmetest.Settings{})
	issuer := trusting(ca)
	issuer.TermsAccepted = false
	house := openAt(t, secure, Options{Issuer: issuer}, "wiki.chaton.test")
	if got := house.waitProblem(t, "wiki.chaton.test").Problem; !strings.Contains(got, "terms") {
		t.Errorf("got problem %q, want the terms named", got)
	}
	if got := ca.Accounts(); got != 0 {
		t.Errorf("got %d accounts, want none", got)
	}
}

func TestACME_FolderThatTakesNoFileOrdersNothing(t *testing.T) {
	secure, ca := startCA(t, acmetest.Settings{})
	source, _ := openSource(t, ca)
	serveChallenges(t, secure, source)
	if err := os.RemoveAll(source.store.folder); err != nil {
		t.Fatal(err)
	}
	if _, err := source.Obtain(t.Context(), "wiki.chaton.test", false); err == nil || !strings.Contains(err.Error(), source.store.folder) {
		t.Errorf("got error %v, want one that names the folder", err)
	}
	if got := ca.AllOrders(); got != 0 {
		t.Errorf("got %d orders, want none", got)
	}
}

func TestACME_BusyCAIsLeftAtOnce(t *testing.T) {
	t.Parallel()
	for _, status := range []int{http.StatusTooManyRequests, http.StatusServiceUnavailable} {
		stub := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", "3600")
			w.Header().Set("Content-Type", "application/problem+json")
			w.WriteHeader(status)
			_, _ = w.Write([]byte(`{"type":"urn:ietf:params:acme:error:rateLimited","detail":"too many certificates, see the page"}`))
		}))
		t.Cleanup(stub.Close)
		source, _, err := openACME(t.TempDir(), Issuer{Kind: ACME, Directory: stub.URL, TermsAccepted: true}, &openGate{})
		if err != nil {
			t.Fatal(err)
		}
		source.line.transport = stub.Client().Transport
		started := time.Now()
		_, err = source.Obtain(t.Context(), "wiki.chaton.test", false)
		if err == nil || !strings.Contains(err.Error(), "too many certificates") || time.Since(started) > 10*time.Second {
			t.Errorf("%d: got %v after %s, want the CA's words at once", status, err, time.Since(started))
		}
		effort := effort{}
		effort.fail(started, err, 0)
		if rest := effort.next.Sub(started); rest < 59*time.Minute {
			t.Errorf("%d: got the next try after %s, want the CA's hour", status, rest)
		}
	}
}

func TestACME_CancelledAttemptEnds(t *testing.T) {
	t.Parallel()
	asked, release := make(chan struct{}), make(chan struct{})
	stub := httptest.NewTLSServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		close(asked)
		<-release
	}))
	t.Cleanup(stub.Close)
	t.Cleanup(func() { close(release) })
	source, _, err := openACME(t.TempDir(), Issuer{Kind: ACME, Directory: stub.URL}, &openGate{})
	if err != nil {
		t.Fatal(err)
	}
	source.line.transport = stub.Client().Transport
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		<-asked
		cancel()
	}()
	if _, err := source.Obtain(ctx, "wiki.chaton.test", false); err == nil {
		t.Error("got no error from a cancelled attempt, want one")
	}
}

func TestACME_FoldersAreSeparateADirectory(t *testing.T) {
	t.Parallel()
	first := directoryFolder("https://ca.test/dir")
	if first != filepath.Base(first) || strings.HasPrefix(first, ".") {
		t.Errorf("got folder %q, want a plain name", first)
	}
	for _, other := range []string{"https://ca.test/dir2", "https://ca.test-dir", "https://ca.test:1/dir"} {
		if got := directoryFolder(other); got == first {
			t.Errorf("got %q for %s and another directory, want two", got, other)
		}
	}
}

// openGate stands for a keeper that allows all.
type openGate struct {
	closed   bool
	failures []error
}

func (g *openGate) mayOrder(context.Context, string) error {
	if g.closed {
		return &blocked{text: "closed"}
	}
	return nil
}

func (g *openGate) renewalFailed(_ string, err error) { g.failures = append(g.failures, err) }
func (g *openGate) written(string)                    {}
func (g *openGate) ordered(string)                    {}
func (g *openGate) issued(string)                     {}
func (g *openGate) holds() bool                       { return true }
func (g *openGate) now() time.Time                    { return time.Now() }

func openSource(t testing.TB, ca *acmetest.CA) (*acmeCA, *openGate) {
	t.Helper()
	gate := &openGate{}
	source, _, err := openACME(filepath.Join(t.TempDir(), "ca"), trusting(ca), gate)
	if err != nil {
		t.Fatal(err)
	}
	return source, gate
}

// serveChallenges answers the CA's handshakes without a keeper.
func serveChallenges(t testing.TB, listener net.Listener, source *acmeCA) {
	t.Helper()
	answer(t, listener, source.Challenge)
}
