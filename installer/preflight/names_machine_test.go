package preflight

import (
	"net/netip"
	"testing"
)

func TestAddressesOf_PassingIPv6AddressesAreLeftOut(t *testing.T) {
	table := "20010db8000000000000000000000007 02 40 00 80 eth0\n" +
		"20010db80000000000000000000000aa 02 40 00 01 eth0\n" +
		"20010db80000000000000000000000bb 02 40 00 20 eth0\n"
	passing := passingAddresses(table)
	for address, want := range map[string]bool{"2001:db8::7": false, "2001:db8::aa": true, "2001:db8::bb": true} {
		if got := passing[netip.MustParseAddr(address)]; got != want {
			t.Errorf("%s: got %v, want %v", address, got, want)
		}
	}
}
