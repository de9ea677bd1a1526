package installer

import (
	"context"
	"strconv"
	"sync"

	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/schedule"
	"framagit.org/chatiere/chatiere/installer/site"
)

// failuresToTell is how many failures in a row raise an alarm.
const failuresToTell = 3

// JobStatus is one regular job of a service.
type JobStatus struct {
	Name  string `json:"name"`
	Every string `json:"every"`
	State string `json:"state"` // of the container that runs it
	schedule.Report
}

// Failing says that somebody is to look at the job.
func (j JobStatus) Failing() bool { return j.Failures >= failuresToTell }

// jobStatus asks the scheduler of each regular job, all at once. One that does
// not answer is told by what `tick` last wrote down.
func (p *Prepared) jobStatus(ctx context.Context, service *site.Service) []JobStatus {
	_, _, regular := service.Stages()
	jobs := make([]JobStatus, len(regular))
	var asked sync.WaitGroup
	for i, carrier := range regular {
		asked.Go(func() { jobs[i] = p.oneJob(ctx, carrier) })
	}
	asked.Wait()
	return jobs
}

func (p *Prepared) oneJob(ctx context.Context, carrier *site.Container) JobStatus {
	status := JobStatus{Name: carrier.Job.Name, Every: carrier.Job.Every, State: Absent}
	known := p.request.State.regularJob(carrier.Service, carrier.Job.Name)
	status.Report = known.Report
	existing := find(carrier, p.Have)
	if existing == nil {
		existing = former(carrier, p.Have)
	}
	if existing == nil {
		return status
	}
	status.State = p.stateOf(ctx, carrier, existing)
	if existing.State != "running" {
		return status
	}
	if report, err := p.engine.Schedule(ctx, existing.ID); err == nil {
		status.Report = known.with(report).Report
		if status.State == Starting {
			status.State = Running
		}
	}
	return status
}

// failingJobs names jobs that failed several times in a row.
func failingJobs(services []ServiceStatus) []plan.Sentence {
	var found []plan.Sentence
	for _, service := range services {
		for _, job := range service.Jobs {
			if job.Failing() {
				found = append(found, plan.Say("the job %s failed %s times in a row: %s", service.Name+"/"+job.Name, strconv.Itoa(job.Failures), job.Problem))
			}
		}
	}
	return found
}
