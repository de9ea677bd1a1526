package installer

import (
	"context"
	"os"
	"slices"
	"sync"

	"framagit.org/chatiere/chatiere/installer/preflight"
)

// hostNetworks lists what service networks must not overlap. The engine is
// asked for its other networks while this chaton has none: afterwards its pool
// is taken, and nobody is given any of it.
func (p *Prepared) hostNetworks(ctx context.Context) ([]preflight.HostNetwork, error) {
	if len(p.Have.Networks) > 0 {
		return networksBeside(nil)
	}
	neighbours, err := p.engine.Neighbours(ctx)
	if err != nil {
		return nil, err
	}
	return networksBeside(neighbours.Subnets)
}

// networksBeside joins what the machine uses, what its environment names, and
// the engine's networks of others.
func networksBeside(subnets map[string]string) ([]preflight.HostNetwork, error) {
	host, err := preflight.HostNetworks()
	if err != nil {
		return nil, err
	}
	return slices.Concat(host, preflight.ProxyNetworks(os.Getenv), preflight.EngineNetworks(subnets)), nil
}

// containerNames finds the name of a container by its ID or address, for
// messages. The engine is asked at the first use; "" is what it does not know.
func (p *Prepared) containerNames(ctx context.Context) func(id string) string {
	names := sync.OnceValue(func() map[string]string {
		neighbours, err := p.engine.Neighbours(ctx)
		if err != nil {
			return nil
		}
		return neighbours.Names
	})
	return func(id string) string { return names()[id] }
}
