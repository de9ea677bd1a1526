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
		if !m.have.Certificates[name] || m.replacesAuthority() {
			m.awaited(name, slices.Concat(m.switched(name), m.gatewayReady(), m.copied))
		}
	}
}

// Renewed is the cause of a copy that the next tick makes too.
const Renewed = "its file changed"

// AuthorityTarget names the chaton's own authority, of which there is one.
const AuthorityTarget = "authority"

// authority makes another root where the former may not vouch for every name.
// It is there before the gateway that signs with it, and before the volume that
// tells containers of it.
func (m *maker) authority() {
	if m.replacesAuthority() {
		cause := "the former may not vouch for every name"
		if m.have.Authority == "" {
			cause = "the former is lost"
		}
		m.prepared = append(m.prepared, m.add(Operation{
			Kind: AuthorityReplace, Target: AuthorityTarget, Cause: cause,
			Changes: []Change{{Field: "names", Old: m.have.Authority, New: m.want.Authority}},
		}))
	}
}

func (m *maker) replacesAuthority() bool { return m.want.Authority != m.have.Authority }

// copies hands the gateway what is new on the host, before it starts.
func (m *maker) copies() {
	for _, name := range sortedKeys(m.want.Copies) {
		wanted, given := m.want.Copies[name], m.have.Copies[name]
		if wanted == given {
			continue
		}
		cause := Renewed
		if given == "" {
			cause = notCopied
		}
		m.copied = append(m.copied, m.add(Operation{
			Kind: CertificateCopy, Target: name, Cause: cause, Changes: []Change{{Field: "certificate", Old: given, New: wanted}},
		}))
	}
}

// dropCopies takes back what no file is named for any more, once a gateway runs
// that does without.
func (m *maker) dropCopies() {
	for _, name := range sortedKeys(m.have.Copies) {
		if _, wanted := m.want.Copies[name]; !wanted {
			m.add(Operation{Kind: CertificateDrop, Target: name, Cause: "no longer in chaton.hcl", After: m.gatewayReady()})
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
