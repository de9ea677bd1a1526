package installer

import (
	"context"
	"errors"
	"fmt"
	"time"

	"framagit.org/chatiere/chatiere/installer/plan"
)

// task is one thing that `tick` does. A new one is one line of tasks.
type task struct {
	name   string
	rhythm rhythm
	do     func(t *ticking, ctx context.Context) error // a method of it
	urgent bool                                        // due whatever the rhythm says
}

func (t task) due(record Record, now time.Time) bool { return t.urgent || t.rhythm.due(record, now) }

// tasks is what there is to do over the days, in the order in which it is done
// when several are due: what people wait for comes first, and pages are
// measured after the night's work.
func tasks() []task {
	return []task{
		{name: "health", rhythm: everyTick, do: (*ticking).lookAtHealth},
		{name: "jobs", rhythm: everyTick, do: (*ticking).lookAtJobs},
		{name: "certificates", rhythm: everyTick, do: (*ticking).keepCertificates},
		{name: "logs", rhythm: nightly(1), do: (*ticking).keepLogs},
		{name: "refresh", rhythm: nightly(5), do: (*ticking).refresh},
	}
}

// Clockwork is what Tick needs to know of a chaton beside its state.
type Clockwork struct {
	Slug string
	// Installation reads chaton.hcl, or the given source in its stead, when a
	// task needs it. Others go on when the file is broken.
	Installation func(source []byte) (Request, error)
}

// Ticked is what one tick did.
type Ticked struct {
	Tasks []Done `json:"tasks"` // those that were due
}

// Done is one task that was tried, and its record since.
type Done struct {
	Record
	Err error `json:"-"` // the record's problem, to be said in the operator's language
}

// Tick does what is due and nothing else, under the run lock. It may be killed
// at any moment: a task whose record was not written is due again, and each is
// such that twice does no more than once. A task's failure stands in its
// record and keeps no other from being done. When another run is at work it is
// a *LockedError and nothing is done.
func Tick(ctx context.Context, request Request, clockwork Clockwork) (Ticked, error) {
	release, err := takeLock(request.State.lock(), request.holder())
	if err != nil {
		return Ticked{}, err
	}
	defer release()
	now := request.Clock()
	opened, err := stand(ctx, request, clockwork.Slug)
	if err != nil {
		return Ticked{}, errors.Join(err, request.State.failDue(err, now))
	}
	defer opened.Close()
	journal, err := openJournal(request.State.journal(), "tick-"+now.Format("2006-01"), request.Clock, opened.vault.Redact)
	if err != nil {
		return Ticked{}, err
	}
	defer journal.close()
	t := &ticking{standing: opened, clockwork: clockwork, now: now}
	ticked := Ticked{Tasks: []Done{}}
	for _, each := range request.State.duties() {
		record := request.State.record(each.name)
		if !each.due(record, now) {
			continue
		}
		done, err := t.perform(ctx, each, record, journal)
		if err != nil {
			return ticked, err
		}
		ticked.Tasks = append(ticked.Tasks, done)
	}
	return ticked, nil
}

// failDue writes down why nothing that is due could be done, so that the
// records tell a machine whose engine is down from one that nobody looks after.
func (s State) failDue(reason error, now time.Time) error {
	var wrong []error
	for _, each := range s.duties() {
		record := s.record(each.name)
		if !each.due(record, now) {
			continue
		}
		record.Last, record.Problem = now.UTC(), reason.Error()
		record.Next = each.rhythm.next(record, now.Location())
		wrong = append(wrong, s.writeRecord(each.name, record))
	}
	return errors.Join(wrong...)
}

// ticking is one tick under way.
type ticking struct {
	*standing
	clockwork Clockwork
	now       time.Time
	said      string // what a task did, for the journal
}

// perform does one task and writes its record. One that was cancelled is as if
// it had never begun.
func (t *ticking) perform(ctx context.Context, each task, record Record, journal *journal) (Done, error) {
	t.said = ""
	err := each.do(t, ctx)
	if ctx.Err() != nil {
		return Done{}, ctx.Err()
	}
	event := plan.Event{Operation: "tick " + each.name, State: "done", Detail: t.said}
	record.Last, record.Problem = t.now.UTC(), ""
	if err != nil {
		record.Problem = t.vault.Redact(err.Error())
		event.State, event.Detail = "failed", record.Problem
	} else {
		record.LastGood = record.Last
	}
	record.Next = each.rhythm.next(record, t.now.Location())
	journal.note(event)
	return Done{record, err}, t.request.State.writeRecord(each.name, record)
}

// keepLogs appends what is new of every container, and deletes what is older
// than was decided.
func (t *ticking) keepLogs(ctx context.Context) error {
	containers, err := t.containers(ctx)
	if err != nil {
		return err
	}
	k := t.keeper()
	var wrong []error
	lines := 0
	for _, container := range containers {
		kept, err := k.keep(ctx, loggedContainer(container), t.now)
		lines += kept
		wrong = append(wrong, err)
	}
	deleted, err := k.expire(t.now)
	visits, problem := t.request.State.expireVisits(t.now)
	t.said = fmt.Sprintf("%d lines kept, %d files deleted", lines, deleted+visits)
	return errors.Join(append(wrong, err, problem)...)
}

// keeper follows what chaton.hcl says now; while it is broken, what was
// applied.
func (t *ticking) keeper() *keeper {
	if request, err := t.clockwork.Installation(nil); err == nil {
		return &keeper{folder: t.request.State.logs(), source: t.engine, rule: ruleOf(request.File.Logs)}
	}
	return t.request.State.keeper(t.engine)
}

// refresh measures again and renews what is published, from the chaton.hcl that
// a person last published: what was written since is theirs to publish.
func (t *ticking) refresh(ctx context.Context) error {
	source, err := t.request.State.readPublished()
	if err != nil {
		return fmt.Errorf("renew the pages: %w", err)
	}
	if source == nil {
		t.said = "nothing was published yet"
		return nil
	}
	request, err := t.clockwork.Installation(source)
	if err != nil {
		return fmt.Errorf("renew the pages: %w", err)
	}
	prepared, err := Prepare(ctx, request)
	if err != nil {
		return fmt.Errorf("renew the pages: %w", err)
	}
	defer prepared.Close()
	published, err := prepared.render(ctx, true)
	if err != nil {
		return fmt.Errorf("renew the pages: %w", err)
	}
	t.said = fmt.Sprintf("%d documents, %d waiting", len(published.Documents), len(published.Waiting))
	return nil
}
