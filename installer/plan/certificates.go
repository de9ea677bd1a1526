package plan

import (
	"slices"

	"framagit.org/chatiere/chatiere/installer/site"
)

// certificates waits for the names that have none yet. A name is never waited
// for before its route is served, since the CA asks on the same port, and never
// held by the routes of another service.
func (m *maker) certificates() {
	for _, name := range m.want.Certificates {
		if !m.have.Certificates[name] {
			m.add(Operation{
				Kind: CertificateWait, Target: name, Cause: "no certificate yet",
				After: slices.Concat(m.switched(name), m.gatewayReady()),
			})
		}
	}
}

// switched lists the switches of the routes that a name belongs to.
func (m *maker) switched(name string) []string {
	owner := m.ownerOf(name)
	var ids []string
	for _, operation := range m.plan.Operations {
		if operation.Kind == RoutesSwitch && operation.Target == routeTarget(owner) {
			ids = append(ids, operation.ID())
		}
	}
	return ids
}

// ownerOf is the service that answers at a name; the public site otherwise.
func (m *maker) ownerOf(name string) string {
	for _, service := range m.want.Site.Services {
		routed := slices.ContainsFunc(service.Routes, func(route *site.Route) bool { return route.Host == name })
		if routed || slices.Contains(service.Aliases, name) {
			return service.Name
		}
	}
	return ""
}
