package installer

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/schedule"
	"framagit.org/chatiere/chatiere/installer/site"
)

// RegularJob is what `tick` writes down of a regular job: its scheduler forgets
// all when it is restarted.
type RegularJob struct {
	Service string `json:"service"`
	Job     string `json:"regular"`
	schedule.Report
	// Before are the failures in a row of the schedulers before this one, which
	// go on until a run succeeds.
	Before int `json:"before"`
}

// with adds what a scheduler says now. Its failures count on from those of the
// one before.
func (r RegularJob) with(report schedule.Report) RegularJob {
	if !report.Started.Equal(r.Started) {
		r.Before = r.Failures
	}
	former := r.Report
	r.Report = report
	if !report.LastGood.IsZero() {
		return r
	}
	r.Failures += r.Before
	r.LastGood = former.LastGood
	if report.Last.IsZero() {
		r.Last, r.Took, r.Code, r.Problem = former.Last, former.Took, former.Code, former.Problem
	}
	return r
}

func (s State) regularJob(service, job string) RegularJob {
	var known RegularJob
	if !s.readRecord(jobRecord(service, job), &known) || known.Job != job {
		return RegularJob{Service: service, Job: job}
	}
	return known
}

// JobsError names the jobs that failed several times in a row, or that nothing
// runs any more.
type JobsError struct{ Faults []string }

// Error is for records; people are told by Sentence.
func (e *JobsError) Error() string {
	format, arguments := e.Sentence()
	return fmt.Sprintf(format, arguments...)
}

// Sentence is the error for package locale.
func (e *JobsError) Sentence() (string, []any) {
	return "Jobs need somebody: %s", []any{strings.Join(e.Faults, "; ")}
}

// Hint says where to read what they wrote.
func (e *JobsError) Hint() string { return "Read what it wrote: chatiere logs." }

// lookAtJobs writes down how the regular jobs of what was applied do. A job
// whose container does not run is for apply, as any other.
func (t *ticking) lookAtJobs(ctx context.Context) error {
	applied := t.request.State.applied()
	carriers := slices.DeleteFunc(applied.Containers(), func(container *site.Container) bool { return !container.Job.Regular() })
	if len(carriers) == 0 {
		return nil
	}
	containers, err := t.containers(ctx)
	if err != nil {
		return err
	}
	var faults []string
	var wrong []error
	for _, carrier := range carriers {
		existing := former(carrier, plan.Observed{Containers: containers})
		if existing == nil {
			continue
		}
		report, err := t.engine.Schedule(ctx, existing.ID)
		if err != nil {
			wrong = append(wrong, fmt.Errorf("%s: %w", carrier.FullName(), err))
			continue
		}
		known := t.request.State.regularJob(carrier.Service, carrier.Job.Name).with(report)
		wrong = append(wrong, t.request.State.writeRecord(jobRecord(carrier.Service, carrier.Job.Name), known))
		if known.Failures >= failuresToTell {
			faults = append(faults, fmt.Sprintf("%s/%s failed %d times in a row, last on %s: %s",
				carrier.Service, carrier.Job.Name, known.Failures, known.Last.Local().Format(time.DateTime), known.Problem))
		}
	}
	if len(faults) > 0 {
		wrong = append(wrong, &JobsError{Faults: faults})
	}
	return errors.Join(wrong...)
}
