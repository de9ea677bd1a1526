package preflight

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"net"
	"net/netip"
	"os"
	"strings"
)

// HostNetwork is a range of addresses that the host already uses, and how we
// know it.
type HostNetwork struct {
	Prefix netip.Prefix
	Source string // "route through eth0", "address of wg0", "resolver"
}

// HostNetworks lists the ranges that service networks must not overlap:
// addresses of interfaces, IPv4 routes and resolvers. The default route is
// left out, since it overlaps everything.
func HostNetworks() ([]HostNetwork, error) {
	networks, err := interfaceNetworks()
	if err != nil {
		return nil, err
	}
	routes, err := os.ReadFile("/proc/net/route")
	if err == nil {
		networks = append(networks, routeNetworks(string(routes))...)
	}
	resolvers, err := os.ReadFile("/etc/resolv.conf")
	if err == nil {
		networks = append(networks, resolverNetworks(string(resolvers))...)
	}
	return networks, nil
}

func interfaceNetworks() ([]HostNetwork, error) {
	interfaces, err := net.Interfaces()
	if err != nil {
		return nil, fmt.Errorf("list the network interfaces: %w", err)
	}
	var networks []HostNetwork
	for _, device := range interfaces {
		addresses, err := device.Addrs()
		if err != nil {
			continue // it went away between the two calls
		}
		for _, address := range addresses {
			if prefix, err := netip.ParsePrefix(address.String()); err == nil && prefix.Addr().Is4() {
				networks = append(networks, HostNetwork{prefix.Masked(), "address of " + device.Name})
			}
		}
	}
	return networks, nil
}

// routeNetworks reads /proc/net/route: interface, destination and mask, the
// last two in hex with the machine's (little-endian) byte order.
func routeNetworks(table string) []HostNetwork {
	var networks []HostNetwork
	for _, line := range strings.Split(table, "\n") {
		fields := strings.Fields(line)
		if len(fields) < 8 {
			continue
		}
		destination, right := reversed(fields[1])
		mask, rightMask := reversed(fields[7])
		if !right || !rightMask || mask == [4]byte{} {
			continue
		}
		bits, _ := net.IPMask(mask[:]).Size()
		prefix := netip.PrefixFrom(netip.AddrFrom4(destination), bits)
		networks = append(networks, HostNetwork{prefix, "route through " + fields[0]})
	}
	return networks
}

func reversed(field string) (address [4]byte, ok bool) {
	data, err := hex.DecodeString(field)
	if err != nil || len(data) != 4 {
		return address, false
	}
	binary.LittleEndian.PutUint32(address[:], binary.BigEndian.Uint32(data))
	return address, true
}

func resolverNetworks(file string) []HostNetwork {
	var networks []HostNetwork
	for _, line := range strings.Split(file, "\n") {
		fields := strings.Fields(line)
		if len(fields) < 2 || fields[0] != "nameserver" {
			continue
		}
		if address, err := netip.ParseAddr(fields[1]); err == nil && address.Is4() && !address.IsLoopback() {
			networks = append(networks, HostNetwork{netip.PrefixFrom(address, 32), "resolver"})
		}
	}
	return networks
}
