package preflight

import (
	"net"
	"net/netip"
	"slices"
	"testing"
)

func TestSourceAddress_IsAPublicOneOfThisMachine(t *testing.T) {
	interfaces, err := net.InterfaceAddrs()
	if err != nil {
		t.Fatal(err)
	}
	for _, family := range []string{"ip4", "ip6"} {
		address, routed := SourceAddress(family)
		if !address.IsValid() {
			continue // no way out, or behind a router
		}
		own := slices.ContainsFunc(interfaces, func(each net.Addr) bool {
			prefix, err := netip.ParsePrefix(each.String())
			return err == nil && prefix.Addr() == address
		})
		if !routed || !own || !isPublic(address) || address.Is4() != (family == "ip4") {
			t.Errorf("%s: got %s, routed %v, of this machine %v", family, address, routed, own)
		}
	}
}
