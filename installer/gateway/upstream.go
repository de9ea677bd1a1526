package gateway

import (
	"sync/atomic"
	"time"

	"framagit.org/chatiere/chatiere/installer/gateway/forward"
)

// restAfterRefusal is how long an upstream that refused a connection is asked
// last: long enough to spare requests, short enough for a restart.
const restAfterRefusal = 2 * time.Second

// pool is the upstreams of one route, taking turns.
type pool struct {
	upstreams []*upstream
	turn      atomic.Uint32
}

// upstream is one container's address and what its last connection showed.
type upstream struct {
	Upstream
	peer     *forward.Peer
	failure  atomic.Pointer[failure]
	requests atomic.Int64 // under way, see visit
}

type failure struct {
	at     time.Time
	reason string
}

func newPool(upstreams []Upstream, former *table) *pool {
	built := &pool{}
	for _, wanted := range upstreams {
		known := former.upstream(wanted)
		if known == nil {
			known = &upstream{Upstream: wanted, peer: forward.NewPeer(wanted.Address)}
		}
		built.upstreams = append(built.upstreams, known)
	}
	return built
}

func (p *pool) find(wanted Upstream) *upstream {
	if p == nil {
		return nil
	}
	for _, known := range p.upstreams {
		if known.Upstream == wanted {
			return known
		}
	}
	return nil
}

// order gives all upstreams: whose turn it is first, those at rest last, so
// that a pool at rest is still tried.
func (p *pool) order(now time.Time) []*upstream {
	count := len(p.upstreams)
	if count < 2 {
		return p.upstreams
	}
	first := int(p.turn.Add(1)) % count
	var fit, resting []*upstream
	for i := range count {
		candidate := p.upstreams[(first+i)%count]
		if candidate.rests(now) {
			resting = append(resting, candidate)
			continue
		}
		fit = append(fit, candidate)
	}
	return append(fit, resting...)
}

func (u *upstream) rests(now time.Time) bool {
	failure := u.failure.Load()
	return failure != nil && now.Sub(failure.at) < restAfterRefusal
}

func (u *upstream) failed(reason error) {
	u.failure.Store(&failure{at: time.Now(), reason: reason.Error()})
}

// worked costs a read only while all is well.
func (u *upstream) worked() {
	if u.failure.Load() != nil {
		u.failure.Store(nil)
	}
}

func (p *pool) status() []UpstreamStatus {
	var list []UpstreamStatus
	for _, known := range p.upstreams {
		state := UpstreamStatus{Upstream: known.Upstream, Healthy: true}
		if failure := known.failure.Load(); failure != nil {
			state.Healthy, state.Problem = false, failure.reason
		}
		list = append(list, state)
	}
	return list
}
