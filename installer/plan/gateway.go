package plan

import (
	"slices"
	"strconv"
	"strings"

	"framagit.org/chatiere/chatiere/installer/site"
)

// beside says that a new gateway starts while the one before serves, and takes
// its sockets (decision 5). One that cannot hand them over as they are wanted
// holds ports that the new one needs, and stops first.
func (m *maker) beside(wanted *site.Container) bool {
	return wanted == m.want.Gateway && m.have.HandsOver
}

// enthrone ends a gateway that should have been replaced and serves again: the
// machine was started anew in the middle of a replacement, and the wanted one
// waits behind it.
func (m *maker) enthrone(wanted *site.Container, current Container) {
	if wanted != m.want.Gateway || !m.have.Behind || m.have.Serving == current.ID {
		return // it serves, or is about to
	}
	for _, existing := range m.have.Containers {
		if existing.ID == m.have.Serving && sameContainer(wanted, existing) {
			stopped := m.add(Operation{
				Kind: ContainerStop, Target: wanted.FullName(), Cause: "makes room for its replacement",
				Container: wanted, Object: existing.ID, Replaces: existing.ID,
			})
			m.wait(wanted, stopped, current.ID)
		}
	}
}

// retireGateway removes gateways that were replaced, once they have ended what
// visitors asked of them. One that an earlier run left to its long downloads is
// left to them still.
func (m *maker) retireGateway() {
	wanted := m.want.Gateway
	current := m.current(wanted)
	for i := range m.have.Containers {
		existing := &m.have.Containers[i]
		replaced := sameContainer(wanted, *existing) && (current == nil || existing.ID != current.ID)
		if replaced && !slices.Contains(m.have.Lasting, existing.ID) {
			m.removeContainer(existing, "replaced", m.settled(wanted))
		}
	}
}

// outlived waits, before a gateway whose place another took is stopped, until
// its requests have ended.
func (m *maker) outlived(existing *Container, after []string) []string {
	behind := m.have.Serving != "" && m.have.Serving != existing.ID
	if existing.State != "running" || !behind && !m.have.HandsOver {
		return after
	}
	return append(slices.Clone(after), m.add(Operation{
		Kind: RoutesDrain, Target: existing.Container, Cause: "requests under way", Object: existing.ID,
		Container: m.want.Gateway, After: after,
	}))
}

// gatewayChanges lists what chaton.hcl says otherwise of the gateway than at the
// last apply. It has no record of its own.
func (m *maker) gatewayChanges() []Change {
	if m.have.Applied == nil || m.want.Shown == nil {
		return nil
	}
	before, after := gatewayFields(m.have.Applied), gatewayFields(m.want.Shown)
	var changes []Change
	for i, field := range before {
		if field.value != after[i].value {
			changes = append(changes, Change{Field: field.name, Old: field.value, New: after[i].value})
		}
	}
	return changes
}

func gatewayFields(s *site.Site) []field {
	return []field{
		{"mode", s.Gateway.Mode},
		{"listen", strings.Join(s.Gateway.Listen, " ")},
		{"http", strconv.Itoa(s.Gateway.HTTP)},
		{"https", strconv.Itoa(s.Gateway.HTTPS)},
		{"trusted", strings.Join(s.Gateway.Trusted, " ")},
		{"issuer", s.TLS.Issuer},
		{"directory", s.TLS.Directory},
	}
}
