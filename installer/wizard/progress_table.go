package wizard

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/charmbracelet/x/ansi"

	"framagit.org/chatiere/chatiere/installer/locale"
	"framagit.org/chatiere/chatiere/installer/plan"
)

// Table is live progress on a terminal: a count and what is under way, drawn
// again in place and never higher than the screen. What failed, or goes back,
// is written once above and stays. The terminal remains in its ordinary mode,
// so that ctrl+c still reaches the program.
type Table struct {
	out  io.Writer
	size func() (columns, rows int)

	mutex   sync.Mutex
	tally   tally
	began   time.Time
	running []plan.Event // in the order of their start
	drawn   []string     // lines to draw over
	clock   beat
	closed  bool
}

// everySecond is how often times are drawn again while nothing happens.
const everySecond = time.Second

// NewTable makes a live progress for a plan's operations. size is asked at each
// drawing: a window may change while a run goes on.
func NewTable(out io.Writer, printer *locale.Printer, size func() (columns, rows int), planned plan.Plan, describe func(plan.Operation) string) *Table {
	return &Table{out: out, size: size, tally: newTally(printer, planned, describe)}
}

// Note draws what changed.
func (t *Table) Note(event plan.Event) {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	if t.closed {
		return
	}
	if t.began.IsZero() {
		t.began = time.Now()
		t.clock.start(everySecond, t.again)
	}
	t.tally.count(event)
	_, planned := t.tally.titles[event.Operation]
	t.follow(event, planned)
	switch {
	case event.State == failed, !planned && event.State == started:
		t.draw(t.tally.line(event))
	default:
		t.draw("")
	}
}

// again draws what time alone changes.
func (t *Table) again() {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	t.draw("")
}

// follow keeps what is under way.
func (t *Table) follow(event plan.Event, planned bool) {
	at := slices.IndexFunc(t.running, func(e plan.Event) bool { return e.Operation == event.Operation })
	switch {
	case ends(event) && at >= 0:
		t.running = slices.Delete(t.running, at, at+1)
	case at >= 0:
		t.running[at] = event
	case planned && !ends(event):
		t.running = append(t.running, event)
	}
}

// Close leaves the last count.
func (t *Table) Close() {
	t.mutex.Lock()
	t.closed = true
	t.mutex.Unlock()
	t.clock.end()
	if t.began.IsZero() {
		return
	}
	t.running = nil
	t.draw("")
}

// draw writes in one go, so that nothing of another goroutine comes between.
// The lasting line, when there is one, scrolls by above. Each line is erased
// behind its new text and never the whole screen: tmux and others keep what was
// on an erased screen, and would keep every drawing.
func (t *Table) draw(lasting string) {
	columns, rows := t.size()
	var text strings.Builder
	up := rowsOf(t.drawn, columns)
	if up > 0 {
		text.WriteString("\r" + ansi.CursorUp(up))
	}
	t.drawn = t.live(columns, rows)
	lines := t.drawn
	if lasting != "" {
		lines = append([]string{lasting}, lines...)
	}
	for _, line := range lines {
		text.WriteString(line + ansi.EraseLineRight + "\n")
	}
	if up > len(lines) {
		text.WriteString(ansi.EraseScreenBelow)
	}
	fmt.Fprint(t.out, text.String())
}

// rowsOf counts the rows that lines take at a width: a window made narrower
// since has broken them.
func rowsOf(lines []string, columns int) int {
	rows := 0
	for _, line := range lines {
		rows += max(1, (ansi.StringWidth(line)+columns-1)/max(columns, 1))
	}
	return rows
}

// live is the count, then what is under way: the oldest, which people wait for,
// and a line for the rest. The cursor's own row stays free.
func (t *Table) live(columns, rows int) []string {
	lines := []string{t.counted()}
	room := max(rows-2, 1)
	shown := t.running
	if len(shown) > room {
		shown = shown[:room-1]
	}
	for _, event := range shown {
		lines = append(lines, t.tally.line(event))
	}
	if left := len(t.running) - len(shown); left > 0 {
		lines = append(lines, t.tally.printer.Sayf("and %d more under way", left))
	}
	for i, line := range lines {
		// A line that the terminal broke in two could not be drawn over.
		lines[i] = ansi.Truncate(line, columns-1, "…")
	}
	return lines
}

func (t *Table) counted() string {
	say, passed := t.tally.printer.Sayf, elapsed(time.Since(t.began))
	if t.tally.failures > 0 {
		return say("%d of %d done, %d failed, %s", t.tally.ended-t.tally.failures, t.tally.total, t.tally.failures, passed)
	}
	return say("%d of %d done, %s", t.tally.ended, t.tally.total, passed)
}
