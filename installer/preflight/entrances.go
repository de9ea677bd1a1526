package preflight

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"os/exec"
	"slices"
	"strings"

	"framagit.org/chatiere/chatiere/installer/site"
)

// HostEntrances fills Entrances from a gateway's settings and from what this
// machine knows of its interfaces. `pool` is the chaton's, "" when it has none
// yet; `bridge` the interface of one of its networks, "" when none exists.
func HostEntrances(gateway site.Gateway, pool, bridge string) (Entrances, error) {
	found := Entrances{Outside: outsidePorts(gateway), Inside: gateway.Ports(), Bridge: bridge}
	if gateway.Fronted() { // containers use the same addresses as visitors
		found.Inside = []int{gateway.VisitorsPort()}
	}
	if prefix, err := netip.ParsePrefix(pool); err == nil {
		found.Pool = prefix
	}
	addresses, err := net.InterfaceAddrs()
	if err != nil {
		return Entrances{}, fmt.Errorf("list the addresses of this machine: %w", err)
	}
	for _, address := range addresses {
		if prefix, err := netip.ParsePrefix(address.String()); err == nil {
			found.Addresses = append(found.Addresses, prefix.Addr().Unmap())
		}
	}
	routes, _ := os.ReadFile("/proc/net/route")
	routes6, _ := os.ReadFile("/proc/net/ipv6_route")
	found.Device = defaultDevice(string(routes), string(routes6))
	return found, nil
}

// outsidePorts are the gateway's, or those of the front that visitors meet
// before it; none when everything is on loopback (rehearsal).
func outsidePorts(gateway site.Gateway) []int {
	switch {
	case gateway.Fronted() && !gateway.FrontHere():
		return gateway.Ports() // the front comes to them
	case gateway.Fronted():
		return gateway.VisitorsPorts()
	}
	open := slices.ContainsFunc(gateway.Listen, func(address string) bool {
		parsed, err := netip.ParseAddr(address)
		return err == nil && !parsed.IsLoopback()
	})
	if !open {
		return nil
	}
	return gateway.Ports()
}

// defaultDevice reads the texts of /proc/net/route and /proc/net/ipv6_route:
// the interface of the default route, IPv4 first.
func defaultDevice(routes, routes6 string) string {
	for _, line := range strings.Split(routes, "\n") {
		fields := strings.Fields(line)
		if len(fields) > 7 && fields[1] == "00000000" && fields[7] == "00000000" {
			return fields[0]
		}
	}
	for _, line := range strings.Split(routes6, "\n") {
		fields := strings.Fields(line)
		if len(fields) > 9 && strings.Trim(fields[0], "0") == "" && fields[1] == "00" && fields[9] != "lo" {
			return fields[9]
		}
	}
	return ""
}

// RunHere is the Run of this machine. `su` without a login shell leaves the
// administrator's folders out of PATH, so they are tried too.
func RunHere(ctx context.Context, program string, arguments ...string) ([]byte, error) {
	path, err := exec.LookPath(program)
	for _, folder := range []string{"/usr/sbin/", "/sbin/"} {
		if err != nil {
			path, err = exec.LookPath(folder + program)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %s", exec.ErrNotFound, program)
	}
	printed, err := exec.CommandContext(ctx, path, arguments...).Output()
	var failed *exec.ExitError
	if errors.As(err, &failed) {
		return nil, fmt.Errorf("%w: %s", err, firstLine(string(failed.Stderr)))
	}
	return printed, err
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	return line
}
