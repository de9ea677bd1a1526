package main

import (
	"strconv"

	"framagit.org/chatiere/chatiere/installer"
)

// jobs prints the regular jobs of a service: how often, how the last time
// ended, and when the next one is.
func (a *app) jobs(service string, jobs []installer.JobStatus) {
	for _, job := range jobs {
		a.facts(a.under(service, a.printer.Sayf("job %s", job.Name)), a.jobFacts(job))
	}
}

func (a *app) jobFacts(job installer.JobStatus) []string {
	facts := []string{a.rhythm(job.Every)}
	if job.State != installer.Running {
		facts = append(facts, a.printer.Say(job.State))
	}
	if job.Failures > 0 {
		facts = append(facts, a.printer.Sayf("failed %s times in a row: %s", strconv.Itoa(job.Failures), job.Problem))
	}
	if !job.Running.IsZero() {
		facts = append(facts, a.printer.Sayf("at work since %s", a.moment(job.Running)))
	}
	if !job.Last.IsZero() {
		facts = append(facts, a.printer.Sayf("last time %s", a.moment(job.Last)))
	}
	if job.Failures > 0 && !job.LastGood.IsZero() {
		facts = append(facts, a.printer.Sayf("last success %s", a.moment(job.LastGood)))
	}
	if !job.Next.IsZero() {
		facts = append(facts, a.printer.Sayf("next time %s", a.moment(job.Next)))
	}
	return facts
}

// rhythm says how often a job runs.
func (a *app) rhythm(every string) string {
	switch every {
	case "daily":
		return a.printer.Sayf("each night")
	case "weekly":
		return a.printer.Sayf("each week")
	}
	return a.printer.Sayf("every %s", every)
}
