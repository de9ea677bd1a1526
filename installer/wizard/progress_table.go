package wizard

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"

	"github.com/charmbracelet/x/ansi"

	"framagit.org/chatiere/chatiere/installer/locale"
	"framagit.org/chatiere/chatiere/installer/plan"
)

// Table is live progress on a terminal: what has ended scrolls by above, what
// is under way is drawn again in place below. The terminal stays in its
// ordinary mode, so that ctrl+c still reaches the program.
type Table struct {
	out   io.Writer
	width int

	mutex   sync.Mutex
	tally   tally
	running []plan.Event // in the order of their start
	drawn   int          // lines to draw over
}

// NewTable makes a live progress for a plan's operations.
func NewTable(out io.Writer, printer *locale.Printer, width int, planned plan.Plan, describe func(plan.Operation) string) *Table {
	return &Table{out: out, width: width, tally: newTally(printer, planned, describe)}
}

// Note draws what changed.
func (t *Table) Note(event plan.Event) {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	at := slices.IndexFunc(t.running, func(e plan.Event) bool { return e.Operation == event.Operation })
	ends := event.State == done || event.State == failed
	switch {
	case ends && at >= 0:
		t.running = slices.Delete(t.running, at, at+1)
	case at >= 0:
		t.running[at] = event
	case !ends:
		t.running = append(t.running, event)
	}
	var finished []string
	if ends {
		finished = append(finished, t.tally.line(event))
	}
	t.draw(finished)
}

// Close takes away what was under way.
func (t *Table) Close() {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	t.running = nil
	t.draw(nil)
}

// draw writes in one go, so that nothing of another goroutine comes between.
func (t *Table) draw(finished []string) {
	var text strings.Builder
	if t.drawn > 0 {
		text.WriteString(ansi.CursorUp(t.drawn) + "\r" + ansi.EraseScreenBelow)
	}
	for _, line := range finished {
		text.WriteString(line + "\n")
	}
	for _, event := range t.running {
		// A line that the terminal broke in two could not be drawn over.
		text.WriteString(ansi.Truncate(t.tally.line(event), t.width-1, "…") + "\n")
	}
	t.drawn = len(t.running)
	fmt.Fprint(t.out, text.String())
}
