package engine

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"

	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/site"
	"github.com/docker/go-connections/nat"
)

// portBindings opens the ports of the host that lead to the container, at the
// addresses that were allotted or at all of both families. Nil where there are
// none.
func portBindings(wanted *site.Container) nat.PortMap {
	var opened nat.PortMap
	eachPort(wanted, func(inside nat.Port, outside int, addresses []string) {
		if opened == nil {
			opened = nat.PortMap{}
		}
		if len(addresses) == 0 {
			addresses = []string{""}
		}
		for _, address := range addresses {
			opened[inside] = append(opened[inside], nat.PortBinding{HostIP: address, HostPort: strconv.Itoa(outside)})
		}
	})
	return opened
}

// exposedPorts are the same ports inside; the engine binds no other.
func exposedPorts(wanted *site.Container) nat.PortSet {
	var exposed nat.PortSet
	eachPort(wanted, func(inside nat.Port, _ int, _ []string) {
		if exposed == nil {
			exposed = nat.PortSet{}
		}
		exposed[inside] = struct{}{}
	})
	return exposed
}

func eachPort(wanted *site.Container, visit func(inside nat.Port, outside int, addresses []string)) {
	for _, publish := range wanted.Published {
		for _, protocol := range publish.Protocols {
			for offset := range publish.Count {
				inside := nat.Port(strconv.Itoa(publish.Port+offset) + "/" + protocol)
				visit(inside, publish.HostPort+offset, publish.Addresses)
			}
		}
	}
}

// portsOf lists the ports of the host that a container was made with, each once.
func portsOf(bindings nat.PortMap) []plan.Port {
	var ports []plan.Port
	for inside, outside := range bindings {
		for _, binding := range outside {
			if number, err := strconv.Atoi(binding.HostPort); err == nil {
				ports = append(ports, plan.Port{Number: number, Protocol: inside.Proto()})
			}
		}
	}
	slices.SortFunc(ports, func(a, b plan.Port) int {
		return cmp.Or(cmp.Compare(a.Number, b.Number), cmp.Compare(a.Protocol, b.Protocol))
	})
	return slices.Compact(ports)
}

// Owner is the numeric user and group that a container runs as: whoever gives it
// a file gives it to them.
func (e *Engine) Owner(ctx context.Context, wanted *site.Container) (user, group int, err error) {
	source, err := e.findImage(ctx, wanted.Image)
	if err != nil {
		return 0, 0, fmt.Errorf("find its image: %w", err)
	}
	of, err := ownerOf(wanted, source)
	return of.user, of.group, err
}
