// Package forward asks a server over HTTP/1.1 and reads its answer, on the
// goroutine that asks.
//
// The rules of the room:
//
//   - A request without a body costs no goroutine and no hand-over between
//     goroutines; one with a body costs one, since both sides may speak at once.
//   - A server may be in the hands of a stranger: what it may send before the
//     body begins is bounded, and how long it may be silent.
//   - A request is sent twice only when its first copy cannot have been acted
//     upon, or when acting twice is the same as once.
//   - A connection with anything unexpected in it is never used again.
package forward

import (
	"context"
	"errors"
	"fmt"
	"net"
	"sync"
	"time"
)

const (
	// dialPatience is for a server on this machine or next to it.
	dialPatience = 5 * time.Second
	// mostDialling is how many connections are opened at once: thousands of
	// visitors at one moment would otherwise drown a server in handshakes, while
	// the first connections are soon free again.
	mostDialling = 64
	// mostAttempts is how often a request is sent that may be repeated.
	mostAttempts = 3
)

// errBusy says that no place to connect came free.
var errBusy = errors.New("too many connections are being opened")

// Peer is one server, and the connections to it that rest between two
// requests. It is safe for concurrent use.
type Peer struct {
	address string
	readers sync.Pool
	writers sync.Pool
	buffers sync.Pool // of uploads

	dialling chan struct{}    // a place for each
	handed   chan *connection // to who waits for a place

	mutex   sync.Mutex
	resting []*connection // the last to come is the first to go
	reaper  *time.Timer   // set while connections rest
	closed  bool
}

// NewPeer is the server at "ip:port". It opens nothing.
func NewPeer(address string) *Peer {
	return &Peer{address: address, dialling: make(chan struct{}, mostDialling), handed: make(chan *connection)}
}

// Close ends the connections that rest, and lets none rest any more. Requests
// under way go on, and new ones still find the server.
func (p *Peer) Close() {
	p.mutex.Lock()
	p.closed = true
	p.mutex.Unlock()
	p.drop()
}

// UnreachableError says that no connection came about: nothing was sent.
type UnreachableError struct{ cause error }

// Error is the dialler’s own.
func (e *UnreachableError) Error() string { return e.cause.Error() }

// Unwrap gives the dialler’s error.
func (e *UnreachableError) Unwrap() error { return e.cause }

// Ask sends a request and reads the answer's head. The caller must close the
// answer. When ctx ends the connection is closed at once, whatever it does. The
// error is an *UnreachableError when nothing was sent, ErrSilent, the one that
// the request's body gave, or the end of ctx.
func (p *Peer) Ask(ctx context.Context, request *Request) (*Answer, error) {
	if err := request.check(); err != nil {
		return nil, err
	}
	chosen, used := p.take(request.repeatable()), true
	for attempt := 1; ; attempt++ {
		if chosen == nil {
			var err error
			if chosen, used, err = p.connect(ctx, request.Patience); err != nil {
				return nil, &UnreachableError{fmt.Errorf("connect: %w", err)}
			}
		}
		answer, err := chosen.ask(ctx, request)
		if err == nil || !used || attempt == mostAttempts || !chosen.mayRepeat(ctx, request, err) {
			return answer, err
		}
		// The server went away in between: the others lead nowhere either.
		p.drop()
		chosen = nil
	}
}

// connect opens a connection or, while many are being opened, takes the first
// that another request is done with. Who waits so is in a queue before a server
// that works, and may wait as long as for an answer.
func (p *Peer) connect(ctx context.Context, patience time.Duration) (chosen *connection, used bool, err error) {
	select {
	case p.dialling <- struct{}{}:
		chosen, err = p.dial(ctx)
		return chosen, false, err
	default:
	}
	late := time.NewTimer(max(patience, dialPatience))
	defer late.Stop()
	select {
	case p.dialling <- struct{}{}:
		chosen, err = p.dial(ctx)
		return chosen, false, err
	case free := <-p.handed:
		free.awake()
		return free, true, nil
	case <-late.C:
		return nil, false, errBusy
	case <-ctx.Done():
		return nil, false, ctx.Err()
	}
}

// dial gives its place back.
func (p *Peer) dial(ctx context.Context) (*connection, error) {
	defer func() { <-p.dialling }()
	dialer := net.Dialer{Timeout: dialPatience}
	opened, err := dialer.DialContext(ctx, "tcp", p.address)
	if err != nil {
		return nil, err
	}
	return newConnection(p, opened), nil
}
