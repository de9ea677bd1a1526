package certificates

import "time"

// blocked is an attempt that was not made, or that cost nothing: the CA's
// budget is as it was, so the cause is looked at again soon.
type blocked struct {
	text string
	// until is when it can end by itself; zero when that is not known.
	until    time.Time
	findings []Finding
	cause    error
}

// Error says why nothing was ordered.
func (b *blocked) Error() string { return b.text }

// Unwrap gives what lies below.
func (b *blocked) Unwrap() error { return b.cause }

// Until is when the next attempt makes sense.
func (b *blocked) Until() time.Time { return b.until }
