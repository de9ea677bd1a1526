package installer

import (
	"context"
	"os"
	"path/filepath"

	"framagit.org/chatiere/chatiere/installer/plan"
)

// Destruction says how much of a chaton is to be destroyed.
type Destruction struct {
	Slug string
	// Data also takes what cannot be made again: volumes, secrets, certificates
	// and the state folder.
	Data bool
	// Retired are services that left chaton.hcl: then only their data goes, and
	// everything else stays.
	Retired []string
	// KeepImages leaves every image: a trial needs those that it built again in a
	// moment. Beside leaves those of others, who may have no container just now.
	KeepImages bool
	Beside     bool
}

// Doomed is what may be destroyed: what stands there, and the plan that removes
// it. It needs no chaton.hcl that resolves: leaving must work when the file is
// broken.
type Doomed struct {
	Plan plan.Plan
	// Kept names the volumes with data that the plan leaves, Known the retired
	// services that have any.
	Kept  []string
	Known []string

	*standing
	destruction Destruction
	logs        *keeper
}

// PlanDestroy reads what the chaton has and plans its removal. It writes
// nothing. The caller closes what it returns.
func PlanDestroy(ctx context.Context, request Request, destruction Destruction) (*Doomed, error) {
	opened, err := stand(ctx, request, destruction.Slug)
	if err != nil {
		return nil, err
	}
	doomed := &Doomed{standing: opened, destruction: destruction}
	doomed.logs = request.State.keeper(opened.engine)
	if doomed.Plan, err = doomed.observe(ctx); err != nil {
		doomed.Close()
		return nil, err
	}
	return doomed, nil
}

// observe plans from what stands now. Objects of another state folder are not
// this one's to remove; a lost vault is no reason to stay.
func (d *Doomed) observe(ctx context.Context) (plan.Plan, error) {
	have, err := d.engine.Observe(ctx, d.destruction.Slug, nil)
	if err != nil {
		return plan.Plan{}, err
	}
	if err := checkOwner(d.destruction.Slug, have); err != nil {
		return plan.Plan{}, err
	}
	if len(d.destruction.Retired) > 0 {
		return d.observeRetired(have)
	}
	d.Kept = nil
	for _, volume := range have.Volumes {
		if volume.Service != "" && !d.destruction.Data {
			d.Kept = append(d.Kept, volume.Name)
		}
	}
	have.Timer = d.request.Timer.left(d.request.State)
	have.Applied = d.request.State.applied()
	if d.destruction.KeepImages {
		have.Images = nil
	}
	have.Neighbours = have.Neighbours || d.destruction.Beside
	planned := plan.Destroy(have, d.destruction.Data)
	if d.destruction.Data && d.request.State.holdsAnything(d.ownFiles()) {
		planned.Operations = append(planned.Operations, removal(StateRemove, d.request.State.Folder, planned.Operations...))
	}
	return planned, nil
}

// Perform removes everything of the plan under the run lock. The outcome is
// nil, a *ChangedError, a *FailedError, a *LockedError or the context's error;
// what a killed run left is removed by the next.
func (d *Doomed) Perform(ctx context.Context, note func(plan.Event)) error {
	if err := os.MkdirAll(d.request.State.journal(), 0o700); err != nil {
		return err
	}
	release, err := waitLock(ctx, d.request.State.lock(), d.request.holder())
	if err != nil {
		return err
	}
	defer release()
	// Somebody may have applied while the question stood: with the state folder
	// gone, what they made would belong to nobody.
	now, err := d.observe(ctx)
	if err != nil {
		return err
	}
	if !d.agreed(now) {
		return &ChangedError{now}
	}
	d.Plan = now
	journal, err := openJournal(d.request.State.journal(), d.run, d.request.Clock, d.vault.Redact)
	if err != nil {
		return err
	}
	defer journal.close()
	tell := func(event plan.Event) {
		event.Detail = d.vault.Redact(event.Detail)
		journal.note(event)
		note(event)
	}
	return d.removeAll(ctx, tell)
}

// agreed says that nothing is to be removed that was not shown: less is what
// the same agreement covers, as when the engine was still ending what a killed
// run had asked for.
func (d *Doomed) agreed(now plan.Plan) bool {
	shown := map[string]bool{}
	for _, operation := range d.Plan.Operations {
		shown[operation.String()] = true
	}
	for _, operation := range now.Operations {
		if !shown[operation.String()] {
			return false
		}
	}
	return true
}

func (d *Doomed) removeAll(ctx context.Context, tell func(plan.Event)) error {
	runner := &runner{do: d.performer(tell), undo: func(context.Context, plan.Operation) bool { return false }}
	if err := runner.run(ctx, d.Plan.Operations); err != nil {
		return err
	}
	switch {
	case len(d.destruction.Retired) > 0:
		return d.request.State.forgetRetired(d.destruction.Retired)
	case d.destruction.Data:
		return nil // with the folder
	}
	return os.RemoveAll(filepath.Join(d.request.State.Gateway(), "routes.json"))
}

// demoSlug is the chaton whose chaton.hcl the kit wrote into the state folder.
const demoSlug = "demo"

// ownFiles are what may go with the state folder and is otherwise the
// operator's, wherever --state points.
func (d *Doomed) ownFiles() []string {
	if d.destruction.Slug == demoSlug {
		return []string{"chaton.hcl", "chaton.lock.hcl"}
	}
	return nil
}

func (d *Doomed) performer(tell func(plan.Event)) func(context.Context, plan.Operation) error {
	return func(ctx context.Context, operation plan.Operation) error {
		tell(plan.Event{Operation: operation.ID(), State: "started"})
		if err := d.do(ctx, operation, tell); err != nil {
			tell(plan.Event{Operation: operation.ID(), State: "failed", Detail: err.Error()})
			return err
		}
		tell(plan.Event{Operation: operation.ID(), State: "done"})
		return nil
	}
}
