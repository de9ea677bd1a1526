package wizard

import (
	"fmt"
	"io"
	"slices"
	"sync"
	"time"

	"framagit.org/chatiere/chatiere/installer/locale"
	"framagit.org/chatiere/chatiere/installer/plan"
)

// pause is how often at most operations under way are heard of again.
const pause = 15 * time.Second

// Lines is progress in the plain form: a line for what ends, for what begins
// and may take long, and now and then for what goes on.
type Lines struct {
	out io.Writer

	mutex  sync.Mutex
	tally  tally
	unsaid []plan.Event // the newest detail of each operation under way
	clock  beat
	closed bool
}

// NewLines makes a plain progress for a plan's operations.
func NewLines(out io.Writer, printer *locale.Printer, planned plan.Plan, describe func(plan.Operation) string) *Lines {
	return &Lines{out: out, tally: newTally(printer, planned, describe)}
}

// Note writes a line, or keeps it for the next pause.
func (l *Lines) Note(event plan.Event) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if l.closed {
		return
	}
	l.clock.start(pause, l.sayUnsaid)
	l.tally.count(event)
	l.unsaid = slices.DeleteFunc(l.unsaid, func(e plan.Event) bool { return e.Operation == event.Operation })
	switch {
	case event.State == advanced:
		l.unsaid = append(l.unsaid, event)
	case ends(event), long(event.Operation):
		fmt.Fprintln(l.out, l.tally.line(event))
	}
}

// sayUnsaid says what has changed since the last pause, and goes on.
func (l *Lines) sayUnsaid() {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	for _, event := range l.unsaid {
		fmt.Fprintln(l.out, l.tally.line(event))
	}
	l.unsaid = nil
}

// Close says nothing more.
func (l *Lines) Close() {
	l.mutex.Lock()
	l.closed = true
	l.mutex.Unlock()
	l.clock.end()
}
