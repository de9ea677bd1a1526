package gateway

import (
	"context"
	"errors"
	"io"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// errSilent ends a request whose upstream says nothing for too long.
var errSilent = errors.New("the upstream was silent for too long")

// silence ends a request when neither side moved for a while. While a visitor
// uploads, the upstream has nothing to say: an upload that moves counts.
type silence struct {
	wait   time.Duration
	timer  *time.Timer
	lifted atomic.Bool
}

func watchSilence(ctx context.Context, wait time.Duration) (context.Context, *silence) {
	ctx, cancel := context.WithCancelCause(ctx)
	watch := &silence{wait: wait}
	watch.timer = time.AfterFunc(wait, func() {
		if !watch.lifted.Load() {
			cancel(errSilent)
		}
	})
	context.AfterFunc(ctx, func() { watch.timer.Stop() })
	return ctx, watch
}

func (s *silence) broken() {
	if !s.lifted.Load() {
		s.timer.Reset(s.wait)
	}
}

// lift is for WebSockets and event streams, which may be quiet for hours.
func (s *silence) lift() {
	s.lifted.Store(true)
	s.timer.Stop()
}

// heard is an answer's body that breaks the silence as it comes.
type heard struct {
	io.ReadCloser
	silence *silence
}

// Read counts as a sign of life.
func (h *heard) Read(p []byte) (int, error) {
	n, err := h.ReadCloser.Read(p)
	if n > 0 {
		h.silence.broken()
	}
	return n, err
}

// uploadPatience is how long an upload may stand still.
const uploadPatience = 60 * time.Second

// upload is a request's body: it may take hours but not stand still.
type upload struct {
	body    io.ReadCloser
	silence *silence
	// rests says that no time limit may hold between two reads: over HTTP/2 it
	// would break the stream.
	rests bool

	mu      sync.Mutex
	control *http.ResponseController // nil once the request is answered
}

// uploadError says that the visitor's side failed. It hides the text, which
// holds the visitor's address.
type uploadError struct{ cause error }

// Error says that the visitor’s side broke, not the upstream.
func (e *uploadError) Error() string { return "the upload broke off" }

// Unwrap gives the reader’s own error.
func (e *uploadError) Unwrap() error { return e.cause }

// Read marks a failure as the visitor’s.
func (u *upload) Read(p []byte) (int, error) {
	u.setDeadline(time.Now().Add(uploadPatience))
	n, err := u.body.Read(p)
	// At the end it would cut the connection while the upstream works on what
	// it received. Before the end it stays: the server reads the rest of a body
	// that nobody wanted, and would wait for it for ever.
	if errors.Is(err, io.EOF) || err == nil && u.rests {
		u.setDeadline(time.Time{})
	}
	if n > 0 {
		u.silence.broken()
	}
	if err != nil && !errors.Is(err, io.EOF) {
		err = &uploadError{err}
	}
	return n, err
}

// Close closes the body.
func (u *upload) Close() error { return u.body.Close() }

// finish is called when the request is answered: the transport may still read
// for a moment, and must not touch a connection that is no longer its own.
func (u *upload) finish() {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.control = nil
}

func (u *upload) setDeadline(at time.Time) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.control != nil {
		_ = u.control.SetReadDeadline(at)
	}
}
