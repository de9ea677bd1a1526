package plan

import (
	"slices"
	"strconv"

	"framagit.org/chatiere/chatiere/installer/site"
)

// newPort is the cause of a public port that nobody has agreed to yet.
const newPort = "everybody reaches it from now on"

// publicPorts gives each public port that the lock file does not know for this
// service a line of its own, which a person agrees to once.
func (m *maker) publicPorts() {
	for _, port := range m.want.Site.PublicPorts() {
		agreed := m.have.Lock[site.PinOf(port.Port)]
		if agreed == port.Service {
			continue
		}
		operation := Operation{
			Kind: PortOpen, Target: port.Port, Cause: newPort,
			Service: m.want.Site.Service(port.Service), After: m.prepared,
		}
		if agreed != "" {
			operation.Cause = "it leads to another service"
			operation.Changes = []Change{{Field: "service", Old: agreed, New: port.Service}}
		}
		m.opened[port.Service] = append(m.opened[port.Service], m.add(operation))
	}
}

// unblocked lists what must have happened before a container can hold its ports
// of the host: they were agreed to, and whoever of ours has them lets go.
func (m *maker) unblocked(wanted *site.Container) []string {
	if len(wanted.Published) == 0 {
		return nil
	}
	return slices.Concat(m.opened[wanted.Service], m.letGo(wanted))
}

// letGo stops the containers of other names that hold a port which the wanted
// one is to have. Those of its own name make room by themselves.
func (m *maker) letGo(wanted *site.Container) []string {
	var stopped []string
	for _, existing := range m.have.Containers {
		if sameContainer(wanted, existing) || existing.stopped() || !existing.holdsAny(wanted.Published) {
			continue
		}
		stopped = append(stopped, m.add(Operation{
			Kind: ContainerStop, Target: existing.Service + "/" + existing.Container, Cause: "another one takes its port",
			Object: existing.ID, After: m.prepared,
		}))
	}
	return stopped
}

// holdsAny says that the engine keeps one of these ports of the host for the
// container.
func (c Container) holdsAny(published []site.Publish) bool {
	return slices.ContainsFunc(c.Ports, func(port Port) bool {
		return slices.ContainsFunc(published, func(publish site.Publish) bool { return publish.Has(port.Number, port.Protocol) })
	})
}

// Port is one port of the host.
type Port struct {
	Number   int
	Protocol string // "tcp", "udp"
}

// String is the port as people write it.
func (p Port) String() string { return strconv.Itoa(p.Number) + "/" + p.Protocol }
