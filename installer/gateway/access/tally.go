package access

import (
	"net/http"
	"sync/atomic"
	"time"
)

// Tally counts what is asked of one service since the gateway started. Any
// number of requests may add to it at once; none waits for another.
type Tally struct {
	service  string
	classes  [6]atomic.Int64 // by the first digit of the status; 0: no answer
	methods  [len(methodNames)]atomic.Int64
	in, out  atomic.Int64 // bytes of bodies, and of WebSockets
	slots    [len(bounds) + 1]atomic.Int64
	took     atomic.Int64 // nanoseconds of those in slots
	underWay atomic.Int64
	failures atomic.Int64 // of upstreams

	saved Counts // what the file has of it; for the writer alone
}

// bounds are the upper ends of the slots of the latency histogram.
var bounds = [...]time.Duration{
	5 * time.Millisecond, 10 * time.Millisecond, 25 * time.Millisecond, 50 * time.Millisecond,
	100 * time.Millisecond, 250 * time.Millisecond, 500 * time.Millisecond, time.Second,
	2500 * time.Millisecond, 5 * time.Second, 10 * time.Second, time.Minute,
}

// methodNames are counted by name, all others as the last: what a visitor
// invents names nothing.
var methodNames = [...]string{
	http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete,
	http.MethodOptions, "PROPFIND", "PROPPATCH", "REPORT", "MKCOL", "MKCALENDAR", "COPY", "MOVE", "LOCK", "UNLOCK",
	"SEARCH", "OTHER",
}

func methodPlace(method string) int {
	for i, name := range methodNames {
		if method == name {
			return i
		}
	}
	return len(methodNames) - 1
}

// Failed counts an answer that the upstream failed to give; nowhere when the
// tally is nil.
func (t *Tally) Failed() {
	if t != nil {
		t.failures.Add(1)
	}
}

// add counts one request that has ended.
func (t *Tally) add(method string, status int, in, out int64) {
	t.classes[class(status)].Add(1)
	t.methods[methodPlace(method)].Add(1)
	if in > 0 {
		t.in.Add(in)
	}
	if out > 0 {
		t.out.Add(out)
	}
}

// time counts how long an answer took.
func (t *Tally) time(took time.Duration) {
	slot := 0
	for slot < len(bounds) && took > bounds[slot] {
		slot++
	}
	t.slots[slot].Add(1)
	t.took.Add(int64(took))
}

func class(status int) int {
	if status < 100 || status > 599 {
		return 0
	}
	return status / 100
}

// className is how a class is written in counts and metrics.
func className(class int) string {
	return [...]string{"aborted", "1xx", "2xx", "3xx", "4xx", "5xx"}[class]
}

// counts is the tally as it is kept on the disk.
func (t *Tally) counts() Counts {
	counts := Counts{BytesIn: t.in.Load(), BytesOut: t.out.Load(), Classes: map[string]int64{}, Methods: map[string]int64{}}
	for i := range t.classes {
		if n := t.classes[i].Load(); n > 0 {
			counts.Classes[className(i)] = n
			counts.Hits += n
		}
	}
	for i := range t.methods {
		if n := t.methods[i].Load(); n > 0 {
			counts.Methods[methodNames[i]] = n
		}
	}
	return counts
}
