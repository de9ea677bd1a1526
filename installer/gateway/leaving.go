package gateway

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// Leaving is an upstream that no route leads to any more.
type Leaving struct {
	Upstream
	// Requests are those it still answers. Those without an end, WebSockets and
	// event streams, are not counted.
	Requests int64 `json:"requests"`
}

// leavings remembers upstreams until their last request has ended.
type leavings struct {
	mutex sync.Mutex
	known []*upstream
}

// note takes up what the former table had and the next has not.
func (l *leavings) note(former, next *table) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	for _, entries := range former.entries {
		for _, entry := range entries {
			if entry.pool == nil {
				continue
			}
			for _, upstream := range entry.pool.upstreams {
				if next.upstream(upstream.Upstream) == nil {
					// Its address may soon be another container's.
					upstream.peer.Close()
					l.known = append(l.known, upstream)
				}
			}
		}
	}
	l.forget()
}

// forget drops those that answer nobody: nobody can come to them any more.
func (l *leavings) forget() {
	var busy []*upstream
	for _, upstream := range l.known {
		if upstream.requests.Load() > 0 {
			busy = append(busy, upstream)
		}
	}
	l.known = busy
}

func (l *leavings) status() []Leaving {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	l.forget()
	var list []Leaving
	for _, upstream := range l.known {
		list = append(list, Leaving{Upstream: upstream.Upstream, Requests: upstream.requests.Load()})
	}
	return list
}

// BusyError says that a container still answered requests when a wait ended.
type BusyError struct {
	Requests int64
	cause    error
}

// Error counts the requests.
func (e *BusyError) Error() string { return fmt.Sprintf("%d requests are still under way", e.Requests) }

// Unwrap gives why the wait ended.
func (e *BusyError) Unwrap() error { return e.cause }

// WaitReplaced returns once the gateway that was replaced last has ended all
// requests. When the context ends first, the error is a *BusyError.
func (c *Control) WaitReplaced(ctx context.Context) error {
	return c.waitUntil(ctx, func(status Status) (left int64, done bool) {
		if status.Former == nil {
			return 0, true
		}
		return status.Former.Requests, false
	})
}

// WaitDrained returns once no request is under way to a container that no
// route leads to any more. When the context ends first, the error is a
// *BusyError. A gateway that does not answer has nobody's request.
func (c *Control) WaitDrained(ctx context.Context, container string) error {
	return c.waitUntil(ctx, func(status Status) (left int64, done bool) {
		for _, leaving := range status.Leaving {
			if leaving.Container == container {
				left += leaving.Requests
			}
		}
		return left, left == 0
	})
}

// waitUntil asks again and again. A gateway that does not answer is done.
func (c *Control) waitUntil(ctx context.Context, judge func(Status) (left int64, done bool)) error {
	ticker := time.NewTicker(lookAgain)
	defer ticker.Stop()
	left := int64(0) // as far as the gateway said: the end of the wait may break the last question off
	for {
		status, err := c.Status(ctx)
		if err != nil && ctx.Err() == nil {
			return nil
		}
		if err == nil {
			known, done := judge(status)
			if left = known; done {
				return nil
			}
		}
		select {
		case <-ctx.Done():
			return &BusyError{Requests: left, cause: context.Cause(ctx)}
		case <-ticker.C:
		}
	}
}
