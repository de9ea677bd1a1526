package installer

import (
	"context"
	"net"
	"net/netip"
	"slices"

	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/preflight"
	"framagit.org/chatiere/chatiere/installer/site"
)

// allotPublished says at which addresses ports for this machine alone are
// opened: the engine refuses one that the machine has not. Those for everybody
// need none, the engine knows both families.
func allotPublished(s *site.Site, loopback []string) {
	for _, container := range s.Containers() {
		for i := range container.Published {
			if container.Published[i].Loopback {
				container.Published[i].Addresses = loopback
			}
		}
	}
}

// loopbackAddresses are those of this machine, of each family once.
func loopbackAddresses() []string {
	found := []string{"127.0.0.1"}
	addresses, _ := net.InterfaceAddrs() // without any, IPv4 is what everybody has
	for _, address := range addresses {
		if prefix, err := netip.ParsePrefix(address.String()); err == nil && prefix.Addr() == netip.IPv6Loopback() {
			found = append(found, "::1")
		}
	}
	return found
}

// checkPublished refuses, before anything is made, services whose ports somebody
// else holds.
func (p *Prepared) checkPublished(ctx context.Context) error {
	findings := preflight.BusyPublished(portsToOpen(p.Site, p.Have), p.containerNames(ctx))
	if len(findings) > 0 {
		return &RefusedError{findings}
	}
	return nil
}

// portsToOpen are the published ports that no container of ours has open.
func portsToOpen(s *site.Site, have plan.Observed) []preflight.PublishedPort {
	var wanted []preflight.PublishedPort
	for _, port := range publishedPorts(s) {
		open := slices.ContainsFunc(have.Containers, func(existing plan.Container) bool {
			return existing.State != "created" && existing.State != "exited" &&
				slices.Contains(existing.Ports, plan.Port{Number: port.Number, Protocol: port.Protocol})
		})
		if !open {
			wanted = append(wanted, port)
		}
	}
	return wanted
}

// publishedPorts lists each port of the host that a service has.
func publishedPorts(s *site.Site) []preflight.PublishedPort {
	var ports []preflight.PublishedPort
	for _, container := range s.Containers() {
		for _, publish := range container.Published {
			for _, protocol := range publish.Protocols {
				for number := publish.HostPort; number <= publish.Last(); number++ {
					ports = append(ports, preflight.PublishedPort{
						Service: container.Service, Number: number, Protocol: protocol, Loopback: publish.Loopback,
					})
				}
			}
		}
	}
	return ports
}

// publishedCameUp says that containers of our own hold ports now that they did
// not when they were looked at: the engine was still starting or ending them
// for a run that was killed.
func (p *Prepared) publishedCameUp(ctx context.Context) bool {
	now, err := p.engine.Observe(ctx, p.Site.Slug, nil)
	return err == nil && len(portsToOpen(p.Site, now)) < len(portsToOpen(p.Site, p.Have))
}

// openPort is the performer of port.open: between the look before a person
// agreed and the first packet of a stranger, somebody else may have come. The
// engine opens the port itself, with the container.
func (p *Prepared) openPort(ctx context.Context, operation plan.Operation, _ func(plan.Event)) error {
	var wanted []preflight.PublishedPort
	for _, port := range portsToOpen(p.Site, p.Have) {
		if operation.Service != nil && port.Service == operation.Service.Name {
			wanted = append(wanted, port)
		}
	}
	if findings := preflight.BusyPublished(wanted, p.containerNames(ctx)); len(findings) > 0 {
		return &BusyPortError{findings[0]}
	}
	return nil
}

// BusyPortError says who took a port while a plan was performed.
type BusyPortError struct{ finding preflight.Finding }

// Error is the finding, in English.
func (e *BusyPortError) Error() string {
	return plan.Say(e.finding.What, e.finding.WhatValues...).String()
}

// Sentence is the error for package locale.
func (e *BusyPortError) Sentence() (string, []any) { return e.finding.What, e.finding.WhatValues }
