package plan

import (
	"slices"

	"framagit.org/chatiere/chatiere/installer/site"
)

// Make compares what must run with what runs. The same arguments give the same
// plan; two equal sides give an empty one.
//
// The order is decision 7's: every image is there before the first container
// changes. Then networks, volumes and secrets; then each container, databases
// first; then routes and certificates; last what is no longer wanted, and the
// lock file.
func Make(want Want, have Observed) Plan {
	m := maker{want: want, have: have, ready: map[string][]string{}, opened: map[string][]string{}}
	m.refuseForeign()
	m.refuseShared()
	m.refuseLost()
	m.refuseUnprepared()
	if len(m.plan.Problems) > 0 {
		return m.plan
	}
	m.plan.services = serviceNames(want.Site)
	m.modules()
	m.images()
	m.authority()
	m.copies()
	m.volume(want.Probe)
	m.refill()
	for _, service := range want.Site.Services {
		m.ground(service)
	}
	if want.Gateway != nil {
		m.container(nil, want.Gateway)
	}
	m.publicPorts()
	m.ownNames()
	for _, service := range want.Site.Services {
		m.service(service)
	}
	m.publicSite()
	m.certificates()
	m.retire()
	m.dropCopies()
	m.prune()
	m.retagged()
	m.uncovered()
	m.timer()
	m.lock()
	m.plan.kept = m.kept()
	return m.plan
}

// maker is one run of Make.
type maker struct {
	builder
	want Want
	have Observed

	prepared []string            // IDs of image operations: before any container
	ready    map[string][]string // container's full name -> IDs to wait for
	grounds  []string            // IDs of the current service's networks, volumes, secrets
	probe    []string            // IDs that fill the probe's volume
	heard    []string            // IDs that let the gateway hear the current service's containers
	migrated []string            // IDs of jobs before the current service's own containers
	ran      []string            // IDs of its jobs that run once
	copied   []string            // IDs that hand certificates to the gateway
	opened   map[string][]string // service -> IDs of its new public ports
	told     []string            // IDs that tell the gateway of names without a route
}

// refuseForeign stops at objects that bear our names without our label, and at
// objects that another state folder answers for (decision 2).
func (m *maker) refuseForeign() {
	for _, foreign := range m.have.Foreign {
		m.problem(Say(foreignFormat(foreign.Kind), foreign.Name),
			Say("rename or remove it yourself, or choose another name for the chaton or the service"))
	}
	for _, id := range sortedKeys(m.have.States) {
		m.plan.Problems = append(m.plan.Problems, Elsewhere(m.want.Site.Slug, id, m.have.States[id]))
	}
}

// Elsewhere is the problem of objects that another state folder answers for.
func Elsewhere(slug, id, folder string) Problem {
	return Problem{
		What: Say("objects of chaton %s belong to another state (%s), kept in %s", slug, id, folder),
		Hint: Say("restore the folder %s, or pass it with --state", folder),
	}
}

func foreignFormat(kind string) string {
	switch kind {
	case "network":
		return "a network named %s exists and was not made by chatiere"
	case "volume":
		return "a volume named %s exists and was not made by chatiere"
	}
	return "a container named %s exists and was not made by chatiere"
}

// refuseShared stops at two services whose objects would bear one name
// (network "-out" of wiki, network of wiki-out): they would meet in it.
func (m *maker) refuseShared() {
	owners := map[string]string{}
	claim := func(kind, name, service string) {
		if owner, taken := owners[kind+name]; taken && owner != service {
			m.problem(Say("the services %s and %s would share %s", owner, service, name),
				Say("give one of the two services another name"))
		}
		owners[kind+name] = service
	}
	for _, service := range m.want.Site.Services {
		for _, network := range service.Networks {
			claim("network", network.Name, service.Name)
		}
		for _, volume := range service.Volumes {
			claim("volume", volume.ObjectName, service.Name)
		}
	}
}

// ground makes what a service's containers stand on.
func (m *maker) ground(service *site.Service) {
	for _, network := range service.Networks {
		if !m.hasNetwork(network.Name) {
			m.add(Operation{
				Kind: NetworkCreate, Target: network.Name, Cause: "no such network", Network: network,
				Changes: changeTo("subnet", network.Subnet),
			})
		}
	}
	secrets := m.secrets(service)
	for _, volume := range service.Volumes {
		m.volume(volume, secrets...)
	}
}

// secrets plans those of a service that are to be made up. Its volumes wait for
// them: a volume without its secret then always means that the secret was lost.
func (m *maker) secrets(service *site.Service) []string {
	var ids []string
	for _, secret := range service.Secrets {
		key := service.Name + "/" + secret.Name
		if !m.have.Secrets[key] {
			ids = append(ids, m.add(Operation{Kind: SecretCreate, Target: key, Cause: "no such secret"}))
		}
	}
	return ids
}

// changeTo is the change of a field that had no value; none when it gets none.
func changeTo(field, value string) []Change {
	if value == "" {
		return nil
	}
	return []Change{{Field: field, New: value}}
}

func (m *maker) volume(volume *site.Volume, after ...string) {
	if volume == nil {
		return
	}
	for _, existing := range m.have.Volumes {
		if existing.Name == volume.ObjectName {
			return
		}
	}
	operation := Operation{Kind: VolumeCreate, Target: volume.ObjectName, Cause: "no such volume", Volume: volume, After: after}
	if m.wasApplied(volume) {
		operation.Cause = "it was removed by hand; the new one is empty"
	}
	if volume == m.want.Probe {
		operation.After = m.prepared // it is filled from the kit's image
		m.probe = []string{m.add(operation)}
		return
	}
	m.add(operation)
}

// service plans the containers of one service and hangs its routes on them.
func (m *maker) service(service *site.Service) {
	m.grounds = m.groundsOf(service)
	m.heard = m.announce(service)
	m.containers(service)
	m.switchRoutes(service.Name, service)
	m.removeReplaced(service)
}

// groundsOf lists the operations of this plan that the service stands on.
func (m *maker) groundsOf(service *site.Service) []string {
	var ids []string
	for _, operation := range m.plan.Operations {
		switch {
		case operation.Network != nil && operation.Network.Service == service.Name,
			operation.Volume != nil && operation.Volume.Service == service.Name,
			operation.Kind == SecretCreate && serviceOf(operation.Target) == service.Name:
			ids = append(ids, operation.ID())
		}
	}
	return ids
}

func (m *maker) afterOf(service *site.Service, container *site.Container) []string {
	var ids []string
	if service == nil {
		return m.copied
	}
	for _, other := range service.Containers {
		if slices.Contains(container.After, other.Name) {
			ids = append(ids, m.settled(other)...)
		}
	}
	return append(ids, m.ranFor(container)...)
}

// serving lists what must have happened before the gateway sends anybody to
// the service: the gateway itself, its containers healthy, and what runs once.
// Nobody waits for a regular job.
func (m *maker) serving(service *site.Service) []string {
	ids := append([]string(nil), m.gatewayReady()...)
	if service == nil {
		return ids
	}
	for _, container := range service.Containers {
		if container.Job == nil {
			ids = append(ids, m.settled(container)...)
		}
	}
	return append(ids, m.ran...)
}

func (m *maker) gatewayReady() []string {
	if m.want.Gateway == nil {
		return nil
	}
	return m.settled(m.want.Gateway)
}

func (m *maker) hasNetwork(name string) bool {
	for _, network := range m.have.Networks {
		if network.Name == name {
			return true
		}
	}
	return false
}
