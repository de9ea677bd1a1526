// Package limit keeps one visitor from taking what belongs to all.
//
// The rules of the room:
//
//   - Nobody who uses a service is refused, forty people behind one address
//     included. The numbers stop floods, they do not meter people.
//   - What it remembers is bounded, whatever a stranger sends.
//   - A request costs it no shared lock and no allocation.
//   - It decides by addresses and writes none of them anywhere.
package limit

import (
	"net/netip"
	"sync/atomic"
	"time"
)

// Limits say what one visitor may take. An IPv6 address has each limit for
// itself, its /64 has twice as much and its /48, which is the largest that one
// subscriber gets, four times as much.
type Limits struct {
	// Open is how many connections may be open in all, and OpenEach how many of
	// them by one address.
	Open, OpenEach int
	// Arrivals is how fast one address may open connections: a TLS handshake
	// is what costs most.
	Arrivals Rate
	// Requests is how fast one address may ask, and UnderWay how many of its
	// requests may wait for their answer at one time.
	Requests Rate
	UnderWay int
	// Fields is how many header lines a request may have.
	Fields int
	// Patience is how long a visitor may take to move Floor bytes, of what it
	// sends or of what it is sent. Who is slower is cut.
	Patience time.Duration
	Floor    int64
	// Loopback says that this machine's own addresses are limited too. They are
	// not unless a test says so: tunnels, Tor's and SSH's, bring all of their
	// visitors from there.
	Loopback bool
}

// Rate is a bucket: Burst at once, and PerSecond in the long run.
type Rate struct {
	PerSecond, Burst int
}

// Usual are the limits of a gateway that may have this many files open.
//
// A class of forty that opens a page of a hundred files asks 4,000 times at
// once over 40 to 960 connections; a client that synchronises files asks 50 to
// 100 times a second for hours; clients of calendars open a connection for each
// question. All of them at once, behind one address, stay below.
func Usual(files int) Limits {
	open := min(8192, max(files/2-256, 64)) // each may need one to an upstream
	return Limits{
		Open: open, OpenEach: min(1024, open/2),
		Arrivals: Rate{PerSecond: 100, Burst: 3000},
		Requests: Rate{PerSecond: 300, Burst: 12_000}, UnderWay: 4096,
		Fields: 128, Patience: time.Minute, Floor: 8 << 10,
	}
}

// Limiter applies limits. It may be used by many goroutines.
type Limiter struct {
	limits     Limits
	exceptions atomic.Pointer[exceptions]
	requests   [levels]table
	arrivals   [levels]table
	open       open
	counts     counts
}

// New makes a limiter that has seen nobody.
func New(limits Limits) *Limiter {
	limiter := &Limiter{limits: limits}
	for level := range levels {
		limiter.requests[level].init()
		limiter.arrivals[level].init()
	}
	limiter.open.init()
	limiter.Except(nil)
	return limiter
}

// Limits are those it was made with.
func (l *Limiter) Limits() Limits { return l.limits }

// Pass is one admitted request.
type Pass struct {
	limiter *Limiter
	buckets [levels]*bucket
}

// Begin counts a request of an address. When it is one too many, ok is false
// and wait says when the next may come. A request without a known address is
// always admitted. Who was admitted calls End.
func (l *Limiter) Begin(address netip.Addr, now time.Time) (pass Pass, wait time.Duration, ok bool) {
	pass = Pass{limiter: l}
	if !address.IsValid() {
		l.counts.unknown.Add(1)
		return pass, 0, true
	}
	if l.excepted(address) {
		return pass, 0, true
	}
	keys, count := groups(address)
	for level := range count {
		bucket := l.requests[level].get(keys[level])
		if wait := l.admit(bucket, level, now); wait > 0 {
			pass.End()
			l.counts.requests.Add(1)
			return Pass{}, wait, false
		}
		pass.buckets[level] = bucket
	}
	return pass, 0, true
}

// admit counts the request in one bucket, or says how long to wait.
func (l *Limiter) admit(bucket *bucket, level int, now time.Time) time.Duration {
	if wait := bucket.take(l.limits.Requests.times(shares[level]), 1, now); wait > 0 {
		return wait
	}
	if bucket.underWay.Add(1) > int64(l.limits.UnderWay*shares[level]) {
		bucket.underWay.Add(-1)
		return time.Second
	}
	return 0
}

// End says that the request was answered.
func (p Pass) End() {
	for _, bucket := range p.buckets {
		if bucket != nil {
			bucket.underWay.Add(-1)
		}
	}
}

// abandonCost is what a request costs beyond its own when its visitor did not
// wait for the answer: asking and taking back is an attack by itself, and costs
// the visitor nothing but the service all of the work. Who leaves a page with a
// hundred pictures is far from the burst.
const abandonCost = 9

// Abandoned says that the visitor took the request back. End is still due.
func (p Pass) Abandoned(now time.Time) {
	for level, bucket := range p.buckets {
		if bucket != nil {
			bucket.take(p.limiter.limits.Requests.times(shares[level]), abandonCost, now)
		}
	}
}

func (r Rate) times(share int) Rate {
	return Rate{PerSecond: r.PerSecond * share, Burst: r.Burst * share}
}
