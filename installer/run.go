package installer

import (
	"context"
	"fmt"
	"sync"
	"time"

	"framagit.org/chatiere/chatiere/installer/plan"
)

// Failure is one operation that did not succeed.
type Failure struct {
	Operation plan.Operation
	Err       error
	// Restored says that the container which served before serves again.
	Restored bool
}

// FailedError says which operations failed; the others were performed.
type FailedError struct {
	Failures []Failure
	Skipped  int // operations that waited for a failed one
}

// Error is the first failure; Failures has them all.
func (e *FailedError) Error() string {
	first := e.Failures[0]
	return fmt.Sprintf("%s: %v", first.Operation.ID(), first.Err)
}

// Unwrap gives the first cause.
func (e *FailedError) Unwrap() error { return e.Failures[0].Err }

// RolledBack says that every failure left the old container in service.
func (e *FailedError) RolledBack() bool {
	for _, failure := range e.Failures {
		if !failure.Restored {
			return false
		}
	}
	return true
}

// runner performs one plan: operations whose predecessors succeeded run at the
// same time. Those that make the engine work share slots, bounded by the
// processors; those that only wait for a service or a CA hold none, so that
// slow starters hold nobody up. A failure stops what waits for it and nothing
// else.
type runner struct {
	do   func(context.Context, plan.Operation) error
	undo func(context.Context, plan.Operation) bool

	mutex    sync.Mutex
	waiting  map[string]int      // ID -> operations it still waits for
	follow   map[string][]string // ID -> operations that wait for it
	byID     map[string]plan.Operation
	ready    chan plan.Operation
	left     int
	failures []Failure
	skipped  map[string]bool
	begun    map[string]bool // Replaces of the operations that were begun
}

// run performs the plan. It returns nil, a *FailedError, or the context's
// error once every operation under way has ended.
func (r *runner) run(ctx context.Context, operations []plan.Operation) error {
	if len(operations) == 0 {
		return nil
	}
	r.index(operations)
	bounds := newLanes()
	var underWay sync.WaitGroup
	for operation := range r.ready {
		underWay.Go(func() {
			defer bounds.enter(operation.Kind)()
			r.perform(ctx, operation)
		})
	}
	underWay.Wait()
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if len(r.failures) > 0 {
		return &FailedError{Failures: r.failures, Skipped: len(r.skipped)}
	}
	return nil
}

func (r *runner) index(operations []plan.Operation) {
	r.waiting, r.follow, r.byID = map[string]int{}, map[string][]string{}, map[string]plan.Operation{}
	r.skipped, r.begun = map[string]bool{}, map[string]bool{}
	r.ready = make(chan plan.Operation, len(operations))
	r.left = len(operations)
	for _, operation := range operations {
		r.byID[operation.ID()] = operation
	}
	for _, operation := range operations {
		id := operation.ID()
		for _, before := range unique(operation.After) {
			if _, known := r.byID[before]; known {
				r.waiting[id]++
				r.follow[before] = append(r.follow[before], id)
			}
		}
		if r.waiting[id] == 0 {
			r.ready <- operation
		}
	}
}

// perform does one operation. A cancelled run still goes through what is
// ready, so that it ends.
func (r *runner) perform(ctx context.Context, operation plan.Operation) {
	err := ctx.Err()
	if err == nil {
		r.begin(operation)
		err = r.do(ctx, operation)
	}
	restored := false
	if err != nil && r.hasBegun(operation) {
		restored = r.restore(ctx, operation)
	}
	r.finish(operation, err, restored)
}

// restorePatience is how long a cancelled run goes on for the sake of what
// served before it.
const restorePatience = 2 * time.Minute

// restore gives a replaced container back, in a cancelled run too: a service
// that could be up is not left down until somebody runs apply again.
func (r *runner) restore(ctx context.Context, operation plan.Operation) bool {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), restorePatience)
	defer cancel()
	return r.undo(ctx, operation)
}

func (r *runner) begin(operation plan.Operation) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.begun[operation.Replaces] = true
}

// hasBegun says that the replacement which the operation belongs to was begun:
// nothing is to be given back before.
func (r *runner) hasBegun(operation plan.Operation) bool {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	return operation.Replaces != "" && r.begun[operation.Replaces]
}

// finish releases what waited for the operation, or skips it after a failure.
func (r *runner) finish(operation plan.Operation, err error, restored bool) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if err != nil {
		r.failures = append(r.failures, Failure{Operation: operation, Err: err, Restored: restored})
		r.skip(operation.ID())
	}
	r.left--
	if err == nil {
		for _, next := range r.follow[operation.ID()] {
			r.waiting[next]--
			if r.waiting[next] == 0 && !r.skipped[next] {
				r.ready <- r.byID[next]
			}
		}
	}
	if r.left == 0 {
		close(r.ready)
	}
}

func (r *runner) skip(id string) {
	for _, next := range r.follow[id] {
		if !r.skipped[next] {
			r.skipped[next] = true
			r.left--
			r.skip(next)
		}
	}
}

func unique(ids []string) []string {
	seen := map[string]bool{}
	var once []string
	for _, id := range ids {
		if !seen[id] {
			seen[id] = true
			once = append(once, id)
		}
	}
	return once
}
