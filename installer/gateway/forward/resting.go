package forward

import "time"

const (
	// mostResting is for one server; more than that open and close.
	mostResting = 128
	// longestRest is below what servers allow a connection that says nothing.
	longestRest = 30 * time.Second
	// lookAfter is how often resting connections are looked at.
	lookAfter = 5 * time.Second
	// freshRest is the longest rest before a request that must not be sent
	// twice: a server that ends its own side meanwhile, often after five
	// seconds, would leave nobody knowing whether it was acted upon.
	freshRest = time.Second
)

// take gives a connection on which nothing happened while it rested, or nil.
func (p *Peer) take(repeatable bool) *connection {
	longest := longestRest
	if !repeatable {
		longest = freshRest
	}
	for now := time.Now(); ; {
		chosen := p.pop(now.Add(-longest))
		if chosen == nil {
			return nil
		}
		if chosen.quiet() {
			chosen.awake()
			return chosen
		}
		chosen.cut()
	}
}

// pop gives the connection that rests for the shortest time, if it came to
// rest after the date.
func (p *Peer) pop(since time.Time) *connection {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	last := len(p.resting) - 1
	if last < 0 || p.resting[last].rested.Before(since) {
		return nil
	}
	chosen := p.resting[last]
	p.resting[last] = nil
	p.resting = p.resting[:last]
	return chosen
}

// rest takes a connection back, unless it is no longer wanted.
func (p *Peer) rest(tired *connection) {
	tired.sleep()
	select {
	case p.handed <- tired:
		return
	default:
	}
	p.mutex.Lock()
	wanted := !p.closed && len(p.resting) < mostResting
	if wanted {
		p.resting = append(p.resting, tired)
		if p.reaper == nil {
			p.reaper = time.AfterFunc(lookAfter, p.reap)
		}
	}
	p.mutex.Unlock()
	if !wanted {
		tired.cut()
	}
}

// reap ends connections that rest for too long or that the server ended, and
// comes back while others rest.
func (p *Peer) reap() {
	oldest := time.Now().Add(-longestRest)
	p.mutex.Lock()
	defer p.mutex.Unlock()
	var kept []*connection
	for _, each := range p.resting {
		if each.rested.Before(oldest) || !each.quiet() {
			each.cut()
			continue
		}
		kept = append(kept, each)
	}
	p.resting = kept
	p.reaper = nil
	if len(kept) > 0 {
		p.reaper = time.AfterFunc(lookAfter, p.reap)
	}
}

// drop ends all connections that rest.
func (p *Peer) drop() {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	for _, each := range p.resting {
		each.cut()
	}
	p.resting = nil
	if p.reaper != nil {
		p.reaper.Stop()
		p.reaper = nil
	}
}
