package installer

import (
	"fmt"
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
// generations, image IDs. It is pure; what already exists keeps what it has.
func allot(s *site.Site, have plan.Observed, lock site.Lock, applied *site.Site, host []preflight.HostNetwork) error {
	if err := allotPool(s, have, lock, host); err != nil {
		return err
	}
	if err := allotSubnets(s, have); err != nil {
		return err
	}
	for _, service := range s.Services {
		allotVolumes(s.Slug, service, have, applied)
		for _, container := range service.Containers {
			pinned := lock.Image(container.Image.Name())
			container.Image.ID, container.Image.Digest = pinned.ID, pinned.Digest
			allotMounts(service, container)
		}
		if err := allotAddresses(s, service, have); err != nil {
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

func allotSubnets(s *site.Site, have plan.Observed) error {
	pool := netip.MustParsePrefix(s.Pool)
	existing := map[string]string{}
	var taken []netip.Prefix
	for _, network := range have.Networks {
		existing[network.Name] = network.Subnet
		if prefix, err := netip.ParsePrefix(network.Subnet); err == nil {
			taken = append(taken, prefix)
		}
	}
	for _, service := range s.Services {
		for _, network := range service.Networks {
			network.Subnet = existing[network.Name]
			if network.Subnet == "" {
				subnet, ok := freeSubnet(pool, taken)
				if !ok {
					return fmt.Errorf("the pool %s has no room for network %s; write a larger one in the engine block of chaton.hcl", s.Pool, network.Name)
				}
				taken = append(taken, subnet)
				network.Subnet = subnet.String()
			}
			network.Gateway = netip.MustParsePrefix(network.Subnet).Addr().Next().String()
		}
	}
	return nil
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
