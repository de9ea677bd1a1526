package limit

import (
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// buffered is what an HTTP/2 server takes without waiting for its visitor.
const buffered = 4096

// Answer is the writer of one answer over HTTP/2, where a visitor may read all
// that comes and still grant nothing to one stream. Over HTTP/1 the connection
// shows it, and the server's own writer stays.
type Answer struct {
	http.ResponseWriter
	limiter *Limiter
	control *http.ResponseController
	started atomic.Bool
	written int64

	mutex   sync.Mutex // of what the timer looks at
	timer   *time.Timer
	writing bool
}

// Answer watches over an answer. Finish is due when its handler ends.
func (l *Limiter) Answer(w http.ResponseWriter) *Answer {
	return &Answer{ResponseWriter: w, limiter: l}
}

// Unwrap gives the server's own to http.ResponseController.
func (a *Answer) Unwrap() http.ResponseWriter { return a.ResponseWriter }

// WriteHeader is the server's.
func (a *Answer) WriteHeader(status int) {
	if status >= http.StatusOK {
		a.started.Store(true)
	}
	a.ResponseWriter.WriteHeader(status)
}

// Write ends with an error when the visitor does not take it in time.
func (a *Answer) Write(p []byte) (int, error) {
	a.started.Store(true)
	a.written += int64(len(p))
	if a.written > buffered {
		a.begin()
		defer a.end()
	}
	return a.ResponseWriter.Write(p)
}

// FlushError sends what is buffered.
func (a *Answer) FlushError() error {
	a.begin()
	defer a.end()
	return a.controller().Flush()
}

// Flush is for those who ask for an http.Flusher.
func (a *Answer) Flush() { _ = a.FlushError() }

// Finish leaves a time limit on what the server still has to send once the
// handler has ended. Empty answers have nothing that could wait.
func (a *Answer) Finish() {
	if a.written > 0 {
		_ = a.controller().SetWriteDeadline(time.Now().Add(a.limiter.limits.Patience))
	}
}

func (a *Answer) controller() *http.ResponseController {
	if a.control == nil {
		a.control = http.NewResponseController(a.ResponseWriter)
	}
	return a.control
}

func (a *Answer) begin() {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	a.writing = true
	if a.timer == nil {
		a.controller()
		a.timer = time.AfterFunc(a.limiter.limits.Patience, a.cut)
		return
	}
	a.timer.Reset(a.limiter.limits.Patience)
}

func (a *Answer) end() {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	a.writing = false
	a.timer.Stop()
}

// cut resets the stream, which ends the write that waits. The lock keeps it
// from a stream that has ended meanwhile.
func (a *Answer) cut() {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	if a.writing {
		a.limiter.counts.slow.Add(1)
		_ = a.control.SetWriteDeadline(time.Unix(0, 1))
	}
}
