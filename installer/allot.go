package installer

import (
	"fmt"
	"maps"
	"net/netip"
	"slices"

	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/preflight"
	"framagit.org/chatiere/chatiere/installer/site"
)

// networkBits is the size of a service's network: 62 addresses, more than a
// service has containers, and 1,024 networks in a /16 (decision 6).
const networkBits = 26

// allot fills what only the machine can say: pool, subnets, addresses,
// generations, images. It is pure; what already exists keeps what it has.
// digests are the registry's, of images that are neither pinned nor there.
func allot(s *site.Site, have plan.Observed, lock site.Lock, applied *site.Site, host []preflight.HostNetwork, digests map[string]string) error {
	if err := allotPool(s, have, lock, host); err != nil {
		return err
	}
	if err := allotSubnets(s, have, applied); err != nil {
		return err
	}
	for _, service := range s.Services {
		if err := allotVolumes(s.Slug, service, have, applied); err != nil {
			return err
		}
		for _, container := range service.Runs() {
			allotImage(&container.Image, have, lock, digests)
			allotMounts(service, container)
		}
		if err := allotAddresses(s, service, have, applied); err != nil {
			return err
		}
	}
	return nil
}

// PoolError says that the pool overlaps something of the host.
type PoolError struct {
	Pool     string
	Conflict preflight.HostNetwork
	Free     string // the next pool that overlaps nothing
}

// Error names both and proposes a free pool, on one English line.
func (e *PoolError) Error() string {
	return fmt.Sprintf("the pool %s overlaps %s (%s); %s is free", e.Pool, e.Conflict.Prefix, e.Conflict.Source, e.Free)
}

// allotPool takes the pool of chaton.hcl, else the lock file's, else the first
// of 10.213 to 10.254 that overlaps nothing of the host.
func allotPool(s *site.Site, have plan.Observed, lock site.Lock, host []preflight.HostNetwork) error {
	foreign := withoutOurs(host, have)
	if s.Pool == "" {
		s.Pool = lock.Pool
	}
	if s.Pool == "" {
		s.Pool = freePool(foreign)
	}
	pool, err := netip.ParsePrefix(s.Pool)
	if err != nil {
		return fmt.Errorf("read the pool %s: %w", s.Pool, err)
	}
	for _, network := range foreign {
		if network.Prefix.Overlaps(pool) {
			return &PoolError{Pool: s.Pool, Conflict: network, Free: freePool(foreign)}
		}
	}
	return nil
}

// withoutOurs leaves out the host's routes and addresses of our own bridges.
func withoutOurs(host []preflight.HostNetwork, have plan.Observed) []preflight.HostNetwork {
	var foreign []preflight.HostNetwork
	for _, network := range host {
		ours := slices.ContainsFunc(have.Networks, func(own plan.Network) bool {
			return own.Subnet == network.Prefix.String()
		})
		if !ours {
			foreign = append(foreign, network)
		}
	}
	return foreign
}

func freePool(foreign []preflight.HostNetwork) string {
	for second := 213; second <= 254; second++ {
		pool := netip.PrefixFrom(netip.AddrFrom4([4]byte{10, byte(second), 0, 0}), 16)
		taken := slices.ContainsFunc(foreign, func(network preflight.HostNetwork) bool {
			return network.Prefix.Overlaps(pool)
		})
		if !taken {
			return pool.String()
		}
	}
	return "10.213.0.0/16" // all taken: the conflict is then named
}

func allotSubnets(s *site.Site, have plan.Observed, applied *site.Site) error {
	pool := netip.MustParsePrefix(s.Pool)
	known := knownSubnets(have, applied, pool)
	taken := slices.Collect(maps.Values(known))
	for _, service := range s.Services {
		for _, network := range service.Networks {
			subnet, ok := known[network.Name]
			if !ok {
				if subnet, ok = freeSubnet(pool, taken); !ok {
					return fmt.Errorf("the pool %s has no room for network %s; write a larger one in the engine block of chaton.hcl", s.Pool, network.Name)
				}
				taken = append(taken, subnet)
			}
			network.Subnet, network.Gateway = subnet.String(), subnet.Addr().Next().String()
		}
	}
	return nil
}

// knownSubnets is what each network has, and what one that was removed by hand
// had: its stopped containers ask for their addresses there, and the gateway
// still listens at its own, so that nobody else may have it in this run.
func knownSubnets(have plan.Observed, applied *site.Site, pool netip.Prefix) map[string]netip.Prefix {
	known := map[string]netip.Prefix{}
	for _, network := range have.Networks {
		if subnet, err := netip.ParsePrefix(network.Subnet); err == nil {
			known[network.Name] = subnet
		}
	}
	remember := func(name string, subnet netip.Prefix, err error) {
		if _, there := known[name]; err != nil || there || !pool.Contains(subnet.Addr()) {
			return
		}
		for _, other := range known {
			if other.Overlaps(subnet) {
				return
			}
		}
		known[name] = subnet.Masked()
	}
	for _, container := range have.Containers {
		for _, name := range slices.Sorted(maps.Keys(container.Networks)) {
			address, err := netip.ParseAddr(container.Networks[name])
			remember(name, netip.PrefixFrom(address, networkBits), err)
		}
	}
	if applied != nil {
		for _, service := range applied.Services {
			for _, network := range service.Networks {
				subnet, err := netip.ParsePrefix(network.Subnet)
				remember(network.Name, subnet, err)
			}
		}
	}
	return known
}

func freeSubnet(pool netip.Prefix, taken []netip.Prefix) (netip.Prefix, bool) {
	address := pool.Masked().Addr()
	for pool.Contains(address) {
		subnet := netip.PrefixFrom(address, networkBits)
		if !slices.ContainsFunc(taken, subnet.Overlaps) {
			return subnet, true
		}
		address = after(address, 1<<(32-networkBits))
	}
	return netip.Prefix{}, false
}

func after(address netip.Addr, step uint32) netip.Addr {
	bytes := address.As4()
	number := uint32(bytes[0])<<24 | uint32(bytes[1])<<16 | uint32(bytes[2])<<8 | uint32(bytes[3])
	number += step
	return netip.AddrFrom4([4]byte{byte(number >> 24), byte(number >> 16), byte(number >> 8), byte(number)})
}
