package wizard

import (
	"strings"

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
		return NewTable(t.Out, t.Printer, t.width(), planned, describe)
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

// tally counts operations and knows them by ID.
type tally struct {
	printer  *locale.Printer
	describe func(plan.Operation) string
	titles   map[string]string
	total    int
	ended    int
}

func newTally(printer *locale.Printer, planned plan.Plan, describe func(plan.Operation) string) tally {
	t := tally{printer: printer, describe: describe, titles: map[string]string{}, total: len(planned.Operations)}
	for _, operation := range planned.Operations {
		t.titles[operation.ID()] = describe(operation)
	}
	return t
}

// line says an event as one sentence, and counts it when it is an end. What
// the plan does not hold puts back what served before.
func (t *tally) line(event plan.Event) string {
	title, planned := t.titles[event.Operation]
	if !planned {
		return t.printer.Sayf("Going back: %s", t.unplanned(event.Operation))
	}
	if event.State == done || event.State == failed {
		t.ended++
	}
	detail := t.printer.Say(event.Detail)
	switch {
	case event.State == failed:
		return t.printer.Sayf("%d of %d, failed: %s (%s)", t.ended, t.total, title, detail)
	case event.State == done:
		return t.printer.Sayf("%d of %d, done: %s", t.ended, t.total, title)
	case detail == "":
		return t.printer.Sayf("Under way: %s", title)
	}
	return t.printer.Sayf("Under way: %s, %s", title, detail)
}

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
