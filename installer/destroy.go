package installer

import (
	"context"
	"os"

	"framagit.org/chatiere/chatiere/installer/engine"
	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/vault"
)

// Doomed is a chaton that may be destroyed: what stands there, and the plan
// that removes it. It needs no chaton.hcl that resolves: leaving must work
// when the file is broken.
type Doomed struct {
	Plan plan.Plan

	request Request
	slug    string
	data    bool
	engine  *engine.Engine
	vault   *vault.Vault
}

// PlanDestroy reads what the chaton has on the engine and plans its removal.
// The caller closes what it returns.
func PlanDestroy(ctx context.Context, request Request, slug string, data bool) (*Doomed, error) {
	identity, _, err := request.State.identity()
	if err != nil {
		return nil, err
	}
	secrets, err := vault.Open(request.State.Vault())
	if err != nil {
		return nil, err
	}
	connected, err := engine.Open(ctx, request.engineOptions(slug, identity, runName(request.Clock()), secrets.Redact))
	if err != nil {
		return nil, err
	}
	doomed := &Doomed{request: request, slug: slug, data: data, engine: connected, vault: secrets}
	if doomed.Plan, err = doomed.observe(ctx); err != nil {
		doomed.Close()
		return nil, err
	}
	return doomed, nil
}

// observe plans from what stands now. Objects of another state folder are not
// this one's to remove; a lost vault is no reason to stay.
func (d *Doomed) observe(ctx context.Context) (plan.Plan, error) {
	have, err := d.engine.Observe(ctx, d.slug, nil)
	if err != nil {
		return plan.Plan{}, err
	}
	if err := checkOwner(d.slug, have); err != nil {
		return plan.Plan{}, err
	}
	return plan.Destroy(have, d.data), nil
}

// Close ends the connection to the engine.
func (d *Doomed) Close() { d.engine.Close() }

// Perform removes everything of the plan under the run lock. With data the
// state folder goes too, certificates and vault included: the caller named and
// confirmed them.
func (d *Doomed) Perform(ctx context.Context, note func(plan.Event)) error {
	if err := os.MkdirAll(d.request.State.Folder, 0o700); err != nil {
		return err
	}
	release, err := takeLock(d.request.State.lock(), d.request.holder())
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
	if now.ID() != d.Plan.ID() {
		return &ChangedError{now}
	}
	runner := &runner{do: d.performer(note), undo: func(context.Context, plan.Operation) bool { return false }}
	if err := runner.run(ctx, d.Plan.Operations); err != nil {
		return err
	}
	if d.data {
		return d.request.State.remove(d.ownFiles()...)
	}
	return os.RemoveAll(d.request.State.Gateway() + "/routes.json")
}

// demoSlug is the chaton whose chaton.hcl the kit wrote into the state folder.
const demoSlug = "demo"

// ownFiles are what may go with the state folder and is otherwise the
// operator's, wherever --state points.
func (d *Doomed) ownFiles() []string {
	if d.slug == demoSlug {
		return []string{"chaton.hcl", "chaton.lock.hcl"}
	}
	return nil
}

func (d *Doomed) performer(note func(plan.Event)) func(context.Context, plan.Operation) error {
	return func(ctx context.Context, operation plan.Operation) error {
		note(plan.Event{Operation: operation.ID(), State: "started"})
		if err := d.engine.Do(ctx, operation, note); err != nil {
			note(plan.Event{Operation: operation.ID(), State: "failed", Detail: d.vault.Redact(err.Error())})
			return err
		}
		note(plan.Event{Operation: operation.ID(), State: "done"})
		return nil
	}
}
