package limit

import (
	"net/netip"
	"sync"
	"time"
)

// open counts connections. Unlike buckets the counts are exact and never
// forgotten: there are no more of them than connections.
type open struct {
	mutex  sync.Mutex
	all    int
	levels [levels]map[key]int
}

func (o *open) init() {
	for level := range o.levels {
		o.levels[level] = map[key]int{}
	}
}

// holder is whose connection it is; nobody's while the address is not known,
// and for an excepted one.
type holder struct {
	keys  [levels]key
	count int
}

// holderOf says who holds the connections of an address.
func (l *Limiter) holderOf(address netip.Addr) holder {
	var made holder
	if address.IsValid() && !l.excepted(address) {
		made.keys, made.count = groups(address)
	}
	return made
}

// arrive counts a new connection in its holder's buckets, or refuses it.
func (l *Limiter) arrive(who holder, now time.Time) bool {
	for level := range who.count {
		bucket := l.arrivals[level].get(who.keys[level])
		if bucket.take(l.limits.Arrivals.times(shares[level]), 1, now) > 0 {
			return false
		}
	}
	return l.open.join(who, l.limits.OpenEach)
}

// enter takes one place of all.
func (o *open) enter(room int) bool {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	if o.all >= room {
		return false
	}
	o.all++
	return true
}

// join takes one place of the holder's.
func (o *open) join(who holder, each int) bool {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	for level := range who.count {
		if o.levels[level][who.keys[level]] >= each*shares[level] {
			return false
		}
	}
	for level := range who.count {
		o.levels[level][who.keys[level]]++
	}
	return true
}

// leave gives both back.
func (o *open) leave(who holder) {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	o.all--
	for level := range who.count {
		key := who.keys[level]
		if o.levels[level][key]--; o.levels[level][key] == 0 {
			delete(o.levels[level], key)
		}
	}
}

func (o *open) size() int {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	return o.all
}
