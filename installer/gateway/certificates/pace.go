package certificates

import (
	"context"
	"net/http"
	"time"
)

const (
	firstLook   = 50 * time.Millisecond
	longestLook = time.Second
)

// pace says how long to wait before autocert looks again at what the CA is
// still doing. A CA's own Retry-After is left as it is. Without one the
// client would wait a second, and most CAs are done far sooner: short waits
// that grow are ours then, and a date gone by makes the client look at once.
func (w *witness) pace(address string, header http.Header) time.Duration {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.asked == nil || header.Get("Retry-After") != "" {
		return 0
	}
	looked := w.asked[address]
	w.asked[address]++
	header.Set("Retry-After", time.Unix(0, 0).UTC().Format(http.TimeFormat))
	if looked == 0 {
		return 0
	}
	return min(firstLook<<min(looked-1, 10), longestLook)
}

// wakeful waits, but not longer than the attempt.
func wakeful(ctx context.Context, wait time.Duration) {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}
