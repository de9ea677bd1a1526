package gateway

import (
	"crypto/tls"
	"errors"
	"math/rand/v2"
	"time"
)

// cooldown is how long a name rests after so many failures in a row, as Let's
// Encrypt recommends, and a little at random so that names part.
func cooldown(failed int) time.Duration {
	rest := 24 * time.Hour
	switch failed {
	case 1:
		rest = time.Minute
	case 2:
		rest = 10 * time.Minute
	case 3:
		rest = 100 * time.Minute
	}
	return rest + rand.N(rest/10)
}

// heldOff is an error that carries the CA's own date for the next try.
type heldOff interface{ Until() time.Time }

func (e *effort) succeed(again time.Time) {
	e.failed, e.failures, e.problem = 0, nil, ""
	e.next, e.closed, e.held = again, time.Time{}, time.Time{}
}

func (e *effort) fail(now time.Time, err error) {
	e.failed++
	e.failures = append(recent(e.failures, now), now)
	e.problem = err.Error()
	e.closed = now.Add(cooldown(e.failed))
	if len(e.failures) >= hourlyFailures {
		e.closed = latest(e.closed, e.failures[0].Add(time.Hour))
	}
	var held heldOff
	if errors.As(err, &held) {
		e.held = held.Until()
		e.closed = latest(e.closed, e.held)
	}
	e.next = e.closed
}

// hurry brings the next attempt forward, but neither within a minute of the
// last one nor at the price of the hour's last failure, nor before a date
// that the CA gave.
func (e *effort) hurry(now time.Time) {
	if e.failed == 0 || e.trying || e.next.IsZero() || now.Sub(e.tried) < time.Minute {
		return
	}
	if len(recent(e.failures, now)) >= hourlyFailures || now.Before(e.held) {
		return
	}
	e.next = now
}

// recent keeps what happened in the last hour.
func recent(failures []time.Time, now time.Time) []time.Time {
	for len(failures) > 0 && now.Sub(failures[0]) >= time.Hour {
		failures = failures[1:]
	}
	return failures
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func (e *effort) status(name, issuer string, served *tls.Certificate) Certificate {
	state := Certificate{Name: name, Issuer: issuer, State: Pending, Problem: e.problem, Tried: e.tried, Next: latest(e.next, e.closed)}
	switch {
	case served != nil:
		state.NotBefore, state.NotAfter, state.State = served.Leaf.NotBefore, served.Leaf.NotAfter, Valid
		if time.Now().After(served.Leaf.NotAfter) {
			state.State = Expired
		}
	case e.problem != "" && !e.trying:
		state.State = Waiting
	}
	return state
}
