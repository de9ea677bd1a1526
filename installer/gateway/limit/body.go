package limit

import (
	"errors"
	"io"
	"net/http"
	"time"
)

// ErrSlow says that a visitor sent too little for too long.
var ErrSlow = errors.New("the visitor sends too slowly")

// body is what a visitor sends. A byte now and then would hold a place in the
// service for ever. Only the time in which the visitor is waited for counts:
// it is not to blame for a service that takes slowly.
type body struct {
	io.ReadCloser
	limiter *Limiter
	writer  http.ResponseWriter

	waited time.Duration
	moved  int64
}

// Body watches over what the visitor of an answer sends. The reader ends with
// ErrSlow.
func (l *Limiter) Body(received io.ReadCloser, w http.ResponseWriter) io.ReadCloser {
	return &body{ReadCloser: received, limiter: l, writer: w}
}

// Read is the reader's, until the visitor is too slow.
func (b *body) Read(p []byte) (int, error) {
	began := time.Now()
	n, err := b.ReadCloser.Read(p)
	b.waited += time.Since(began)
	b.moved += int64(n)
	if err != nil || b.waited < b.limiter.limits.Patience {
		return n, err
	}
	if b.moved < b.limiter.limits.Floor && !b.converses() {
		b.limiter.counts.slow.Add(1)
		// Before it answers, the server would wait for the rest.
		_ = http.NewResponseController(b.writer).SetReadDeadline(time.Unix(0, 1))
		return 0, ErrSlow
	}
	b.waited, b.moved = 0, 0
	return n, nil
}

// converses says that the visitor is answered while it sends, which HTTP/2
// allows: such a conversation may be quiet.
func (b *body) converses() bool {
	answer, ok := b.writer.(*Answer)
	return ok && answer.started.Load()
}
