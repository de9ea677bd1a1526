package installer

import (
	"context"
	"net/netip"
	"slices"

	"framagit.org/chatiere/chatiere/installer/gateway"
	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/site"
)

// networkOf is where the gateway hears a service's containers: the host's
// address in the network that all of them are in. False for a service that
// runs elsewhere.
func networkOf(service *site.Service) (gateway.Network, bool) {
	if len(service.Networks) == 0 {
		return gateway.Network{}, false
	}
	first := service.Networks[0]
	subnet, err := netip.ParsePrefix(first.Subnet)
	address, wrong := netip.ParseAddr(first.Gateway)
	if err != nil || wrong != nil {
		return gateway.Network{}, false
	}
	host := netip.PrefixFrom(address, subnet.Bits()).String()
	return gateway.Network{Service: service.Name, Address: host, Relay: service.Relay}, true
}

// wantedListeners is the text of every service's network, for plan.Want.
func wantedListeners(s *site.Site) map[string]string {
	texts := map[string]string{}
	for _, service := range s.Services {
		if network, own := networkOf(service); own {
			texts[service.Name] = text(network)
		}
	}
	return texts
}

// heardListeners is the text of what the routes file holds of networks.
func heardListeners(routes gateway.Routes) map[string]string {
	texts := map[string]string{}
	for _, network := range routes.Networks {
		texts[network.Service] = text(network)
	}
	return texts
}

// withNetwork gives one service its network; withoutNetwork takes it away.
func withNetwork(routes gateway.Routes, network gateway.Network) gateway.Routes {
	routes = withoutNetwork(routes, network.Service)
	routes.Networks = append(routes.Networks, network)
	return routes
}

func withoutNetwork(routes gateway.Routes, service string) gateway.Routes {
	routes.Networks = slices.DeleteFunc(slices.Clone(routes.Networks), func(network gateway.Network) bool {
		return network.Service == service
	})
	return routes
}

// addRoutes returns once the gateway listens in the service's network.
func (p *Prepared) addRoutes(ctx context.Context, operation plan.Operation, _ func(plan.Event)) error {
	network, own := networkOf(operation.Service)
	if !own {
		return nil
	}
	ours := func(refusal gateway.Refusal) bool { return refusal.Service == network.Service }
	return p.changeRoutes(ctx, ours, func(routes gateway.Routes) gateway.Routes {
		return withNetwork(routes, network)
	})
}
