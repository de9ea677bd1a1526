package preflight

import (
	"encoding/binary"
	"fmt"
	"net"
	"net/netip"
	"os"
	"strings"
	"syscall"
)

// HostNetwork is a range of addresses that the host already uses, and how we
// know it.
type HostNetwork struct {
	Prefix netip.Prefix
	Source string // "route through eth0", "address of wg0", "resolver"
}

// HostNetworks lists the ranges that service networks must not overlap:
// addresses of interfaces, IPv4 routes, resolvers and the proxies that this
// process is told to use. The default route is left out, since it overlaps
// everything.
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
	return append(networks, ProxyNetworks(os.Getenv)...), nil
}

func interfaceNetworks() ([]HostNetwork, error) {
	interfaces, err := net.Interfaces()
	if err != nil {
		return nil, fmt.Errorf("list the network interfaces: %w", err)
	}
	names := map[uint32]string{}
	for _, device := range interfaces {
		names[uint32(device.Index)] = device.Name
	}
	// One question for all: Interface.Addrs reads every address of the machine
	// again for each interface, and each service has a bridge.
	answer, err := syscall.NetlinkRIB(syscall.RTM_GETADDR, syscall.AF_INET)
	if err != nil {
		return nil, fmt.Errorf("list the machine's addresses: %w", err)
	}
	messages, err := syscall.ParseNetlinkMessage(answer)
	if err != nil {
		return nil, fmt.Errorf("list the machine's addresses: %w", err)
	}
	var networks []HostNetwork
	for _, message := range messages {
		prefix, device, ok := addressOf(message)
		if name := names[device]; ok && name != "" { // else it went away meanwhile
			networks = append(networks, HostNetwork{prefix.Masked(), "address of " + name})
		}
	}
	return networks, nil
}

// addressOf reads one IPv4 address of an interface: the header's prefix length
// and index, then its attributes. Where a link has two ends, ours counts.
func addressOf(message syscall.NetlinkMessage) (prefix netip.Prefix, device uint32, ok bool) {
	attributes, err := syscall.ParseNetlinkRouteAttr(&message)
	if err != nil || message.Header.Type != syscall.RTM_NEWADDR || len(message.Data) < syscall.SizeofIfAddrmsg {
		return netip.Prefix{}, 0, false
	}
	for _, attribute := range attributes {
		ours := attribute.Attr.Type == syscall.IFA_LOCAL || attribute.Attr.Type == syscall.IFA_ADDRESS && !ok
		if address, valid := netip.AddrFromSlice(attribute.Value); ours && valid && address.Is4() {
			prefix, ok = netip.PrefixFrom(address, int(message.Data[1])), true
		}
	}
	return prefix, binary.NativeEndian.Uint32(message.Data[4:8]), ok
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
		destination, right := kernelAddress(fields[1])
		mask, rightMask := kernelAddress(fields[7])
		if !right || !rightMask || mask.IsUnspecified() {
			continue
		}
		bits, _ := net.IPMask(mask.AsSlice()).Size()
		prefix := netip.PrefixFrom(destination, bits)
		networks = append(networks, HostNetwork{prefix, "route through " + fields[0]})
	}
	return networks
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
