package installer

import (
	"context"
	"errors"
	"os"
	"os/user"

	"framagit.org/chatiere/chatiere/installer/plan"
)

// ChangedError says that the state observed under the lock gives another plan
// than the one that was confirmed. Plan is the new one, to be shown and asked.
type ChangedError struct{ Plan plan.Plan }

// Error is for a log; people are shown the new plan.
func (e *ChangedError) Error() string { return "the situation changed since the plan was shown" }

// ProblemError says why a plan cannot be performed.
type ProblemError struct {
	Problems []plan.Problem
	// Lost says that the state folder is not the one which the objects on the
	// engine belong to: every command stops (design/chaton.md, "State").
	Lost bool
}

// Error is the first problem; Problems has them all.
func (e *ProblemError) Error() string { return e.Problems[0].What.String() }

// Hint says what to do about the first problem.
func (e *ProblemError) Hint() string { return e.Problems[0].Hint.String() }

// Apply performs the plan whose ID was confirmed: it takes the run lock,
// prepares again and refuses with a *ChangedError when the plan is another one.
// note gets every event. The outcome is nil, a *FailedError, a *LockedError or
// the context's error; afterwards the returned preparation describes what was
// wanted.
func Apply(ctx context.Context, request Request, confirmed string, note func(plan.Event)) (*Prepared, error) {
	if err := os.MkdirAll(request.State.Folder, 0o700); err != nil {
		return nil, err
	}
	release, err := takeLock(request.State.lock(), request.holder())
	if err != nil {
		return nil, err
	}
	defer release()
	p, err := Prepare(ctx, request)
	if err != nil {
		return nil, err
	}
	if err := p.confirm(confirmed); err != nil {
		p.Close()
		return nil, err
	}
	return p, p.perform(ctx, note)
}

func (r Request) holder() Holder {
	holder := Holder{Command: r.Command, Process: os.Getpid(), Since: r.Clock(), User: "?"}
	if current, err := user.Current(); err == nil {
		holder.User = current.Username
	}
	return holder
}

func (p *Prepared) confirm(confirmed string) error {
	if len(p.Plan.Problems) > 0 {
		return &ProblemError{Problems: p.Plan.Problems}
	}
	if p.Plan.ID() != confirmed {
		return &ChangedError{p.Plan}
	}
	return nil
}

// perform runs the plan and records what was applied.
func (p *Prepared) perform(ctx context.Context, note func(plan.Event)) error {
	if p.Plan.Empty() {
		return nil
	}
	if err := p.begin(); err != nil {
		return err
	}
	journal, err := openJournal(p.request.State.journal(), p.run, p.request.Clock, p.vault.Redact)
	if err != nil {
		return err
	}
	defer journal.close()
	tell := func(event plan.Event) {
		event.Detail = p.vault.Redact(event.Detail)
		journal.note(event)
		note(event)
	}
	outcome := p.runner(tell).run(ctx, p.Plan.Operations)
	// What was reached is recorded whatever the outcome: generations of
	// volumes must be known to the next run.
	return errors.Join(outcome, p.record())
}

// begin writes what must be on disk before the first object exists: the
// identity that it carries, the key of its fingerprint, the issuer that the
// gateway reads at its start.
func (p *Prepared) begin() error {
	if err := p.request.State.prepareFolders(p.identity); err != nil {
		return err
	}
	if err := p.vault.Save(); err != nil {
		return err
	}
	return p.request.writeIssuer(p.Site)
}

func (p *Prepared) runner(tell func(plan.Event)) *runner {
	table := p.performers()
	do := func(ctx context.Context, operation plan.Operation) error {
		id := operation.ID()
		tell(plan.Event{Operation: id, State: "started"})
		if err := table[operation.Kind](ctx, operation, tell); err != nil {
			tell(plan.Event{Operation: id, State: "failed", Detail: err.Error()})
			return err
		}
		tell(plan.Event{Operation: id, State: "done"})
		return nil
	}
	return &runner{do: do, undo: p.undo(do)}
}

// undo puts the old container back into service after its replacement failed:
// the new one stops, the old one starts, the new one is removed. The routes
// were not touched, since they switch only after health.
func (p *Prepared) undo(do func(context.Context, plan.Operation) error) func(context.Context, plan.Operation) bool {
	return func(ctx context.Context, failed plan.Operation) bool {
		have, err := p.engine.Observe(ctx, p.Site.Slug, nil)
		if err != nil {
			return false
		}
		for _, existing := range have.Containers {
			if !isNew(existing, failed) {
				continue
			}
			stop := plan.Operation{Kind: plan.ContainerStop, Target: failed.Target, Object: existing.ID, Container: failed.Container}
			if do(ctx, stop) != nil {
				return false
			}
			defer func() {
				_ = do(ctx, plan.Operation{Kind: plan.ContainerRemove, Target: failed.Target, Object: existing.ID})
			}()
		}
		start := plan.Operation{Kind: plan.ContainerStart, Target: failed.Target, Object: failed.Replaces, Container: failed.Container}
		return do(ctx, start) == nil
	}
}

// isNew says that the container is the replacement that failed: the old one may
// have the same spec, when it was changed by hand.
func isNew(existing plan.Container, failed plan.Operation) bool {
	wanted := failed.Container
	return existing.ID != failed.Replaces &&
		existing.Service == wanted.Service && existing.Container == wanted.Name && existing.Spec == wanted.Spec
}

// record writes site.json: the applied site, secrets replaced by names.
func (p *Prepared) record() error {
	document, err := p.Site.Document(p.vault)
	if err != nil {
		return err
	}
	return ReplaceFile(p.request.State.site(), document, 0o600)
}
