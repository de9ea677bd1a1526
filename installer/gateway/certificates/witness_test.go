package certificates

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func TestWitness_RenewalFailureIsToldOnce(t *testing.T) {
	t.Parallel()
	watched, gate := watch()
	for range 2 {
		learn(watched, 200, `{"status":"invalid","challenges":[{"error":{"type":"urn:ietf:params:acme:error:dns","detail":"no such name"}}]}`)
	}
	if len(gate.failures) != 1 {
		t.Fatalf("got %v, want one failure", gate.failures)
	}
	want := "no such name — check the A and AAAA records of wiki.chaton.test"
	if got := gate.failures[0].Error(); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if refused, right := gate.failures[0].(*refusal); !right || !refused.validation {
		t.Errorf("got %#v, want a failed validation", gate.failures[0])
	}
}

func TestWitness_BadNonceIsNoFault(t *testing.T) {
	t.Parallel()
	watched, gate := watch()
	learn(watched, 400, `{"type":"urn:ietf:params:acme:error:badNonce","detail":"again"}`)
	if len(gate.failures) != 0 {
		t.Errorf("got %v, want none", gate.failures)
	}
}

func TestWitness_LooksSoonOnlyWhereTheCANamesNoDate(t *testing.T) {
	t.Parallel()
	watched, _ := watch()
	watched.clear()
	var waits []time.Duration
	for range 4 {
		waits = append(waits, learn(watched, 200, `{"status":"pending"}`))
	}
	if waits[0] != 0 || waits[1] != firstLook || waits[3] != 4*firstLook {
		t.Errorf("got waits %v, want short ones that grow", waits)
	}
	dated := answerOf(200, `{"status":"pending"}`)
	dated.Header.Set("Retry-After", "3")
	if wait := watched.learn(post(), dated); wait != 0 || dated.Header.Get("Retry-After") != "3" {
		t.Errorf("got %s and %q, want the CA's date left as it is", wait, dated.Header.Get("Retry-After"))
	}
}

func watch() (*witness, *openGate) {
	gate := &openGate{}
	return &witness{name: "wiki.chaton.test", guard: gate, line: &line{now: time.Now}}, gate
}

func learn(watched *witness, status int, body string) time.Duration {
	return watched.learn(post(), answerOf(status, body))
}

func post() *http.Request {
	return httptest.NewRequest(http.MethodPost, "https://ca.test/authz/1", nil)
}

func answerOf(status int, body string) *http.Response {
	return &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body))}
}
