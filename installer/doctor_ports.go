package installer

import (
	"context"
	"net/netip"
	"strconv"
	"strings"

	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/preflight"
)

// lookAtPorts also tries the ways in, one after the other: what stands in for
// the gateway there would be found on its ports here.
func (d *diagnosing) lookAtPorts(ctx context.Context) []Check {
	if d.Site.Gateway.Mode == "none" {
		return []Check{{ID: "ports", State: CheckFine, What: plan.Say("There is no gateway: every service runs elsewhere.")}}
	}
	ports := numbers(d.Site.Gateway.Ports())
	tried, fine := d.Site.Gateway, plan.Say("Ports %s are free.", ports)
	if d.ownGateway() != nil {
		tried = newPorts(tried, d.request.State.applied())
	}
	if len(tried.Ports()) == 0 {
		fine = plan.Say("Ports %s are those of this chaton's gateway.", ports)
	}
	name := func(id string) string { return d.neighbours.Names[id] }
	checks := judged("ports", preflight.BusyPorts(ctx, tried, name), fine)
	checks = append(checks, d.lookAtPublished()...)
	return append(checks, d.lookAtReach(ctx)...)
}

func (d *diagnosing) lookAtReach(ctx context.Context) []Check {
	addresses := d.addresses.Wanted()
	public, _ := d.publicNames()
	switch {
	case len(public) == 0 || isLocal(d.Site.Gateway):
		return nil
	case len(addresses) == 0:
		return judged("reach", nil, plan.Say("Whether visitors reach this machine cannot be known from here: it has no public address of its own."))
	}
	serving := d.ownGateway() != nil
	attempts := preflight.Reach(ctx, d.Site.Gateway, addresses, serving)
	if len(attempts) == 0 {
		return nil // the ports are busy
	}
	return judged("reach", preflight.JudgeAttempts(attempts),
		plan.Say("Ports %s answer at %s when asked from this machine; only a visitor can tell whether they do from elsewhere.",
			numbers(d.Site.Gateway.VisitorsPorts()), joined(addresses)))
}

func numbers(ports []int) string {
	var said []string
	for _, port := range ports {
		said = append(said, strconv.Itoa(port))
	}
	return strings.Join(said, ", ")
}

func joined(addresses []netip.Addr) string {
	var said []string
	for _, address := range addresses {
		said = append(said, address.String())
	}
	return strings.Join(said, ", ")
}
