package certificates

import (
	"errors"
	"math/rand/v2"
	"time"
)

// effort is what is done for one name and what came of it.
type effort struct {
	record
	wanted, loaded, trying bool
	// replace asks for a new key, once.
	replace bool
	// looks counts attempts in a row that cost nothing.
	looks int
	// next is when the keeper acts, zero for never.
	next time.Time
	// findings are what was seen before the last order.
	findings []Finding
	looked   time.Time
	// fault is what the daily check found.
	fault string
}

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

// lookAgain is when the cause of an attempt that cost nothing is looked at
// again: somebody repairs it perhaps at this moment.
func lookAgain(looks int) time.Duration {
	rest := 10 * time.Minute
	if looks <= 10 {
		rest = time.Minute
	}
	return rest + rand.N(rest/10)
}

// dated is an error that carries a date for the next try.
type dated interface{ Until() time.Time }

func (e *effort) waits() bool { return e.wanted && !e.trying && !e.next.IsZero() }

func (e *effort) succeed(again time.Time) {
	e.Failed, e.Problem, e.Open, e.looks = 0, "", false, 0
	e.next, e.Closed, e.Held = again, time.Time{}, time.Time{}
}

// fail rests after an attempt. One that cost the CA nothing is not held
// against the name. A certificate that ends soon does not wait for a day.
func (e *effort) fail(now time.Time, err error, left time.Duration) {
	e.Problem = err.Error()
	var refused *refusal
	if errors.As(err, &refused) && refused.validation {
		e.Failures = append(within(e.Failures, now, time.Hour), now)
	}
	if e.free(err) {
		e.looks++
		e.Closed = now.Add(lookAgain(e.looks))
	} else {
		e.Failed++
		e.Closed = now.Add(e.rest(refused != nil && refused.validation, left))
	}
	e.Open = false
	var date dated
	if errors.As(err, &date) && !date.Until().IsZero() {
		if refused != nil {
			e.Held = date.Until()
		}
		e.Closed = latest(e.Closed, date.Until())
	}
	e.next = e.Closed
}

// rest skips the minute after a failed validation: nobody repairs a zone or a
// firewall in it, and whoever does may say so (Retry).
func (e *effort) rest(validation bool, left time.Duration) time.Duration {
	rest := cooldown(e.Failed)
	if validation {
		rest = cooldown(max(e.Failed, 2))
	}
	if left > 0 {
		rest = min(rest, max(left/4, time.Minute))
	}
	return rest
}

// free says that an attempt spent nothing: no order was sent, and the CA has
// nothing against the name.
func (e *effort) free(err error) bool {
	var held *blocked
	var refused *refusal
	switch {
	case e.Open:
		return false
	case errors.As(err, &refused):
		return refused.free
	}
	return errors.As(err, &held)
}

// interrupt ends an attempt with its gateway. An order under way is lost, and
// the next gateway must not send one at once.
func (e *effort) interrupt(now time.Time) {
	if !e.Open {
		return
	}
	e.Failed++
	e.Open = false
	e.Problem = "the attempt was interrupted when the gateway stopped"
	e.Closed = now.Add(cooldown(e.Failed))
	e.next = e.Closed
}

// adopt takes what the disk says of a name. An order whose end nobody has
// seen counts: a gateway that dies in each attempt would spend the budget.
func (e *effort) adopt(read record, now time.Time) {
	e.record = read
	e.interrupt(latest(now, read.Tried))
}

// hurry brings the next attempt forward after first failures: neither within a
// minute of the last one, nor at the price of the hour's last failure, nor
// before a date that the CA gave.
func (e *effort) hurry(now time.Time, granted limits) {
	if e.Failed == 0 && e.looks == 0 || e.Failed > 3 || e.trying || e.next.IsZero() {
		return
	}
	if e.Failed > 0 && now.Sub(e.Tried) < time.Minute || granted.spent(&e.record, now, 0) != nil || now.Before(e.Held) {
		return
	}
	e.next, e.Closed = now, now
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
