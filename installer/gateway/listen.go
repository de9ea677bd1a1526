package gateway

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"strconv"
	"syscall"
)

// Listen opens one listener for each address, all on the same port; with port
// 0 the system chooses it once. "0.0.0.0" and "::" go together; an address
// that one of them covers opens nothing more; "::" is passed over on a
// machine without IPv6 when another address is left. The error names address
// and port, and everything is closed again.
func Listen(addresses []string, port int) ([]net.Listener, error) {
	return listenOr(addresses, port, func(string) net.Listener { return nil })
}

// listenOr opens what cannot be claimed from the gateway before.
func listenOr(addresses []string, port int, claim func(address string) net.Listener) ([]net.Listener, error) {
	parsed, err := parseAddresses(addresses)
	if err != nil {
		return nil, err
	}
	var listeners []net.Listener
	for _, address := range parsed {
		if covered(address, parsed) {
			continue
		}
		listener, err := claim(netip.AddrPortFrom(address, uint16(port)).String()), error(nil)
		if listener == nil {
			listener, err = listen(address, port)
		}
		if absentIPv6(address, err) && len(parsed) > 1 {
			continue
		}
		if err != nil {
			closeAll(listeners)
			return nil, explainListen(address, port, err)
		}
		listeners = append(listeners, listener)
		port = portOf(listener)
	}
	return listeners, nil
}

func parseAddresses(addresses []string) ([]netip.Addr, error) {
	if len(addresses) == 0 {
		return nil, errors.New(`no address to listen at: write for example "0.0.0.0" and "::"`)
	}
	var parsed []netip.Addr
	for _, text := range addresses {
		address, err := netip.ParseAddr(text)
		if err != nil {
			return nil, fmt.Errorf("listen at %q: not an IP address", text)
		}
		if address = address.Unmap(); !slices.Contains(parsed, address) {
			parsed = append(parsed, address)
		}
	}
	return parsed, nil
}

// covered says whether a wildcard already takes the address's connections.
func covered(address netip.Addr, all []netip.Addr) bool {
	if address.IsUnspecified() {
		return false
	}
	for _, other := range all {
		if other.IsUnspecified() && other.Is4() == address.Is4() {
			return true
		}
	}
	return false
}

// listen names the family: "tcp" alone would make "::" take IPv4 too, and
// "0.0.0.0" beside it would find the port busy.
func listen(address netip.Addr, port int) (net.Listener, error) {
	network := "tcp6"
	if address.Is4() {
		network = "tcp4"
	}
	return net.Listen(network, net.JoinHostPort(address.String(), strconv.Itoa(port)))
}

func absentIPv6(address netip.Addr, err error) bool {
	if !address.Is6() || !address.IsUnspecified() {
		return false
	}
	return errors.Is(err, syscall.EAFNOSUPPORT) || errors.Is(err, syscall.EADDRNOTAVAIL)
}

func explainListen(address netip.Addr, port int, err error) error {
	where := fmt.Sprintf("listen at %s port %d", address, port)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return fmt.Errorf("%s: another program already uses it, «ss -ltnp» shows which: %w", where, err)
	case errors.Is(err, syscall.EADDRNOTAVAIL):
		return fmt.Errorf("%s: this machine has no such address, «ip address» shows them: %w", where, err)
	case errors.Is(err, syscall.EACCES):
		return fmt.Errorf("%s: ports below 1024 need the capability NET_BIND_SERVICE: %w", where, err)
	}
	return fmt.Errorf("%s: %w", where, err)
}

func portOf(listener net.Listener) int {
	if address, ok := listener.Addr().(*net.TCPAddr); ok {
		return address.Port
	}
	return 0
}

// placesOf lists where listeners are.
func placesOf(listeners []net.Listener) []string {
	var places []string
	for _, each := range listeners {
		places = append(places, each.Addr().String())
	}
	slices.Sort(places)
	return places
}

func closeAll(listeners []net.Listener) {
	for _, listener := range listeners {
		_ = listener.Close()
	}
}
