package certificates

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
		effort.fail(now, errors.New("refused"), 0)
		if rest := effort.next.Sub(now); rest < want || rest > want+want/10 {
			t.Errorf("got a rest of %s, want %s and a little more", rest, want)
		}
		now = effort.next
	}
	effort.succeed(time.Time{})
	if effort.Problem != "" || effort.Failed != 0 {
		t.Errorf("got %+v after a success, want all forgotten", effort)
	}
}

func TestEffort_WhatCostNothingIsNotHeldAgainstTheName(t *testing.T) {
	t.Parallel()
	now := time.Now()
	for what, err := range map[string]error{
		"preflight": &blocked{text: "no A record"}, "a busy CA": &refusal{text: "maintenance", free: true},
	} {
		var effort effort
		for range 5 {
			effort.fail(now, err, 0)
			if rest := effort.next.Sub(now); effort.Failed != 0 || rest > 2*time.Minute {
				t.Errorf("%s: got %d failures and a rest of %s, want none and a minute", what, effort.Failed, rest)
			}
		}
	}
	sent := effort{record: record{Open: true}}
	sent.fail(now, &blocked{text: "no answer"}, 0)
	if sent.Failed != 1 {
		t.Errorf("got %d failures after an order, want 1", sent.Failed)
	}
}

func TestEffort_HurryIsRareAndKeepsTheLastFailureOfTheHour(t *testing.T) {
	t.Parallel()
	granted := limitsOf(Issuer{})
	now := time.Now()
	var effort effort
	effort.Tried = now
	effort.fail(now, &refusal{text: "no such name", validation: true}, 0)
	effort.fail(now, &refusal{text: "no such name", validation: true}, 0)
	effort.hurry(now.Add(30*time.Second), granted)
	if rest := effort.next.Sub(now); rest < 10*time.Minute {
		t.Errorf("got a try after %s, want ten minutes", rest)
	}
	effort.Failures = []time.Time{now, now, now, now}
	effort.hurry(now.Add(20*time.Minute), granted)
	if rest := effort.next.Sub(now); rest == 20*time.Minute {
		t.Error("got the hour's last failure spent, want it kept")
	}
	later := now.Add(61 * time.Minute)
	effort.hurry(later, granted)
	if !effort.next.Equal(later) && effort.next.After(later) {
		t.Errorf("got the next try at %s, want it now that the hour is over", effort.next)
	}
}

func TestEffort_HurryWaitsForTheCAsDate(t *testing.T) {
	t.Parallel()
	var effort effort
	now := time.Now()
	effort.Tried = now
	effort.fail(now, &refusal{text: "later", until: now.Add(3 * time.Hour)}, 0)
	effort.hurry(now.Add(time.Hour), limitsOf(Issuer{}))
	if rest := effort.next.Sub(now); rest < 3*time.Hour {
		t.Errorf("got a try after %s, want three hours", rest)
	}
}

func TestEffort_RenewalDoesNotRestLongerThanTheCertificateLasts(t *testing.T) {
	t.Parallel()
	effort := effort{record: record{Failed: 5}}
	now := time.Now()
	effort.fail(now, errors.New("refused"), 8*time.Hour)
	if rest := effort.next.Sub(now); rest > 2*time.Hour {
		t.Errorf("got a rest of %s with eight hours left, want two at most", rest)
	}
}

func TestEffort_RestOfARenewalSurvivesARestart(t *testing.T) {
	t.Parallel()
	now := time.Now()
	rests := record{Failed: 3, Closed: now.Add(time.Hour)}
	overdue := found{again: now.Add(-time.Hour), valid: true}
	if got := overdue.after(now, &rests); !got.Equal(rests.Closed) {
		t.Errorf("got the next try at %s, want the end of the rest at %s", got, rests.Closed)
	}
	if got := overdue.after(now, &record{}); !got.Equal(overdue.again) {
		t.Errorf("got %s without a failure, want it at once", got)
	}
}
