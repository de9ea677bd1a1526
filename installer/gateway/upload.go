package gateway

import (
	"errors"
	"io"
	"net/http"
	"sync"
	"time"
)

const (
	// uploadPatience is how long an upload may stand still.
	uploadPatience = 60 * time.Second
	// uploadLinger is how long a visitor may still send what nobody wants: who
	// is cut off while sending often loses the answer too.
	uploadLinger = 500 * time.Millisecond
)

// upload is a request's body: it may take hours but not stand still.
type upload struct {
	body io.ReadCloser
	// rests says that no time limit may hold between two reads: over HTTP/2 it
	// would break the stream.
	rests   bool
	control *http.ResponseController

	mutex   sync.Mutex
	ended   bool // read to its end, or to a fault
	stopped bool // nobody wants the rest
}

func newUpload(w http.ResponseWriter, r *http.Request, limit int64) *upload {
	limited := http.MaxBytesReader(bare(w), r.Body, limit)
	return &upload{body: limited, rests: r.ProtoMajor > 1, control: http.NewResponseController(w)}
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
	u.allow(time.Now().Add(uploadPatience), false)
	n, err := u.body.Read(p)
	// At the end it would cut the connection while the upstream works on what
	// it received. Before the end it stays: the server reads the rest of a body
	// that nobody wanted, and would wait for it for ever.
	if errors.Is(err, io.EOF) || err == nil && u.rests {
		u.allow(time.Time{}, err != nil)
	}
	if err != nil && !errors.Is(err, io.EOF) {
		err = &uploadError{err}
	}
	return n, err
}

// Close ends a Read that waits, at once over HTTP/2 and soon over HTTP/1, where
// the connection has nothing but this body.
func (u *upload) Close() error {
	if u.rests {
		return u.body.Close()
	}
	u.mutex.Lock()
	defer u.mutex.Unlock()
	if !u.ended && !u.stopped {
		u.stopped = true
		_ = u.control.SetReadDeadline(time.Now().Add(uploadLinger))
	}
	return nil
}

// linger reads what a visitor still sends though it was stopped, for a moment.
func (u *upload) linger() {
	u.mutex.Lock()
	stopped := u.stopped
	u.mutex.Unlock()
	if stopped {
		_ = u.control.Flush()
		_, _ = io.Copy(io.Discard, u.body)
	}
}

// allow sets the time limit of the visitor's side while the body is wanted.
func (u *upload) allow(until time.Time, ended bool) {
	u.mutex.Lock()
	defer u.mutex.Unlock()
	u.ended = ended
	if !u.stopped {
		_ = u.control.SetReadDeadline(until)
	}
}
