package plan

import (
	"slices"
	"strings"

	"framagit.org/chatiere/chatiere/installer/site"
)

// NamesKey is the place, in Want.Routes, of the names that services show a
// certificate of themselves, and NamesTarget what they are called in
// operations; no service can bear either.
const (
	NamesKey    = "chaton.names"
	NamesTarget = "names of services"
)

// ownNames has the gateway obtain certificates for names before anything waits
// for one: a route may come to them much later, or never.
func (m *maker) ownNames() {
	wanted, served := m.want.Routes[NamesKey], m.have.Routes[NamesKey]
	if m.want.Gateway == nil || wanted == served {
		return
	}
	operation := Operation{
		Kind: RoutesSwitch, Target: NamesTarget, Cause: "services that do their own TLS",
		Changes: []Change{{Field: "names", Old: served, New: wanted}}, After: m.gatewayReady(),
	}
	if wanted == "" {
		operation.Kind, operation.Cause = RoutesRemove, "no service does its own TLS any more"
	}
	m.told = []string{m.add(operation)}
}

// handed lists what must have happened before a container starts that shows
// certificates itself: the gateway has them, and the container's folder does.
// For a container that exists, only what is missing there is copied: what was
// renewed is for tick, which tells the software too.
func (m *maker) handed(wanted *site.Container, existing *Container) []string {
	missing := m.missing(wanted)
	if len(wanted.Certificates) == 0 || existing != nil && len(missing) == 0 {
		return nil
	}
	after := slices.Clone(m.prepared)
	for _, name := range wanted.CertificateHosts() {
		if !m.have.Certificates[name] || m.replacesAuthority() {
			after = append(after, m.awaited(name, slices.Concat(m.told, m.gatewayReady(), m.copied)))
		}
	}
	operation := Operation{
		Kind: CertificateGive, Target: wanted.FullName(), Cause: "for its own TLS", Container: wanted,
		After: slices.Concat(after, m.told),
	}
	if existing != nil {
		operation.Cause = "its certificates are missing"
		operation.Changes = []Change{{Field: "certificates", New: strings.Join(missing, ", ")}}
	}
	if existing != nil && existing.State == "running" {
		operation.Object = existing.ID
	}
	return []string{m.add(operation)}
}

// missing lists the names of which the container's folder has no certificate.
func (m *maker) missing(wanted *site.Container) []string {
	return slices.DeleteFunc(wanted.CertificateHosts(), func(name string) bool {
		return m.have.Given[wanted.FullName()+" "+name]
	})
}

// awaited waits for the certificate of a name.
func (m *maker) awaited(name string, after []string) string {
	cause := "no certificate yet"
	if m.replacesAuthority() {
		cause = "its authority is replaced"
	}
	return m.add(Operation{Kind: CertificateWait, Target: name, Cause: cause, After: after})
}
