// Package front reads what a proxy in front of the gateway says of a visitor:
// the X-Forwarded headers of one that decrypts, the PROXY protocol of one that
// hands connections over as they are. Nobody is believed who is not trusted.
package front

import (
	"fmt"
	"net/netip"
)

// Trusted are the networks whose word on visitors is believed.
type Trusted []netip.Prefix

// ParseTrusted reads networks written "address/bits". One that holds every
// address is refused: whoever connects could then say to be anybody.
func ParseTrusted(networks []string) (Trusted, error) {
	var trusted Trusted
	for _, text := range networks {
		network, err := netip.ParsePrefix(text)
		if err != nil {
			return nil, fmt.Errorf("trust %q: not written \"address/bits\"", text)
		}
		if network.Bits() == 0 {
			return nil, fmt.Errorf("trust %q: that is everybody, name the proxy's own address", text)
		}
		trusted = append(trusted, network.Masked())
	}
	return trusted, nil
}

// Has says that an address is in one of the networks. An IPv4 address in
// IPv6's clothes counts as what it is.
func (t Trusted) Has(address netip.Addr) bool {
	address = address.Unmap().WithZone("")
	for _, network := range t {
		if network.Contains(address) {
			return true
		}
	}
	return false
}
