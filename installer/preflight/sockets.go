package preflight

import (
	"encoding/hex"
	"net/netip"
	"os"
	"strconv"
	"strings"
)

// listening is TCP_LISTEN in /proc/net/tcp (Linux include/net/tcp_states.h), and
// unconnected TCP_CLOSE, which is a UDP socket that anybody may send to.
const (
	listening   = "0A"
	unconnected = "07"
)

// socket is a TCP socket that listens, or a UDP socket that hears anybody.
type socket struct {
	address netip.Addr
	port    int
	inode   string
}

// listeningSockets lists those of TCP.
func listeningSockets() []socket { return socketsOf("tcp") }

// socketsOf lists those of a protocol in this network namespace, both families.
func socketsOf(protocol string) []socket {
	state := listening
	if protocol == "udp" {
		state = unconnected
	}
	var sockets []socket
	for _, table := range []string{"/proc/net/" + protocol, "/proc/net/" + protocol + "6"} {
		data, err := os.ReadFile(table)
		if err != nil {
			continue // no IPv6 on this machine
		}
		sockets = append(sockets, readSockets(string(data), state)...)
	}
	return sockets
}

// readSockets reads the text of /proc/net/tcp or udp: column 2 is
// "address:port" in hex, 4 the state, 10 the inode.
func readSockets(table, state string) []socket {
	var sockets []socket
	for _, line := range strings.Split(table, "\n") {
		fields := strings.Fields(line)
		if len(fields) < 10 || fields[3] != state {
			continue
		}
		address, port, found := strings.Cut(fields[1], ":")
		number, err := strconv.ParseUint(port, 16, 16)
		parsed, valid := kernelAddress(address)
		if found && err == nil && valid {
			sockets = append(sockets, socket{parsed, int(number), fields[9]})
		}
	}
	return sockets
}

// kernelAddress reads an address as the kernel prints it: 32-bit words in the
// machine's (little-endian) byte order.
func kernelAddress(field string) (netip.Addr, bool) {
	data, err := hex.DecodeString(field)
	if err != nil || len(data)%4 != 0 {
		return netip.Addr{}, false
	}
	for word := 0; word < len(data); word += 4 {
		data[word], data[word+3] = data[word+3], data[word]
		data[word+1], data[word+2] = data[word+2], data[word+1]
	}
	address, valid := netip.AddrFromSlice(data)
	return address.Unmap(), valid
}

// takes says whether this socket keeps another program from listening at an
// address of its port. A socket at :: may serve IPv4 too.
func (s socket) takes(address netip.Addr) bool {
	if s.address == address {
		return true
	}
	if s.address.Is4() && address.Is6() {
		return false
	}
	if s.address.Is6() && address.Is4() {
		return s.address.IsUnspecified()
	}
	return s.address.IsUnspecified() || address.IsUnspecified()
}
