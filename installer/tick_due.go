package installer

import "time"

// retryAfter is how soon a task that failed is tried again.
const retryAfter = time.Hour

// rhythm says how often a task is due.
type rhythm struct {
	daily bool
	at    time.Duration // after midnight, where the machine is
}

// everyTick is due whenever somebody looks.
var everyTick = rhythm{}

// nightly is due once a day, from that hour on.
func nightly(hour int) rhythm { return rhythm{daily: true, at: time.Duration(hour) * time.Hour} }

// due says whether a task is to be done now. One that was never tried is; so
// is one whose last time is still to come, since the clock went back; one that
// was missed, the machine being off, is due once.
func (r rhythm) due(record Record, now time.Time) bool {
	return !r.daily || record.Last.IsZero() || record.Last.After(now) || !now.Before(r.next(record, now.Location()))
}

// next is when a task is due after what its record says; zero for one of every
// tick. A failed one is not left until the next night.
func (r rhythm) next(record Record, zone *time.Location) time.Time {
	if !r.daily {
		return time.Time{}
	}
	next := r.after(record.Last.In(zone))
	if retry := record.Last.Add(retryAfter); record.Problem != "" && retry.Before(next) {
		return retry
	}
	return next
}

// after is the first hour of the task that follows a time.
func (r rhythm) after(last time.Time) time.Time {
	year, month, day := last.Date()
	next := time.Date(year, month, day, 0, 0, int(r.at/time.Second), 0, last.Location())
	if !next.After(last) {
		next = time.Date(year, month, day+1, 0, 0, int(r.at/time.Second), 0, last.Location())
	}
	return next
}
