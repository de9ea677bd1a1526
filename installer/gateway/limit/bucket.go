package limit

import (
	"sync/atomic"
	"time"
)

// bucket is what is known of one address or network.
type bucket struct {
	// full is the moment at which nothing will be missing from the bucket any
	// more, in nanoseconds: one number holds both its content and its date, so
	// that taking from it needs no lock.
	full     atomic.Int64
	underWay atomic.Int64
}

// take removes an amount, or says how long to wait until it would be there.
func (b *bucket) take(rate Rate, amount int, now time.Time) time.Duration {
	each := int64(time.Second) / int64(rate.PerSecond)
	cost, room, at := each*int64(amount), each*int64(rate.Burst), now.UnixNano()
	for {
		full := b.full.Load()
		next := max(full, at) + cost
		if missing := next - at - room; missing > 0 {
			return time.Duration(missing)
		}
		if b.full.CompareAndSwap(full, next) {
			return 0
		}
	}
}
