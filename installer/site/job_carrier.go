package site

import (
	"maps"
	"slices"
	"time"

	"framagit.org/chatiere/chatiere/installer/catalog"
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

// prepares says that the module has a job that runs before: since it may
// rewrite live data, no container of the service is ever rolled.
func (a *assembly) prepares() bool {
	return slices.ContainsFunc(a.module.Jobs, func(job *catalog.Job) bool {
		when, ok := constantText(job.When)
		return ok && when == JobBefore
	})
}

// jobs gives each job of the module its container. It comes last: what it has
// is what its container was given, limits of the operator's included.
func (a *assembly) jobs() {
	for _, declared := range a.module.Jobs {
		name := a.text(declared.Container, a.running, "")
		at := slices.IndexFunc(a.service.Containers, func(c *Container) bool { return c.Name == name && !c.Serves && c.Job == nil })
		if at < 0 {
			a.author(declared.Range, "Unknown container", "No container is named \""+name+"\".")
			continue
		}
		carrier := a.carrier(declared, a.service.Containers[at])
		if slices.ContainsFunc(a.service.Containers, func(c *Container) bool { return c.Name == carrier.Name }) {
			a.author(declared.Range, "Name of a job's container", "The job runs in a container named \""+carrier.Name+"\". Give the other one another name.")
			continue
		}
		if carrier.Job.Regular() {
			a.service.Containers = append(a.service.Containers, carrier)
		} else {
			a.service.Jobs = append(a.service.Jobs, carrier)
		}
	}
}

func (a *assembly) job(declared *catalog.Job, of *Container) *Job {
	job := &Job{
		Name: declared.Name, Container: of.Name,
		When:    a.text(declared.When, a.running, ""),
		Every:   a.text(declared.Every, a.running, ""),
		Timeout: a.duration(declared.Timeout, a.running, 5*time.Minute),
	}
	if (job.When == "") == (job.Every == "") || job.When != "" && job.When != JobBefore && job.When != JobOnce {
		a.author(declared.Range, "Wrong time of a job", "Write when = \"before\", when = \"once\", or every with a duration, \"daily\" or \"weekly\".")
		return job
	}
	if job.When != "" {
		job.Volumes = a.service.keptVolumes()
		job.Basis = of.Image.identity() + " " + of.Module
		return job
	}
	period, ok := periodOf(job.Every)
	if !ok {
		a.author(declared.Every.Range(), "Wrong duration", "Write hours, minutes and seconds, for example \"5m\", or \"daily\" or \"weekly\".")
		return job
	}
	job.Offset = offsetOf(a.service.Name+"/"+declared.Name, job.Every, period)
	return job
}

// keptVolumes leaves out what may be lost: caches.
func (s *Service) keptVolumes() []string {
	var kept []string
	for _, volume := range s.Volumes {
		if volume.Backup {
			kept = append(kept, volume.Name)
		}
	}
	return kept
}

// carrier is the container of a job. Nothing looks for it by its container's
// name, and no port of the host leads to it.
func (a *assembly) carrier(declared *catalog.Job, of *Container) *Container {
	a.mailNamed = false
	carrier := &Container{
		Service: of.Service, Name: jobPrefix + declared.Name, Module: of.Module,
		Image: of.Image, Entrypoint: a.command(declared.Command, a.running), User: of.User,
		Environment: maps.Clone(of.Environment), Files: slices.Clone(of.Files), Mounts: slices.Clone(of.Mounts),
		Tmpfs: slices.Clone(of.Tmpfs), ReadOnly: of.ReadOnly, Capabilities: slices.Clone(of.Capabilities),
		Memory: of.Memory, CPUs: of.CPUs, Pids: of.Pids, Egress: of.Egress,
		Update: "replace", StopGrace: of.StopGrace, Job: a.job(declared, of),
	}
	if stdin := a.text(declared.Stdin, a.running, ""); stdin != "" {
		carrier.Job.Stdin = JobStdin
		carrier.Files = append(carrier.Files, RenderedFile{Path: JobStdin, Content: stdin, Hash: hashOf(stdin), Mode: 0o400})
	}
	carrier.Mail = of.Mail || a.mailNamed
	carrier.After = []string{of.Name}
	if carrier.Job.When == JobBefore {
		carrier.After = a.service.serverNames()
	}
	if carrier.Job.Regular() {
		carrier.Health = Health{Kind: "schedule", Start: time.Minute, Interval: 30 * time.Second, Timeout: 5 * time.Second, Retries: 3}
	}
	return carrier
}

func (s *Service) serverNames() []string {
	var names []string
	servers, _, _ := s.Stages()
	for _, server := range servers {
		names = append(names, server.Name)
	}
	return names
}

// constantText is a string that is written out.
func constantText(expression hcl.Expression) (string, bool) {
	if expression == nil {
		return "", false
	}
	value, diags := expression.Value(nil)
	if diags.HasErrors() || value.IsNull() || value.Type() != cty.String {
		return "", false
	}
	return value.AsString(), true
}
