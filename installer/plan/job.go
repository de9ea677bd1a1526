package plan

import (
	"slices"

	"framagit.org/chatiere/chatiere/installer/site"
)

// The causes of a job that runs once.
const (
	beforeFirst = "before the first start"
	onceFirst   = "after the first start"
)

// Done is what is known of a job that ran to its end.
type Done struct {
	Basis   string         // site.Job.Basis then
	Volumes map[string]int // volume -> generation that it worked on
}

// refuseUnprepared stops at a container whose image or module would change
// while a job must run before: that may rewrite live data, and only an upgrade
// takes a snapshot first.
func (m *maker) refuseUnprepared() {
	for _, service := range m.want.Site.Services {
		for _, carrier := range service.Jobs {
			done, known := m.have.Jobs[jobName(carrier)]
			if carrier.Job.When != site.JobBefore || !known || m.lost(service, done) || done.Basis == carrier.Job.Basis {
				continue
			}
			m.problem(Say("the image of %s would change, and its job %s may rewrite live data", service.Name+"/"+carrier.Job.Container, carrier.Job.Name),
				Say("chatiere upgrade %s takes a snapshot first; apply does not", service.Name))
		}
	}
}

// jobName is how people and records call a job: "wiki/migrate".
func jobName(carrier *site.Container) string { return carrier.Service + "/" + carrier.Job.Name }

// lost says that a volume which the job worked on is another one now, so that
// what it did is gone with it.
func (m *maker) lost(service *site.Service, done Done) bool {
	return slices.ContainsFunc(service.Volumes, func(volume *site.Volume) bool {
		generation, worked := done.Volumes[volume.Name]
		return worked && (generation != volume.Generation || !m.hasVolume(volume.ObjectName))
	})
}

// due says whether a job that runs once is to run. Where the record was lost, a
// container that ran already says that its job before did.
func (m *maker) due(service *site.Service, carrier *site.Container) bool {
	done, known := m.have.Jobs[jobName(carrier)]
	if known {
		return m.lost(service, done)
	}
	return carrier.Job.When == site.JobOnce || !slices.ContainsFunc(m.have.Containers, func(existing Container) bool {
		return existing.Service == service.Name && existing.Container == carrier.Job.Container && existing.State != "created"
	})
}

// before plans the jobs that run before the service's own containers start,
// one after the other, and returns their IDs.
func (m *maker) before(service *site.Service) []string {
	var ids []string
	for _, carrier := range service.Jobs {
		if carrier.Job.When == site.JobBefore && m.due(service, carrier) {
			ids = append(ids, m.run(service, carrier, beforeFirst, ids))
		}
	}
	return ids
}

// once plans the jobs that run when the service's own containers are healthy,
// and returns their IDs.
func (m *maker) once(service *site.Service) []string {
	var ids []string
	for _, carrier := range service.Jobs {
		if carrier.Job.When == site.JobOnce && m.due(service, carrier) {
			ids = append(ids, m.run(service, carrier, onceFirst, ids))
		}
	}
	return ids
}

func (m *maker) run(service *site.Service, carrier *site.Container, cause string, after []string) string {
	return m.add(Operation{
		Kind: JobRun, Target: jobName(carrier), Cause: cause, Container: carrier,
		After: slices.Concat(m.prepared, m.probe, m.grounds, m.heardFor(carrier), m.afterOf(service, carrier), after),
	})
}

// containers plans those of a service, and the jobs between them: databases,
// what runs before, the service's own, what runs once, regular jobs.
func (m *maker) containers(service *site.Service) {
	servers, own, regular := service.Stages()
	m.migrated, m.ran = nil, nil
	for _, container := range servers {
		m.container(service, container)
	}
	m.migrated = m.before(service)
	for _, container := range own {
		m.container(service, container)
	}
	m.ran = m.once(service)
	for _, container := range regular {
		m.container(service, container)
	}
}

// ranFor lists the jobs that a container waits for before it starts.
func (m *maker) ranFor(wanted *site.Container) []string {
	switch {
	case wanted.Serves, wanted.Job.ThrowsAway():
		return nil
	case wanted.Job.Regular():
		return m.ran
	}
	return m.migrated
}

// leftOver says that a container is one that a job was run in and that nobody
// lived to remove; running says that this plan runs the job and takes it up.
func (m *maker) leftOver(existing *Container) (left, running bool) {
	service := m.want.Site.Service(existing.Service)
	if service == nil {
		return false, false
	}
	for _, carrier := range service.Jobs {
		if !sameContainer(carrier, *existing) {
			continue
		}
		return true, m.ids[(Operation{Kind: JobRun, Target: jobName(carrier)}).ID()]
	}
	return false, false
}
