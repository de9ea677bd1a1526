package plan

import (
	"slices"

	"framagit.org/chatiere/chatiere/installer/site"
)

// removeReplaced removes the containers that a new one took the place of, once
// it is healthy and the gateway sends everybody to it (decision 4).
func (m *maker) removeReplaced(service *site.Service) {
	for _, wanted := range service.Containers {
		m.removeOthers(wanted, m.ready[service.Name+"/"])
	}
}

func (m *maker) removeOthers(wanted *site.Container, switched []string) {
	current := m.current(wanted)
	for i := range m.have.Containers {
		existing := &m.have.Containers[i]
		if !sameContainer(wanted, *existing) || (current != nil && existing.ID == current.ID) {
			continue
		}
		m.removeContainer(existing, "replaced", slices.Concat(m.settled(wanted), switched))
	}
}

func (m *maker) removeContainer(existing *Container, cause string, after []string) {
	target := existing.Service + "/" + existing.Container
	if existing.Service == "" {
		target = existing.Container
	}
	if !existing.stopped() {
		stop := Operation{Kind: ContainerStop, Target: target, Cause: cause, Object: existing.ID, After: m.drained(existing, target, after)}
		after = append(slices.Clone(after), m.add(stop))
	}
	m.add(Operation{Kind: ContainerRemove, Target: target, Cause: cause, Object: existing.ID, After: after})
}

// drained waits, before a container that visitors came to is stopped, until the
// gateway has no request of theirs under way to it (decision 4).
func (m *maker) drained(existing *Container, target string, after []string) []string {
	if m.want.Gateway != nil && sameContainer(m.want.Gateway, *existing) {
		return m.outlived(existing, after)
	}
	if m.want.Gateway == nil || !m.visited(existing) {
		return after
	}
	drain := Operation{
		Kind: RoutesDrain, Target: target, Cause: "requests under way", Object: existing.ID,
		After: slices.Concat(after, m.gatewayReady()),
	}
	return append(slices.Clone(after), m.add(drain))
}

// visited says that routes lead, or led, to the container.
func (m *maker) visited(existing *Container) bool {
	service := m.want.Site.Service(existing.Service)
	if service == nil && m.have.Applied != nil {
		service = m.have.Applied.Service(existing.Service)
	}
	return service != nil && existing.State == "running" &&
		slices.ContainsFunc(service.Routes, func(route *site.Route) bool { return route.Container == existing.Container })
}

// retire removes what no service of the site asks for any more, once every
// image is there (decision 7) and nobody fills the probe's volume: what a
// killed run left of that is taken up there. Volumes stay, with their secrets: only
// `destroy --data` names them.
func (m *maker) retire() {
	if m.want.Gateway != nil {
		m.retireGateway()
		m.retireRoutes()
	}
	for i := range m.have.Containers {
		existing := &m.have.Containers[i]
		left, running := m.leftOver(existing)
		switch {
		case left && !running:
			m.removeContainer(existing, "its job has run", m.prepared)
		case !left && !m.wanted(existing):
			m.removeContainer(existing, "no longer in chaton.hcl", slices.Concat(m.prepared, m.probe, m.ready[existing.Service+"/"]))
		}
	}
	m.retireNetworks()
}

// retireRoutes takes services that left chaton.hcl from the gateway, before
// their containers stop.
func (m *maker) retireRoutes() {
	for _, name := range m.served() {
		_, routed := m.want.Routes[name]
		_, heard := m.want.Listeners[name]
		if routed || heard || m.ready[name+"/"] != nil {
			continue
		}
		m.ready[name+"/"] = []string{m.add(Operation{
			Kind: RoutesRemove, Target: routeTarget(name), Cause: "no longer in chaton.hcl",
			After: slices.Concat(m.prepared, m.gatewayReady()),
		})}
	}
}

// served lists every service that the gateway has anything of.
func (m *maker) served() []string {
	known := map[string]bool{}
	for name := range m.have.Routes {
		known[name] = true
	}
	for name := range m.have.Listeners {
		known[name] = true
	}
	return sortedKeys(known)
}

func (m *maker) wanted(existing *Container) bool {
	for _, container := range m.want.containers() {
		if sameContainer(container, *existing) {
			return true
		}
	}
	return false
}

func (m *maker) retireNetworks() {
	wanted := map[string]bool{}
	for _, service := range m.want.Site.Services {
		for _, network := range service.Networks {
			wanted[network.Name] = true
		}
	}
	for _, network := range m.have.Networks {
		if !wanted[network.Name] {
			m.add(Operation{
				Kind: NetworkRemove, Target: network.Name, Cause: "no longer in chaton.hcl", Object: network.ID,
				Network: &site.Network{Service: network.Service, Name: network.Name}, After: m.removals(network.Service),
			})
		}
	}
}

func (m *maker) removals(service string) []string {
	var ids []string
	for _, operation := range m.plan.Operations {
		if operation.Kind == ContainerRemove && serviceOf(operation.Target) == service {
			ids = append(ids, operation.ID())
		}
	}
	return ids
}
