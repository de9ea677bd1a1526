package installer

import (
	"fmt"
	"net/netip"

	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/site"
)

// allotAddresses gives each container its address in each network. An address
// that an existing container has, even one about to be removed, or had when the
// gateway was told of it, is given to no other in the same run: a visitor is
// never sent to the wrong service (decision 5, story 23).
func allotAddresses(s *site.Site, service *site.Service, have plan.Observed, applied *site.Site) error {
	taken := takenAddresses(have, applied)
	for _, network := range service.Networks {
		mark(taken, network.Name, network.Gateway)
	}
	for _, container := range service.Runs() {
		var own map[string]string
		if kept := plan.Keeps(s, have, container); kept != nil {
			own = kept.Networks
		}
		for i := range container.Networks {
			attachment := &container.Networks[i]
			attachment.Address = own[attachment.Network]
			if attachment.Address != "" {
				continue
			}
			address, ok := freeAddress(subnetOf(service, attachment.Network), taken[attachment.Network])
			if !ok {
				return fmt.Errorf("network %s has no free address for %s; remove containers that no longer run", attachment.Network, container.FullName())
			}
			attachment.Address = address
			mark(taken, attachment.Network, address)
		}
		if len(service.Networks) > 0 {
			container.HostAddress = service.Networks[0].Gateway
		}
	}
	return nil
}

func takenAddresses(have plan.Observed, applied *site.Site) map[string]map[string]bool {
	taken := map[string]map[string]bool{}
	for _, container := range applied.Containers() {
		for _, attachment := range container.Networks {
			mark(taken, attachment.Network, attachment.Address)
		}
	}
	for _, container := range have.Containers {
		for network, address := range container.Networks {
			mark(taken, network, address)
		}
	}
	return taken
}

func mark(taken map[string]map[string]bool, network, address string) {
	if taken[network] == nil {
		taken[network] = map[string]bool{}
	}
	taken[network][address] = true
}

func subnetOf(service *site.Service, name string) string {
	for _, network := range service.Networks {
		if network.Name == name {
			return network.Subnet
		}
	}
	return ""
}

func freeAddress(subnet string, taken map[string]bool) (string, bool) {
	prefix, err := netip.ParsePrefix(subnet)
	if err != nil {
		return "", false
	}
	// The first address is the network's, the second the host's, the last one
	// the broadcast.
	address := prefix.Addr().Next().Next()
	for prefix.Contains(address.Next()) {
		if !taken[address.String()] {
			return address.String(), true
		}
		address = address.Next()
	}
	return "", false
}
