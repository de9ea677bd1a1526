package preflight

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"os"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"framagit.org/chatiere/chatiere/installer/site"
)

// BusyPorts tries every address and port that the gateway will listen on, and
// names who holds a busy one. Do not call it while our own gateway runs. `name`
// gives the name of a container by its ID (64 hex digits) or by its address on
// an engine's network, "" when it does not know; it may be nil.
func BusyPorts(ctx context.Context, gateway site.Gateway, name func(id string) string) []Finding {
	var findings []Finding
	for _, port := range gateway.Ports() {
		findings = append(findings, tryPort(ctx, gateway, port, name)...)
	}
	if gateway.AnswersContainers() {
		findings = append(findings, tryContainersPort(ctx, gateway.HTTPS, name)...)
	}
	if gateway.Metrics != 0 {
		here := site.Gateway{Mode: "edge", Listen: []string{"127.0.0.1"}}
		findings = append(findings, tryPort(ctx, here, gateway.Metrics, name)...)
	}
	return findings
}

// tryContainersPort tries every address of the machine, which those in the
// networks of services will be among. Who holds the port there is the front
// itself: containers reach their names through it.
func tryContainersPort(ctx context.Context, port int, name func(id string) string) []Finding {
	everywhere := netip.IPv4Unspecified()
	if err := tryAddress(ctx, everywhere.String(), port); !errors.Is(err, syscall.EADDRINUSE) {
		return nil
	}
	holder := owner(everywhere, port, name)
	return []Finding{refuse(
		say("Port %s is busy on this machine (%s): the gateway cannot answer the containers of services there.", strconv.Itoa(port), nameOf(holder)),
		say("If that is the front, it answers them itself: write https = 0 in the gateway block of chaton.hcl. Else stop it."))}
}

// tryPort reports each owner of a port once, whatever the number of addresses:
// the operator stops a program, not a socket.
func tryPort(ctx context.Context, gateway site.Gateway, port int, name func(id string) string) []Finding {
	var findings []Finding
	var holders []Owner
	families := map[Owner][]string{}
	for _, address := range gateway.Listen {
		err := tryAddress(ctx, address, port)
		if errors.Is(err, syscall.EADDRINUSE) {
			parsed, _ := netip.ParseAddr(address)
			found := owner(parsed, port, name)
			if families[found] == nil {
				holders = append(holders, found)
			}
			if family := familyOf(parsed); !slices.Contains(families[found], family) {
				families[found] = append(families[found], family)
			}
		} else if err != nil {
			findings = append(findings, unusable(err, address, port)...)
		}
	}
	for _, found := range holders {
		findings = append(findings, busy(gateway, port, strings.Join(families[found], ", "), found))
	}
	return findings
}

func tryAddress(ctx context.Context, address string, port int) error {
	network := "tcp4"
	if ip, err := netip.ParseAddr(address); err == nil && familyOf(ip) == "IPv6" {
		network = "tcp6" // and IPv6 only, so that each family is tried by itself
	}
	listener, err := new(net.ListenConfig).Listen(ctx, network, net.JoinHostPort(address, strconv.Itoa(port)))
	if err != nil {
		return err
	}
	return listener.Close()
}

// unusable says why an address cannot be listened on, though nobody holds it.
func unusable(err error, address string, port int) []Finding {
	number := strconv.Itoa(port)
	correct := say("Correct listen in the gateway block of chaton.hcl.")
	switch {
	case errors.Is(err, syscall.EADDRNOTAVAIL), errors.Is(err, syscall.EAFNOSUPPORT):
		if address == "::" || address == "::1" {
			return nil // a machine without IPv6 serves IPv4
		}
		return []Finding{refuse(say("This machine has no address %s.", address), correct)}
	case errors.Is(err, os.ErrPermission):
		return []Finding{refuse(say("Port %s may not be opened by this user.", number), say("Run the same command as root."))}
	}
	return []Finding{refuse(say("Port %s cannot be opened: %s.", number, err.Error()), correct)}
}

func familyOf(address netip.Addr) string {
	if address.Unmap().Is4() {
		return "IPv4"
	}
	return "IPv6"
}
