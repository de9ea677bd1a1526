package limit

import "net/netip"

// levels are an address, its /64 and its /48. An IPv4 address has the first
// alone.
const levels = 3

// shares say how many addresses' worth each level has.
var shares = [levels]int{1, 2, 4}

// key is an address, or a network with zeros behind its prefix.
type key [16]byte

// groups gives the key of an address at each level, the narrowest first: who
// is refused alone takes nothing from its neighbours.
func groups(address netip.Addr) (keys [levels]key, count int) {
	keys[0] = address.As16()
	if address.Unmap().Is4() {
		return keys, 1
	}
	copy(keys[1][:8], keys[0][:8])
	copy(keys[2][:6], keys[0][:6])
	return keys, levels
}

// exceptions are networks that no limit by address holds for.
type exceptions struct {
	bits     []int
	networks map[netip.Prefix]struct{}
}

// Except sets the networks whose addresses are nobody's own: those of services,
// whose containers may ask as much as they like, and those of a proxy in front,
// which speaks for others. It replaces the former ones.
func (l *Limiter) Except(networks []netip.Prefix) {
	made := &exceptions{networks: map[netip.Prefix]struct{}{}}
	known := map[int]bool{}
	for _, network := range networks {
		made.networks[network.Masked()] = struct{}{}
		if bits := network.Bits(); !known[bits] {
			known[bits] = true
			made.bits = append(made.bits, bits)
		}
	}
	l.exceptions.Store(made)
}

func (l *Limiter) excepted(address netip.Addr) bool {
	if address.IsLoopback() && !l.limits.Loopback {
		return true
	}
	exceptions := l.exceptions.Load()
	for _, bits := range exceptions.bits {
		network, err := address.Prefix(bits)
		if _, found := exceptions.networks[network]; err == nil && found {
			return true
		}
	}
	return false
}
