package gateway

import (
	"errors"
	"testing"
	"time"
)

func TestEffort_RestsLongerAfterEachFailure(t *testing.T) {
	t.Parallel()
	var effort effort
	now := time.Now()
	for _, want := range []time.Duration{time.Minute, 10 * time.Minute, 100 * time.Minute, 24 * time.Hour, 24 * time.Hour} {
		effort.fail(now, errors.New("refused"))
		if rest := effort.next.Sub(now); rest < want || rest > want+want/10 {
			t.Errorf("got a rest of %s, want %s and a little more", rest, want)
		}
		now = effort.next
	}
	effort.succeed(time.Time{})
	if effort.problem != "" || effort.failed != 0 {
		t.Errorf("got %+v after a success, want all forgotten", effort)
	}
}

func TestEffort_HurryKeepsTheLastFailureOfTheHour(t *testing.T) {
	t.Parallel()
	var effort effort
	now := time.Now()
	for range hourlyFailures {
		effort.tried = now
		effort.fail(now, errors.New("refused"))
		now = now.Add(2 * time.Minute)
		effort.hurry(now)
	}
	if !effort.next.After(now) {
		t.Errorf("got a try at %s after %d failures within the hour, want none yet", effort.next, hourlyFailures)
	}
	now = now.Add(time.Hour)
	effort.hurry(now)
	if effort.next.After(now) {
		t.Errorf("got the next try at %s, want it now that the hour is over", effort.next)
	}
}

func TestEffort_HurryWaitsForTheCAsDate(t *testing.T) {
	t.Parallel()
	var effort effort
	now := time.Now()
	effort.tried = now
	effort.fail(now, &refusal{text: "later", until: now.Add(3 * time.Hour)})
	effort.hurry(now.Add(time.Hour))
	if rest := effort.next.Sub(now); rest < 3*time.Hour {
		t.Errorf("got a try after %s, want three hours", rest)
	}
}

func TestWitness_RenewalFailureIsToldOnce(t *testing.T) {
	t.Parallel()
	gate := &openGate{}
	watched := &witness{name: "wiki.chaton.test", guard: gate}
	document := []byte(`{"status":"invalid","challenges":[{"error":{"type":"urn:ietf:params:acme:error:dns","detail":"no such name"}}]}`)
	for range 2 {
		watched.learn(answerOf(200), document)
	}
	if len(gate.failures) != 1 {
		t.Fatalf("got %v, want one failure", gate.failures)
	}
	want := "no such name — check the A and AAAA records of wiki.chaton.test"
	if got := gate.failures[0].Error(); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestWitness_BadNonceIsNoFault(t *testing.T) {
	t.Parallel()
	gate := &openGate{}
	watched := &witness{name: "wiki.chaton.test", guard: gate}
	watched.learn(answerOf(400), []byte(`{"type":"urn:ietf:params:acme:error:badNonce","detail":"again"}`))
	if len(gate.failures) != 0 {
		t.Errorf("got %v, want none", gate.failures)
	}
}
