package wizard

import (
	"strings"
	"time"

	"framagit.org/chatiere/chatiere/installer/locale"
	"framagit.org/chatiere/chatiere/installer/plan"
)

// Progress shows operations as they run. Note may be called by several
// goroutines at once; Close ends the showing and leaves the cursor on a new
// line.
type Progress interface {
	Note(plan.Event)
	Close()
}

// Progress picks the form that suits the terminal: a table drawn again in
// place, or lines. describe says an operation in the operator's language.
func (t *Terminal) Progress(planned plan.Plan, describe func(plan.Operation) string) Progress {
	if t.IsTerminal && !t.Plain {
		return NewTable(t.Out, t.Printer, t.size, planned, describe)
	}
	return NewLines(t.Out, t.Printer, planned, describe)
}

// The states of an event.
const (
	started  = "started"
	advanced = "progress"
	done     = "done"
	failed   = "failed"
)

// worthSaying is from when on people want to know how long something took.
const worthSaying = 2 * time.Second

// tally counts operations and knows them by ID, and since when they run.
type tally struct {
	printer  *locale.Printer
	describe func(plan.Operation) string
	titles   map[string]string
	since    map[string]time.Time
	total    int
	ended    int
	failures int
}

func newTally(printer *locale.Printer, planned plan.Plan, describe func(plan.Operation) string) tally {
	t := tally{
		printer: printer, describe: describe, total: len(planned.Operations),
		titles: map[string]string{}, since: map[string]time.Time{},
	}
	for _, operation := range planned.Operations {
		t.titles[operation.ID()] = describe(operation)
	}
	return t
}

// count counts an event. What the plan does not hold puts back what served
// before, and is not counted.
func (t *tally) count(event plan.Event) {
	if _, known := t.since[event.Operation]; !known {
		t.since[event.Operation] = time.Now()
	}
	if _, planned := t.titles[event.Operation]; !planned || !ends(event) {
		return
	}
	t.ended++
	if event.State == failed {
		t.failures++
	}
}

func ends(event plan.Event) bool { return event.State == done || event.State == failed }

// line says a counted event as one sentence. A failure is said in short: the
// whole of it, with the container's last lines, stands at the end of the run.
func (t *tally) line(event plan.Event) string {
	title, planned := t.titles[event.Operation]
	if !planned {
		return t.printer.Sayf("Going back: %s", t.unplanned(event.Operation))
	}
	// A program's own words may hold ends of lines.
	detail := strings.Join(strings.Fields(SayDetail(t.printer, event.Detail)), " ")
	switch {
	case event.State == failed:
		return t.printer.Sayf("%d of %d, failed: %s (%s)", t.ended, t.total, title, reason(t.printer, event))
	case event.State == done:
		return t.timed(event, t.printer.Sayf("%d of %d, done: %s", t.ended, t.total, title))
	case detail == "":
		return t.timed(event, t.printer.Sayf("Under way: %s", title))
	}
	return t.timed(event, t.printer.Sayf("Under way: %s, %s", title, detail))
}

// timed adds how long an operation has taken, once that is worth saying.
func (t *tally) timed(event plan.Event, line string) string {
	passed := time.Since(t.since[event.Operation])
	if passed < worthSaying {
		return line
	}
	return t.printer.Sayf("%s (%s)", line, elapsed(passed))
}

func elapsed(passed time.Duration) string { return passed.Round(time.Second).String() }

// unplanned says an operation of which only the ID is known: kind, target, and
// sometimes the engine's own number for it.
func (t *tally) unplanned(id string) string {
	words := strings.Fields(id)
	if len(words) < 2 {
		return id
	}
	return t.describe(plan.Operation{Kind: plan.Kind(words[0]), Target: words[1]})
}

// long tells whether an operation may take so long that its start is worth a
// line.
func long(id string) bool {
	kind, _, _ := strings.Cut(id, " ")
	switch plan.Kind(kind) {
	case plan.ImagePull, plan.ImageBuild, plan.ImageImport, plan.HealthWait, plan.CertificateWait:
		return true
	}
	return false
}
