package preflight

import (
	"net"
	"net/netip"
	"syscall"
)

// SourceAddress is the address by which this machine speaks with the internet,
// "ip4" or "ip6", when the internet can answer there; the zero address else.
// routed says that there is a way out at all: without one, nothing is known.
// Connecting a UDP socket has the kernel choose, and sends no packet.
func SourceAddress(family string) (address netip.Addr, routed bool) {
	network, anywhere := "udp4", "192.0.2.1:9" // addresses for documentation: nobody's
	if family == "ip6" {
		network, anywhere = "udp6", "[2001:db8::1]:9"
	}
	dialer := net.Dialer{Control: preferLasting}
	connection, err := dialer.Dial(network, anywhere)
	if err != nil {
		return netip.Addr{}, false
	}
	defer connection.Close()
	local, right := connection.LocalAddr().(*net.UDPAddr)
	if !right {
		return netip.Addr{}, true
	}
	address = local.AddrPort().Addr().Unmap()
	if !isPublic(address) {
		return netip.Addr{}, true
	}
	return address, true
}

// From the kernel's in6.h and RFC 5014: an address that changes each day is not
// one to announce.
const (
	addressPreferences = 72
	preferPublic       = 2
)

// preferLasting asks for no temporary address; a kernel that does not know the
// wish chooses by itself.
func preferLasting(network, _ string, socket syscall.RawConn) error {
	if network != "udp6" {
		return nil
	}
	return socket.Control(func(descriptor uintptr) {
		_ = syscall.SetsockoptInt(int(descriptor), syscall.IPPROTO_IPV6, addressPreferences, preferPublic)
	})
}
