package wizard

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"

	"framagit.org/chatiere/chatiere/installer/locale"
	"framagit.org/chatiere/chatiere/installer/plan"
)

func TestTable_DrawsOverWhatIsUnderWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		screen := &display{columns: 30, rows: 24}
		progress := NewTable(screen, locale.New("en"), screen.size, testPlan(), target)
		for _, event := range testEvents()[:2] {
			progress.Note(event)
		}
		screen.shows(t, "0 of 2 done, 0s", "Under way: carnet:1, a line …")
		for _, event := range testEvents()[2:4] {
			progress.Note(event)
		}
		screen.shows(t, "1 of 2 done, 0s", "Under way: carnet/app")
		<-time.After(3*time.Second + time.Millisecond)
		screen.shows(t, "1 of 2 done, 3s", "Under way: carnet/app (3s)")
		progress.Note(testEvents()[4])
		progress.Close()
		screen.shows(t, "2 of 2, failed: carnet/app (a cause of its own)", "1 of 2 done, 1 failed, 3s")
	})
}

// A hundred operations at once, some failing, in a window of ten rows that is
// made narrower and lower meanwhile.
func TestTable_NeverGrowsHigherThanTheScreen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		screen := &display{columns: 60, rows: 10}
		progress := NewTable(screen, locale.New("fr"), screen.size, hundred(), target)
		for _, operation := range hundred().Operations {
			progress.Note(plan.Event{Operation: operation.ID(), State: "started"})
			screen.fits(t)
		}
		screen.shows(t, "Fait\u00a0: 0 sur 100, 0s", "En cours\u00a0: service-0/app", "En cours\u00a0: service-1/app",
			"En cours\u00a0: service-2/app", "En cours\u00a0: service-3/app", "En cours\u00a0: service-4/app",
			"En cours\u00a0: service-5/app", "En cours\u00a0: service-6/app", "et 93 autres en cours")
		screen.resize(20, 5)
		for i, operation := range hundred().Operations {
			state := "done"
			if i == 40 {
				state = "failed"
			}
			progress.Note(plan.Event{Operation: operation.ID(), State: state})
			screen.fits(t)
		}
		progress.Close()
		screen.shows(t, "41 sur 100, échec\u00a0: service-40/app ()", "Fait\u00a0: 99 sur 100,…")
	})
}

func TestTable_GoingBackStaysInSight(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		screen := &display{columns: 60, rows: 10}
		progress := NewTable(screen, locale.New("en"), screen.size, testPlan(), target)
		progress.Note(plan.Event{Operation: "container.start carnet/app 3b10422a47c4", State: "started"})
		progress.Note(plan.Event{Operation: "container.start carnet/app 3b10422a47c4", State: "done"})
		progress.Close()
		screen.shows(t, "Going back: carnet/app", "0 of 2 done, 0s")
	})
}

func TestTable_WithoutAnEventNothingIsDrawn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		screen := &display{columns: 60, rows: 10}
		NewTable(screen, locale.New("en"), screen.size, testPlan(), target).Close()
		screen.shows(t)
	})
}

func hundred() plan.Plan {
	var planned plan.Plan
	for i := range 100 {
		planned.Operations = append(planned.Operations, plan.Operation{Kind: plan.ContainerCreate, Target: fmt.Sprintf("service-%d/app", i)})
	}
	return planned
}

// display is a terminal that understands what the table writes: going up, and
// erasing what is below.
type display struct {
	mutex         sync.Mutex // the table's own clock draws too
	columns, rows int
	lines         []string
	drawn         int // rows of the last drawing
}

func (s *display) size() (int, int) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.columns, s.rows
}

func (s *display) resize(columns, rows int) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.columns, s.rows = columns, rows
}

// Write takes one drawing.
func (s *display) Write(text []byte) (int, error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	rest := strings.NewReplacer(ansi.EraseLineRight, "", ansi.EraseScreenBelow, "", "\r", "").Replace(string(text))
	var up int
	if _, err := fmt.Sscanf(rest, "\x1b[%dA", &up); err == nil || strings.HasPrefix(rest, "\x1b[A") {
		_, rest, _ = strings.Cut(rest, "A")
		for up = max(up, 1); up > 0 && len(s.lines) > 0; {
			up -= rowsOf(s.lines[len(s.lines)-1:], s.columns)
			s.lines = s.lines[:len(s.lines)-1]
		}
	}
	if rest != "" {
		drawn := strings.Split(strings.TrimSuffix(rest, "\n"), "\n")
		s.lines, s.drawn = append(s.lines, drawn...), len(drawn)
	}
	return len(text), nil
}

func (s *display) fits(t *testing.T) {
	t.Helper()
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.drawn > s.rows {
		t.Errorf("got %d lines drawn on %d rows:\n%s", s.drawn, s.rows, strings.Join(s.lines, "\n"))
	}
}

func (s *display) shows(t *testing.T, want ...string) {
	t.Helper()
	synctest.Wait()
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if diff := cmp.Diff(want, s.lines); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
