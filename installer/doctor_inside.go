package installer

import (
	"context"
	"errors"
	"net/netip"
	"strings"
	"sync"

	"framagit.org/chatiere/chatiere/installer/engine"
	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/site"
)

// triedAtOnce bounds the throw-away containers that run at the same time.
const triedAtOnce = 4

// lookFromInside tries the gateway from each network of a service, as its
// containers see it (decision 5). It holds the run lock: no run may remove a
// network under it.
func (d *diagnosing) lookFromInside(ctx context.Context) []Check {
	serving := d.ownGateway()
	if serving == nil || len(d.Have.Networks) == 0 {
		return nil
	}
	release, err := takeLock(d.request.State.lock(), d.request.holder())
	var locked *LockedError
	if errors.As(err, &locked) {
		return []Check{{ID: "inside", State: CheckWarning,
			What: plan.Say("The gateway was not tried from the services' networks: another run is at work."),
			Fix:  plan.Say("Wait until it has ended, then run the same command.")}}
	}
	if err != nil {
		return unseen("inside", err)
	}
	defer release()
	shut, err := d.tryNetworks(ctx, site.Image{Reference: serving.ImageID})
	switch {
	case err != nil:
		return unseen("inside", err)
	case len(shut) == 0:
		return judged("inside", nil, plan.Say("The containers of services reach the gateway: networks tried: %d.", len(d.Have.Networks)))
	}
	return []Check{{ID: "inside", State: CheckWarning,
		What: plan.Say("From these networks, containers do not reach the gateway: %s. A service does not reach its own name then.", strings.Join(shut, ", ")),
		Fix:  d.letIn()}}
}

// letIn is the rule that is missing. One for the whole pool holds for services
// to come.
func (d *diagnosing) letIn() plan.Sentence {
	ports := strings.ReplaceAll(numbers(d.Site.Gateway.VisitorsPorts()), " ", "")
	return plan.Say("Let them in, with ufw: ufw allow proto tcp from %s to any port %s; with iptables: iptables -I INPUT -s %s -p tcp -m multiport --dports %s -j ACCEPT",
		d.pool, ports, d.pool, ports)
}

// tryNetworks returns the networks that do not reach the gateway.
func (d *diagnosing) tryNetworks(ctx context.Context, image site.Image) ([]string, error) {
	networks := d.Have.Networks
	reached, failed := make([]bool, len(networks)), make([]error, len(networks))
	turns := make(chan struct{}, triedAtOnce)
	var trying sync.WaitGroup
	for i, network := range networks {
		trying.Go(func() {
			turns <- struct{}{}
			defer func() { <-turns }()
			reached[i], failed[i] = d.tryNetwork(ctx, image, network)
		})
	}
	trying.Wait()
	var shut []string
	for i, network := range networks {
		if !reached[i] {
			shut = append(shut, network.Name)
		}
	}
	return shut, errors.Join(failed...)
}

func (d *diagnosing) tryNetwork(ctx context.Context, image site.Image, network plan.Network) (bool, error) {
	subnet, err := netip.ParsePrefix(network.Subnet)
	if err != nil {
		return false, err
	}
	way := engine.Way{
		Network: network.Name, Source: lastAddress(subnet).String(),
		Target: subnet.Addr().Next().String(), Port: d.Site.Gateway.VisitorsPort(),
	}
	return d.engine.Reaches(ctx, image, way)
}

// lastAddress is the one before the broadcast: addresses are given from below,
// so no container of a service has it.
func lastAddress(subnet netip.Prefix) netip.Addr {
	return after(subnet.Masked().Addr(), 1<<(32-subnet.Bits())-2)
}
