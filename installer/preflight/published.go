package preflight

import (
	"net/netip"
	"strconv"
	"strings"
)

// PublishedPort is a port of this machine that a service is to have, at all
// addresses or on loopback only.
type PublishedPort struct {
	Service  string
	Number   int
	Protocol string // "tcp", "udp"
	Loopback bool
}

// String is the port as people write it.
func (p PublishedPort) String() string { return strconv.Itoa(p.Number) + "/" + p.Protocol }

// BusyPublished names who holds ports that services are to have. It reads the
// kernel's tables and opens nothing: an opened UDP port would take what is sent
// to it, and two looks at once would see each other. `name` is that of
// BusyPorts. Leave out the ports of containers of our own that run.
func BusyPublished(ports []PublishedPort, name func(id string) string) []Finding {
	tables := map[string][]socket{}
	var findings []Finding
	for _, port := range ports {
		if tables[port.Protocol] == nil {
			tables[port.Protocol] = socketsOf(port.Protocol)
		}
		findings = append(findings, busyPublished(port, tables[port.Protocol], name)...)
	}
	return findings
}

// busyPublished reports each holder once.
func busyPublished(port PublishedPort, sockets []socket, name func(id string) string) []Finding {
	var findings []Finding
	var holders []Owner
	families := map[Owner][]string{}
	for _, address := range addressesFor(port) {
		files := filesAmong(sockets, address, port.Number)
		if len(files) == 0 {
			continue
		}
		found := describe(holder(files), name)
		if families[found] == nil {
			holders = append(holders, found)
		}
		families[found] = append(families[found], familyOf(address))
	}
	for _, found := range holders {
		what, _ := held(port.String(), strings.Join(families[found], ", "), found)
		findings = append(findings, refuse(what, giveUp(port, found)))
	}
	return findings
}

// addressesFor are those where the engine opens a port. One at all addresses
// meets whoever holds any, one on loopback who holds that or all.
func addressesFor(port PublishedPort) []netip.Addr {
	if port.Loopback {
		return []netip.Addr{netip.AddrFrom4([4]byte{127, 0, 0, 1}), netip.IPv6Loopback()}
	}
	return []netip.Addr{netip.IPv4Unspecified(), netip.IPv6Unspecified()}
}

// giveUp says what can be done about a holder.
func giveUp(port PublishedPort, holder Owner) sentence {
	switch {
	case holder.Container != "" && !isAddress(holder.Container):
		return say("The service %s needs it. Stop that container (docker stop %s), or leave the service out of chaton.hcl.", port.Service, holder.Container)
	case holder.Unit != "":
		return say("The service %s needs it. Stop the other one for good (systemctl disable --now %s), or leave the service out of chaton.hcl.", port.Service, holder.Unit)
	}
	return say("The service %s needs it. Stop who holds it, or leave the service out of chaton.hcl.", port.Service)
}
