package limit

import "sync/atomic"

// Counts are what a limiter did since it was made.
type Counts struct {
	// Open is how many connections are open now.
	Open int `json:"open"`
	// Connections and Requests are those that were refused, Slow those that
	// were cut because they did not move.
	Connections int64 `json:"refused_connections"`
	Requests    int64 `json:"refused_requests"`
	Slow        int64 `json:"slow"`
	// Unknown are requests whose visitor's address nobody says: no limit by
	// address holds for them.
	Unknown int64 `json:"unknown"`
}

type counts struct {
	connections, requests, slow, unknown atomic.Int64
}

// Counts reads the counters.
func (l *Limiter) Counts() Counts {
	return Counts{
		Open: l.open.size(), Connections: l.counts.connections.Load(), Requests: l.counts.requests.Load(),
		Slow: l.counts.slow.Load(), Unknown: l.counts.unknown.Load(),
	}
}
