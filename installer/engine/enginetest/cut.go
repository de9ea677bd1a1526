package enginetest

import (
	"net/http"
	"net/http/httptest"
)

// Moment says when a client is cut off at one of its changes.
type Moment int

// The two sides of a change: its client was killed before the engine did
// anything, or after it did all and before it could answer.
const (
	Before Moment = iota
	After
)

// String names the moment in the names of tests.
func (m Moment) String() string { return [...]string{"before", "after"}[m] }

// cut is a fault to come. Its zero value never comes.
type cut struct {
	at     int
	moment Moment
	kill   func()
	seen   int
	done   bool
}

// CutAt calls kill at the change of that number, counted from 1 on, and
// answers nobody from then on until Forget or Restore: what else the killed
// client had asked for never arrived.
func (d *Daemon) CutAt(number int, moment Moment, kill func()) {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	d.cut = cut{at: number, moment: moment, kill: kill}
}

// WasCut says whether the change that CutAt waited for came.
func (d *Daemon) WasCut() bool {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	return d.cut.done
}

// cutOff ends the connection without an answer.
func (d *Daemon) cutOff(r *http.Request, change Change) {
	if d.cut.moment == After {
		answered := httptest.NewRecorder()
		d.mux.ServeHTTP(answered, r)
		change.Status = answered.Code
		d.changes = append(d.changes, change)
	}
	d.cut.done = true
	d.cut.kill()
	panic(http.ErrAbortHandler)
}
