package wizard

import (
	"fmt"
	"io"
	"sync"
	"time"

	"framagit.org/chatiere/chatiere/installer/locale"
	"framagit.org/chatiere/chatiere/installer/plan"
)

// pause is how often at most an operation under way is heard of again.
const pause = 15 * time.Second

// Lines is progress in the plain form: a line for what ends, for what begins
// and may take long, and now and then for what goes on.
type Lines struct {
	out io.Writer

	mutex sync.Mutex
	tally tally
	spoke time.Time
	last  string
}

// NewLines makes a plain progress for a plan's operations.
func NewLines(out io.Writer, printer *locale.Printer, planned plan.Plan, describe func(plan.Operation) string) *Lines {
	return &Lines{out: out, tally: newTally(printer, planned, describe)}
}

// Note writes a line, or none.
func (l *Lines) Note(event plan.Event) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	switch event.State {
	case started:
		if !long(event.Operation) {
			return
		}
	case advanced:
		if time.Since(l.spoke) < pause {
			return
		}
	}
	said := l.tally.line(event)
	if said == l.last {
		return
	}
	l.last, l.spoke = said, time.Now()
	fmt.Fprintln(l.out, said)
}

// Close has nothing to end.
func (l *Lines) Close() {}
