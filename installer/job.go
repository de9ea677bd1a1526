package installer

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"framagit.org/chatiere/chatiere/installer/engine"
	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/schedule"
	"framagit.org/chatiere/chatiere/installer/site"
)

// DoneJob is the record of a job that ran once and to its end. It is written
// when the job has ended and before its container goes: a killed run finds one
// of the two, so that a job is never left out, and is run again only when its
// container was removed by hand in that moment. A restore that makes a new
// generation of a volume writes that generation here, or the job is due again.
type DoneJob struct {
	Service string         `json:"service"`
	Job     string         `json:"job"`
	At      time.Time      `json:"at"`
	Took    string         `json:"took,omitempty"`
	Basis   string         `json:"basis,omitempty"`
	Volumes map[string]int `json:"volumes,omitempty"` // generations that it worked on
}

// jobRecord is the name of a job's record; no service has a dot in its name.
func jobRecord(service, job string) string { return "job-" + service + "." + job }

// JobError says that a job failed. Its output is for the operator alone: what
// goes to the journal is Error.
type JobError struct {
	Job         string // "wiki/migrate"
	Code        int
	Took        time.Duration
	OutOfMemory bool
	Output      string // last lines, secrets removed
}

// Error holds nothing of the output.
func (e *JobError) Error() string {
	return fmt.Sprintf("the job %s ended with exit code %d after %s", e.Job, e.Code, e.Took.Round(10*time.Millisecond))
}

// Sentence says the error with its code as a word, then the output.
func (e *JobError) Sentence() (string, []any) {
	took := e.Took.Round(10 * time.Millisecond).String()
	switch {
	case e.OutOfMemory:
		return "The job %s ended for want of memory after %s. Its last lines:\n%s", []any{e.Job, took, e.Output}
	case e.Code == schedule.CodeTimeout:
		return "The job %s was ended after %s: it took too long. Its last lines:\n%s", []any{e.Job, took, e.Output}
	}
	return "The job %s ended with the exit code %s after %s. Its last lines:\n%s", []any{e.Job, strconv.Itoa(e.Code), took, e.Output}
}

// runJob runs a job in its throw-away container, writes down that it was done,
// and removes the container.
func (p *Prepared) runJob(ctx context.Context, operation plan.Operation, note func(plan.Event)) error {
	carrier, id := operation.Container, operation.ID()
	progress := func(detail string) { note(plan.Event{Operation: id, State: "progress", Detail: detail}) }
	service := p.Site.Service(carrier.Service)
	ended, err := p.engine.RunJob(ctx, carrier, service.Networks, progress)
	if err != nil {
		return err
	}
	progress(fmt.Sprintf("exit code %d after %s", ended.Code, ended.Took.Round(10*time.Millisecond)))
	if ended.Code == 0 {
		if err := p.keepDone(service, carrier.Job, ended); err != nil {
			return err
		}
	}
	remove := keepingLogs(p.keeper(), p.request.Clock, p.engine.Do)
	err = remove(ctx, plan.Operation{Kind: plan.ContainerRemove, Target: carrier.FullName(), Object: ended.ID}, note)
	if ended.Code != 0 {
		return &JobError{Job: operation.Target, Code: ended.Code, Took: ended.Took, OutOfMemory: ended.OutOfMemory, Output: ended.Output}
	}
	return err
}

func (p *Prepared) keepDone(service *site.Service, job *site.Job, ended engine.Ended) error {
	done := DoneJob{
		Service: service.Name, Job: job.Name, At: p.request.Clock().UTC(), Took: ended.Took.String(),
		Basis: job.Basis, Volumes: map[string]int{},
	}
	for _, volume := range service.Volumes {
		if slices.Contains(job.Volumes, volume.Name) {
			done.Volumes[volume.Name] = volume.Generation
		}
	}
	return p.request.State.writeRecord(jobRecord(service.Name, job.Name), done)
}

// doneJobs reads what is known of the jobs of a site that run once.
func (s State) doneJobs(of *site.Site) map[string]plan.Done {
	known := map[string]plan.Done{}
	for _, service := range of.Services {
		for _, carrier := range service.Jobs {
			var done DoneJob
			if s.readRecord(jobRecord(service.Name, carrier.Job.Name), &done) && done.Job != "" {
				known[service.Name+"/"+carrier.Job.Name] = plan.Done{Basis: done.Basis, Volumes: done.Volumes}
			}
		}
	}
	return known
}

// createVolume forgets first what jobs did to a volume of that name: a run that
// is killed in between finds a volume that nothing was done to.
func (p *Prepared) createVolume(ctx context.Context, operation plan.Operation, note func(plan.Event)) error {
	if err := p.forgetJobs(operation.Volume); err != nil {
		return err
	}
	if err := p.engine.Do(ctx, operation, note); err != nil || operation.Volume.Service != "" {
		return err
	}
	return p.keepFilling()
}

func (p *Prepared) forgetJobs(volume *site.Volume) error {
	service := p.Site.Service(volume.Service)
	if service == nil {
		return nil // the probe's
	}
	for _, carrier := range service.Jobs {
		if !slices.Contains(carrier.Job.Volumes, volume.Name) {
			continue
		}
		path := filepath.Join(p.request.State.records(), jobRecord(service.Name, carrier.Job.Name)+".json")
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("forget the job %s: %w", carrier.Job.Name, err)
		}
	}
	return nil
}

// forgetService forgets what jobs did for a service whose data is destroyed.
func (s State) forgetService(service string) error {
	paths, err := filepath.Glob(filepath.Join(s.records(), jobRecord(service, "*")+".json"))
	if err != nil {
		return err
	}
	return removeFiles(paths)
}

// forgetPlaces leaves out of a record what a job's throw-away container is
// given anew in each run.
func forgetPlaces(shown *site.Site) {
	for _, service := range shown.Services {
		for _, carrier := range service.Jobs {
			carrier.Image.ID, carrier.Image.Digest = "", ""
			for i := range carrier.Networks {
				carrier.Networks[i].Address = ""
			}
		}
	}
}
