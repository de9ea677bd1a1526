package preflight

import (
	"context"
	"net/netip"
)

// Run runs a program of the machine and gives what it prints. Its error wraps
// exec.ErrNotFound when the machine has no such program.
type Run func(ctx context.Context, program string, arguments ...string) ([]byte, error)

// Entrances is what must get through the machine's firewall.
type Entrances struct {
	Outside   []int        // ports that visitors come to; none when only this machine does
	Inside    []int        // ports that containers reach the gateway at
	Device    string       // interface that visitors come by
	Addresses []netip.Addr // the machine's own; a family without a public one is not judged
	Pool      netip.Prefix // of service networks; the zero Prefix: none yet, Inside is not judged
	Bridge    string       // a service network's interface; "": none exists yet
}

// Firewall reads the rules of iptables and nft, which ufw and firewalld use
// too, and warns of what they would drop, with the rule that is missing.
// Warnings only: rules may ask for what cannot be known from here, and a
// firewall of the hosting company cannot be seen at all.
func Firewall(ctx context.Context, run Run, entrances Entrances) []Finding {
	filters, err := readFilters(ctx, run)
	var findings []Finding
	if err != nil {
		findings = append(findings, warn(say("The firewall of this machine could not be read: %s.", err.Error()),
			say("Run the same command as root.")))
	}
	outside, within, elsewhere := &barrier{}, &barrier{}, &barrier{}
	for _, f := range filters {
		if f.nat {
			elsewhere.try(f, entrances.visitors(), entrances.Outside)
			continue
		}
		shut := outside.try(f, entrances.visitors(), entrances.Outside)
		// The rule that lets everybody in lets containers in, but where each
		// interface has rules of its own.
		if p, known := entrances.neighbour(); known && (!shut || f.tool == "firewalld") {
			within.try(f, []packet{p}, entrances.Inside)
		}
	}
	findings = append(findings, elsewhere.redirected()...)
	findings = append(findings, outside.fromOutside()...)
	return append(findings, within.fromContainers(entrances.Pool)...)
}

// visitors are packets of ordinary visitors, one a family that the machine has
// a public address of. Addresses kept for documentation are dropped by careful
// firewalls, so these are in ranges of an access provider.
func (e Entrances) visitors() []packet {
	var packets []packet
	for _, source := range []string{"2.0.0.1", "2a01:e00::1"} {
		p := packet{device: e.Device, source: netip.MustParseAddr(source)}
		for _, address := range e.Addresses {
			public := address.IsGlobalUnicast() && (address.Is4() || !address.IsPrivate())
			if address.Is4() == p.isIPv4() && public && !e.Pool.Contains(address) {
				p.destinations = append(p.destinations, address)
			}
		}
		if len(p.destinations) > 0 {
			packets = append(packets, p)
		}
	}
	return packets
}

// neighbour is a packet of a container to the host's address in its network.
func (e Entrances) neighbour() (packet, bool) {
	if !e.Pool.IsValid() {
		return packet{}, false
	}
	host := e.Pool.Masked().Addr().Next()
	device := e.Bridge
	if device == "" {
		device = "br-chatiere" // the engine's bridges begin so
	}
	return packet{device: device, source: host.Next(), destinations: []netip.Addr{host}}, true
}
