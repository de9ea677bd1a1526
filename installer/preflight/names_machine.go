package preflight

import (
	"encoding/hex"
	"fmt"
	"net"
	"net/netip"
	"os"
	"slices"
	"strconv"
	"strings"
)

// Addresses are the public addresses that the names must lead to.
type Addresses struct {
	Declared []netip.Addr // written by the operator, who has a router perhaps
	Own      []netip.Addr // public ones of the machine's interfaces
}

// AddressesOf reads the interfaces of this machine beside what the operator
// wrote in the hosting block.
func AddressesOf(declared []string) (Addresses, error) {
	var addresses Addresses
	for _, written := range declared {
		address, err := netip.ParseAddr(written)
		if err != nil {
			return Addresses{}, fmt.Errorf("read the addresses of the hosting block: %w", err)
		}
		addresses.Declared = append(addresses.Declared, address.Unmap())
	}
	interfaces, err := net.InterfaceAddrs()
	if err != nil {
		return Addresses{}, fmt.Errorf("list the addresses of this machine: %w", err)
	}
	flags, _ := os.ReadFile("/proc/net/if_inet6") // absent without IPv6
	passing := passingAddresses(string(flags))
	for _, each := range interfaces {
		prefix, err := netip.ParsePrefix(each.String())
		if err == nil && isPublic(prefix.Addr()) && !passing[prefix.Addr()] {
			addresses.Own = append(addresses.Own, prefix.Addr())
		}
	}
	return addresses, nil
}

// Wanted are the addresses that records should have.
func (a Addresses) Wanted() []netip.Addr {
	if len(a.Declared) > 0 {
		return a.Declared
	}
	return a.Own
}

// Has says that an address leads to this machine.
func (a Addresses) Has(address netip.Addr) bool {
	return slices.Contains(a.Declared, address) || slices.Contains(a.Own, address)
}

// knows says whether an address of that family can be compared: behind a home
// router nothing tells the IPv4 address that visitors use.
func (a Addresses) knows(address netip.Addr) bool {
	if len(a.Declared) > 0 {
		return true
	}
	return slices.ContainsFunc(a.Own, func(own netip.Addr) bool { return own.Is4() || own.Is6() && address.Is6() })
}

// wantsFour says that the machine is to be reached over IPv4.
func (a Addresses) wantsFour() bool { return slices.ContainsFunc(a.Wanted(), netip.Addr.Is4) }

// shared is the range between a provider's own router and its customers
// (RFC 6598): visitors do not reach it.
var shared = netip.MustParsePrefix("100.64.0.0/10")

// isPublic says that an address may be reached from anywhere.
func isPublic(address netip.Addr) bool {
	return address.IsGlobalUnicast() && !address.IsPrivate() && !shared.Contains(address)
}

// Flags of an IPv6 address in the kernel's table (include/uapi/linux/if_addr.h)
// that make it unfit for a record: it changes each day or is on its way out.
const (
	flagTemporary  = 0x01
	flagDeprecated = 0x20
)

// passingAddresses reads /proc/net/if_inet6: address, interface, length, scope
// and flags in hex, name.
func passingAddresses(table string) map[netip.Addr]bool {
	passing := map[netip.Addr]bool{}
	for _, line := range strings.Split(table, "\n") {
		fields := strings.Fields(line)
		if len(fields) < 6 {
			continue
		}
		data, err := hex.DecodeString(fields[0])
		flags, wrong := strconv.ParseUint(fields[4], 16, 32)
		if address, right := netip.AddrFromSlice(data); right && err == nil && wrong == nil {
			passing[address] = flags&(flagTemporary|flagDeprecated) != 0
		}
	}
	return passing
}
