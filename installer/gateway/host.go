package gateway

import (
	"fmt"
	"net"
	"net/netip"
	"strconv"
	"strings"

	"golang.org/x/net/idna"
)

// checkHost says what is wrong with a name that is to be served. Only names
// already in the form that a handshake carries are taken: lower case, ASCII.
func checkHost(name string) error {
	switch {
	case name == "":
		return fmt.Errorf("the host is missing")
	case strings.Contains(name, "*"):
		return fmt.Errorf("the host %q is a wildcard: write each name", name)
	case isAddress(name):
		return fmt.Errorf("the host %q is an IP address: write a name", name)
	case !strings.Contains(name, ".") && name != "localhost":
		return fmt.Errorf("the host %q has a single label: write the whole name", name)
	}
	ascii, err := idna.Lookup.ToASCII(name)
	if err != nil || strings.HasSuffix(name, ".") {
		return fmt.Errorf("the host %q is no valid host name", name)
	}
	if ascii != name {
		return fmt.Errorf("the host %q must be written %q", name, ascii)
	}
	return nil
}

func isAddress(name string) bool {
	_, err := netip.ParseAddr(strings.Trim(name, "[]"))
	return err == nil
}

// hostOf makes the host of a request or of a handshake comparable with a
// route's: without port and final dot, lower case, in ASCII. What is no host
// name gives "", which no route has.
func hostOf(received string) string {
	host := received
	if bare, _, err := net.SplitHostPort(received); err == nil {
		host = bare
	}
	host = strings.TrimSuffix(host, ".")
	if len(host) > longestHost {
		return ""
	}
	if isPlain(host) {
		host = strings.ToLower(host)
	} else if ascii, err := idna.Lookup.ToASCII(host); err == nil {
		host = strings.TrimSuffix(ascii, ".") // other scripts have their own full stop
	} else {
		return ""
	}
	if len(host) > longestHost || strings.HasSuffix(host, ".") {
		return ""
	}
	return host
}

// longestHost is the longest name that DNS knows. A handshake may carry far
// longer ones, which cost the IDNA tables seconds.
const longestHost = 253

// forwardedHost is what a service learns of the host that was asked for: the
// route's own name, with the visitors' port where it is not the usual one.
// Services make links of it, and over HTTP/2 nobody has checked what a visitor
// wrote behind the colon.
func (g *Gateway) forwardedHost(host, received string) string {
	port := strconv.Itoa(g.port)
	if g.port != httpsPort && strings.HasSuffix(received, ":"+port) {
		return net.JoinHostPort(host, port)
	}
	return host
}

// isPlain spares almost every request the IDNA tables.
func isPlain(host string) bool {
	for _, letter := range []byte(host) {
		switch {
		case 'a' <= letter && letter <= 'z', 'A' <= letter && letter <= 'Z':
		case '0' <= letter && letter <= '9', letter == '-', letter == '.':
		default:
			return false
		}
	}
	return true
}
