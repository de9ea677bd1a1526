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
	release, err := waitLock(ctx, request.State.lock(), request.holder())
	if err != nil {
		return nil, err
	}
	defer release()
	p, err := Prepare(ctx, request)
	if err != nil {
		return nil, err
	}
	err = p.confirm(confirmed)
	if err == nil {
		err = p.CheckNames(ctx)
	}
	if err == nil {
		err = p.CheckRoom(ctx)
	}
	if err != nil {
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
	return errors.Join(outcome, p.record(context.WithoutCancel(ctx), outcome == nil))
}

// begin writes what must be on disk before the first object exists: the
// identity that it carries, the key of its fingerprint, the addresses that it
// announces, the issuer that the gateway reads at its start.
func (p *Prepared) begin() error {
	if err := p.request.State.prepareFolders(p.identity); err != nil {
		return err
	}
	if err := p.keepAddresses(); err != nil {
		return err
	}
	if err := p.vault.Save(); err != nil {
		return err
	}
	if !p.ReplacesAuthority() {
		if err := p.request.State.writeRoot(p.Site, p.request.Clock()); err != nil {
			return err
		}
	}
	p.issuerBefore = p.request.State.issuerFile()
	return p.request.State.writeIssuer(p.agreedIssuer())
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
		p.done.Store(id, true)
		return nil
	}
	return &runner{do: do, undo: p.undo(do)}
}
