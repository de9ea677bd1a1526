package plan

import (
	"slices"

	"framagit.org/chatiere/chatiere/installer/site"
)

// switchRoutes lets the gateway send visitors to a service as it is wanted now.
func (m *maker) switchRoutes(name string, service *site.Service) {
	wanted, served := m.want.Routes[name], m.have.Routes[name]
	if m.want.Gateway == nil || wanted == served {
		return
	}
	operation := Operation{
		Kind: RoutesSwitch, Target: routeTarget(name), Cause: "routes changed", Service: service, After: m.serving(service),
	}
	switch {
	case wanted == "":
		operation.Kind, operation.Cause, operation.Service = RoutesRemove, "no longer in chaton.hcl", nil
	case served == "":
		operation.Cause = "not served yet"
	}
	id := m.add(operation)
	if service != nil {
		m.ready[name+"/"] = []string{id}
	}
}

func (m *maker) publicSite() {
	m.switchRoutes("", nil)
}

// SiteTarget is the public site among services; no service can bear it.
const SiteTarget = "public site"

func routeTarget(name string) string {
	if name == "" {
		return SiteTarget
	}
	return name
}

// certificates waits for the names that have none yet. A name is never waited
// for before its route is served: the CA asks on the same port.
func (m *maker) certificates() {
	var after []string
	for _, operation := range m.plan.Operations {
		if operation.Kind == RoutesSwitch {
			after = append(after, operation.ID())
		}
	}
	for _, name := range m.want.Certificates {
		if !m.have.Certificates[name] {
			m.add(Operation{
				Kind: CertificateWait, Target: name, Cause: "no certificate yet",
				After: slices.Concat(after, m.gatewayReady()),
			})
		}
	}
}
