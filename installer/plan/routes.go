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
	case name == LogsKey:
		operation = decideLogs(operation, served, wanted)
	case wanted == "":
		operation.Kind, operation.Cause = RoutesRemove, "no longer in chaton.hcl"
	case served == "":
		operation.Cause = notServed
	}
	id := m.add(operation)
	if service != nil {
		m.ready[name+"/"] = []string{id}
	}
}

// decideLogs says in the plan what is kept from now on: what is kept no longer
// is deleted.
func decideLogs(operation Operation, served, wanted string) Operation {
	operation.Changes = []Change{{Field: "logs", Old: served, New: wanted}}
	operation.Cause = "decided in chaton.hcl"
	if wanted == "" {
		operation.Kind, operation.Cause = RoutesRemove, "no longer decided in chaton.hcl; what was kept is deleted"
	}
	return operation
}

// announce lets the gateway listen in a service's network before the first
// container that looks for it there starts: software asks at its start whom it
// was told of.
func (m *maker) announce(service *site.Service) []string {
	wanted, heard := m.want.Listeners[service.Name], m.have.Listeners[service.Name]
	if m.want.Gateway == nil || wanted == "" || wanted == heard {
		return nil
	}
	cause := notHeard
	if heard != "" {
		cause = "its network or the relay changed"
	}
	return []string{m.add(Operation{
		Kind: RoutesAdd, Target: service.Name, Cause: cause, Service: service,
		After: slices.Concat(m.grounds, m.gatewayReady()),
	})}
}

// heardFor lists what must have happened before a container starts that looks
// for names at the gateway.
func (m *maker) heardFor(wanted *site.Container) []string {
	if len(wanted.Hosts) == 0 {
		return nil
	}
	return m.heard
}

func (m *maker) publicSite() {
	m.switchRoutes("", nil)
	m.switchRoutes(LogsKey, nil)
}

// SiteTarget is the public site among services; no service can bear it.
const SiteTarget = "public site"

// LogsKey is the place of the gateway's logs in Want.Routes, and LogsTarget
// their name in operations; no service can bear either.
const (
	LogsKey    = "chaton.logs"
	LogsTarget = "logs of the gateway"
)

func routeTarget(name string) string {
	switch name {
	case "":
		return SiteTarget
	case LogsKey:
		return LogsTarget
	case NamesKey:
		return NamesTarget
	}
	return name
}
