package installer

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"framagit.org/chatiere/chatiere/installer/plan"
)

// operations makes a plan of "name after,after" lines.
func operations(lines ...string) []plan.Operation {
	var made []plan.Operation
	for _, line := range lines {
		name, after, _ := strings.Cut(line, " ")
		operation := plan.Operation{Kind: "test", Target: name}
		for _, before := range strings.FieldsFunc(after, func(r rune) bool { return r == ',' }) {
			operation.After = append(operation.After, "test "+before)
		}
		made = append(made, operation)
	}
	return made
}

// recorder performs by writing down, and fails where told.
type recorder struct {
	mutex sync.Mutex
	done  []string
	fail  string
}

func (r *recorder) do(_ context.Context, operation plan.Operation) error {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if operation.Target == r.fail {
		return errors.New("broken")
	}
	r.done = append(r.done, operation.Target)
	return nil
}

func TestRunner_EachOperationWaitsForThoseBeforeIt(t *testing.T) {
	recorder := &recorder{}
	list := operations("a", "b", "c a,b", "d c", "e", "f d,e")
	if err := (&runner{do: recorder.do}).run(t.Context(), list); err != nil {
		t.Fatal(err)
	}
	position := map[string]int{}
	for i, name := range recorder.done {
		position[name] = i
	}
	if len(position) != len(list) {
		t.Fatalf("got %v, want every operation once", recorder.done)
	}
	for _, pair := range [][2]string{{"a", "c"}, {"b", "c"}, {"c", "d"}, {"d", "f"}, {"e", "f"}} {
		if position[pair[0]] > position[pair[1]] {
			t.Errorf("%s ran after %s: %v", pair[0], pair[1], recorder.done)
		}
	}
}

func TestRunner_FailureStopsOnlyWhatWaitsForIt(t *testing.T) {
	recorder := &recorder{fail: "b"}
	err := (&runner{do: recorder.do}).run(t.Context(), operations("a", "b", "c b", "d c", "e a"))
	var failed *FailedError
	if !errors.As(err, &failed) {
		t.Fatalf("got %v, want a *FailedError", err)
	}
	if failed.Skipped != 2 || len(failed.Failures) != 1 || failed.RolledBack() {
		t.Errorf("got %d skipped, %d failures, rolled back %v; want 2, 1, false", failed.Skipped, len(failed.Failures), failed.RolledBack())
	}
	slices.Sort(recorder.done)
	if got := fmt.Sprint(recorder.done); got != "[a e]" {
		t.Errorf("got %s performed, want [a e]", got)
	}
}

func TestRunner_FailedReplacementIsUndone(t *testing.T) {
	recorder := &recorder{fail: "new"}
	list := operations("new", "after new")
	list[0].Replaces = "old"
	var undone []string
	undo := func(_ context.Context, operation plan.Operation) bool {
		undone = append(undone, operation.Replaces)
		return true
	}
	err := (&runner{do: recorder.do, undo: undo}).run(t.Context(), list)
	var failed *FailedError
	if !errors.As(err, &failed) || !failed.RolledBack() {
		t.Fatalf("got %v, want a rolled back *FailedError", err)
	}
	if fmt.Sprint(undone) != "[old]" {
		t.Errorf("got %v undone, want [old]", undone)
	}
}

func TestRunner_CancelledRunStartsNothingMore(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	var performed []string
	var mutex sync.Mutex
	do := func(_ context.Context, operation plan.Operation) error {
		mutex.Lock()
		defer mutex.Unlock()
		performed = append(performed, operation.Target)
		cancel()
		return nil
	}
	err := (&runner{do: do}).run(ctx, operations("a", "b a", "c b"))
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
	if fmt.Sprint(performed) != "[a]" {
		t.Errorf("got %v performed, want [a]", performed)
	}
}

func TestRunner_WaitingHoldsNoSlot(t *testing.T) {
	var list []plan.Operation
	for i := range 100 {
		list = append(list, plan.Operation{Kind: plan.HealthWait, Target: fmt.Sprint("slow ", i)})
	}
	list = append(list, plan.Operation{Kind: plan.ContainerStart, Target: "last"})
	started := make(chan struct{})
	do := func(ctx context.Context, operation plan.Operation) error {
		if operation.Kind == plan.ContainerStart {
			close(started)
			return nil
		}
		select {
		case <-started:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	if err := (&runner{do: do}).run(t.Context(), list); err != nil {
		t.Error(err)
	}
}

func TestRunner_EngineOperationsAreBounded(t *testing.T) {
	var list []plan.Operation
	for i := range 100 {
		list = append(list, plan.Operation{Kind: plan.ContainerStart, Target: fmt.Sprint("start ", i)})
	}
	var mutex sync.Mutex
	now, most := 0, 0
	do := func(context.Context, plan.Operation) error {
		mutex.Lock()
		now++
		most = max(most, now)
		mutex.Unlock()
		runtime.Gosched()
		mutex.Lock()
		now--
		mutex.Unlock()
		return nil
	}
	if err := (&runner{do: do}).run(t.Context(), list); err != nil {
		t.Fatal(err)
	}
	if limit := slotsPerProcessor * runtime.NumCPU(); most > limit {
		t.Errorf("got %d at once, want at most %d", most, limit)
	}
}
