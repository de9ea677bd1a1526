package site

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"framagit.org/chatiere/chatiere/installer/catalog"
)

// mostPublished bounds a range: each port costs two processes of the engine.
const mostPublished = 20

// Publish leads from ports of the host to as many ports of a container, one to
// one: what is no HTTP, and does not pass through the gateway.
type Publish struct {
	Name      string
	HostPort  int // the first
	Port      int // of the container, the first
	Count     int
	Protocols []string // "tcp", "udp"
	Loopback  bool     // this machine alone reaches it; else everybody
	// Addresses are where the ports are opened, allotted; none means all of the
	// machine.
	Addresses []string `json:",omitempty"`
}

// Last is the last port of the host.
func (p Publish) Last() int { return p.HostPort + p.Count - 1 }

// PortText is how people write ports of one protocol: "5222/tcp",
// "40000-40019/udp".
func (p Publish) PortText(protocol string) string {
	text := strconv.Itoa(p.HostPort)
	if p.Count > 1 {
		text += "-" + strconv.Itoa(p.Last())
	}
	return text + "/" + protocol
}

// String is all that the engine is told of it, for people and for a spec.
func (p Publish) String() string {
	var texts []string
	for _, protocol := range p.Protocols {
		texts = append(texts, p.PortText(protocol))
	}
	text := strings.Join(texts, " ")
	if p.Port != p.HostPort {
		text += " to " + strconv.Itoa(p.Port)
	}
	if p.Loopback {
		text += " (loopback)"
	}
	return text
}

// Shares says that both want a port of the host.
func (p Publish) Shares(other Publish) bool {
	protocol := func(name string) bool { return slices.Contains(other.Protocols, name) }
	return slices.ContainsFunc(p.Protocols, protocol) && p.HostPort <= other.Last() && other.HostPort <= p.Last()
}

// Has says that a port of that protocol is among those of the host.
func (p Publish) Has(port int, protocol string) bool {
	return slices.Contains(p.Protocols, protocol) && p.HostPort <= port && port <= p.Last()
}

// Publish finds a `publish` block of the service's module by its name, nil when
// there is none.
func (s *Service) Publish(name string) *Publish {
	for _, container := range s.Containers {
		for i := range container.Published {
			if container.Published[i].Name == name {
				return &container.Published[i]
			}
		}
	}
	return nil
}

// publishes resolves the `publish` blocks of the module, for its containers to
// take up as they are made.
func (a *assembly) publishes() {
	a.published, a.certified = map[string][]Publish{}, map[string][]CertificateFolder{}
	for _, declared := range a.module.Publishes {
		container := a.text(declared.Container, a.shaping, "")
		if declared.Port == nil && !a.hasContainer(container) {
			a.author(declared.Range, "Unknown container", "No container is named \""+container+"\".")
		}
		publish, right := a.publish(declared, container)
		if !right {
			continue
		}
		a.claimPorts(declared, publish)
		a.published[container] = append(a.published[container], publish)
		a.certificateFolder(declared, container)
	}
}

// publish is one block; false after a complaint.
func (a *assembly) publish(declared *catalog.Publish, container string) (Publish, bool) {
	publish := Publish{Name: declared.Name, Count: 1, Protocols: a.protocols(declared), Loopback: a.block.Published == "loopback"}
	if declared.Ports != nil {
		first, last, right := portsOf(a.text(declared.Ports, a.shaping, ""))
		if !right || declared.HostPort != nil {
			a.author(declared.Range, "Wrong ports",
				fmt.Sprintf("Write the first and the last of at most %d ports, for example \"40000-40019\", and no host_port: a range is published one to one.", mostPublished))
			return publish, false
		}
		publish.HostPort, publish.Port, publish.Count = first, first, last-first+1
		return publish, true
	}
	publish.Port = a.portOf(declared.Range, container, a.text(declared.Port, a.shaping, ""))
	publish.HostPort = int(a.whole(declared.HostPort, a.shaping, int64(publish.Port), 1, 65535))
	return publish, publish.Port != 0
}

// protocols are sorted, so that no order of words replaces a container.
func (a *assembly) protocols(declared *catalog.Publish) []string {
	protocols := a.list(declared.Protocols, a.shaping)
	if protocols == nil {
		return []string{"tcp"}
	}
	wrong := func(name string) bool { return name != "tcp" && name != "udp" }
	if len(protocols) == 0 || slices.ContainsFunc(protocols, wrong) {
		a.author(declared.Protocols.Range(), "Wrong protocols", "Write \"tcp\", \"udp\" or both.")
	}
	slices.Sort(protocols)
	return slices.Compact(protocols)
}

// portsOf reads "40000-40019", or a single port.
func portsOf(text string) (first, last int, right bool) {
	from, to, ranged := strings.Cut(text, "-")
	if !ranged {
		to = from
	}
	low, err := strconv.ParseUint(from, 10, 16)
	high, wrong := strconv.ParseUint(to, 10, 16)
	if err != nil || wrong != nil || low == 0 || high < low || high-low >= mostPublished {
		return 0, 0, false
	}
	return int(low), int(high), true
}

func (a *assembly) hasContainer(name string) bool {
	return slices.ContainsFunc(a.module.Containers, func(c *catalog.Container) bool { return c.Name == name })
}
