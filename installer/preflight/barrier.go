package preflight

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"
)

// barrier gathers what the filters drop on one side of the machine.
type barrier struct{ shut []shut }

// shut is what one tool must open.
type shut struct {
	tool     string
	places   []string // filter.where
	families []string
	ports    []int
}

// try sends packets to each port through a filter, and says whether one was
// dropped.
func (b *barrier) try(f filter, packets []packet, ports []int) bool {
	dropped := false
	for _, p := range packets {
		for _, port := range ports {
			p.port = port
			if f.sees(p) && f.chains.drops(f.base, p) {
				dropped = true
				b.note(f, familyOf(p.source), port)
			}
		}
	}
	return dropped
}

func (b *barrier) note(f filter, family string, port int) {
	at := slices.IndexFunc(b.shut, func(known shut) bool { return known.tool == f.tool })
	if at < 0 {
		at = len(b.shut)
		b.shut = append(b.shut, shut{tool: f.tool})
	}
	found := &b.shut[at]
	found.places = once(found.places, f.where)
	found.families = once(found.families, family)
	found.ports = once(found.ports, port)
}

// once adds what the list has not yet.
func once[T comparable](list []T, added T) []T {
	if slices.Contains(list, added) {
		return list
	}
	return append(list, added)
}

func (b *barrier) fromOutside() []Finding {
	var findings []Finding
	for _, s := range b.shut {
		what := say("The firewall of this machine (%s) drops what comes from outside to port %s (%s).",
			s.tool, portList(s.ports, ", "), strings.Join(s.families, ", "))
		findings = append(findings, warn(what, s.opening(netip.Prefix{})))
	}
	return findings
}

func (b *barrier) redirected() []Finding {
	var findings []Finding
	for _, s := range b.shut {
		what := say("A rule of this machine (table nat) sends elsewhere what comes from outside to port %s (%s): it would not reach the gateway.",
			portList(s.ports, ", "), strings.Join(s.families, ", "))
		findings = append(findings, warn(what,
			say("Stop what made the rule: a container that publishes the port, Kubernetes, a virtual machine. The rules: %s-save -t nat", strings.Join(s.places, "-save -t nat; "))))
	}
	return findings
}

func (b *barrier) fromContainers(pool netip.Prefix) []Finding {
	var findings []Finding
	for _, s := range b.shut {
		what := say("The firewall of this machine (%s) drops what its containers (%s) send to the gateway, port %s: no service would reach another, nor its own public name.",
			s.tool, pool.String(), portList(s.ports, ", "))
		findings = append(findings, warn(what, s.opening(pool)))
	}
	return findings
}

// opening says how to let in what comes from anywhere, or from the pool.
func (s shut) opening(pool netip.Prefix) sentence {
	var commands []string
	for _, place := range s.places {
		commands = once(commands, s.command(place, pool))
	}
	together := strings.Join(commands, " && ")
	switch s.tool {
	case "iptables":
		return say("Let it in, and keep the rule (package iptables-persistent): %s && netfilter-persistent save", together)
	case "nft":
		return say("Let it in, and write the same rule into /etc/nftables.conf, or it is gone at the next start: %s", together)
	}
	return say("Let it in: %s", together)
}

func (s shut) command(place string, pool netip.Prefix) string {
	switch s.tool {
	case "ufw":
		from := "any"
		if pool.IsValid() {
			from = pool.String()
		}
		return "ufw allow proto tcp from " + from + " to any port " + portList(s.ports, ",")
	case "firewalld":
		opened := "--add-port=" + portList(s.ports, "/tcp --add-port=") + "/tcp"
		if pool.IsValid() {
			opened = "--zone=trusted --add-source=" + pool.String()
		}
		return "firewall-cmd --permanent " + opened + " && firewall-cmd --reload"
	case "nft":
		from := ""
		if pool.IsValid() {
			from = "ip saddr " + pool.String() + " "
		}
		return "nft insert rule " + place + " " + from + "tcp dport '{ " + portList(s.ports, ", ") + " }' accept"
	}
	from := ""
	if pool.IsValid() {
		from = "-s " + pool.String() + " "
	}
	return place + " -I INPUT " + from + "-p tcp -m multiport --dports " + portList(s.ports, ",") + " -j ACCEPT"
}

func portList(ports []int, between string) string {
	words := make([]string, len(ports))
	for i, port := range ports {
		words[i] = strconv.Itoa(port)
	}
	return strings.Join(words, between)
}
