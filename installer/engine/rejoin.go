package engine

import (
	"context"
	"fmt"

	"github.com/containerd/errdefs"
	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/network"
)

// rejoin gives a stopped container its places again in networks that were
// removed and made anew: the engine knows a network by the ID that it had when
// the container last ran, and refuses to start it without that one.
func (e *Engine) rejoin(ctx context.Context, found container.InspectResponse) error {
	for name, endpoint := range found.NetworkSettings.Networks {
		if endpoint == nil || endpoint.NetworkID == "" {
			continue
		}
		_, err := e.docker.NetworkInspect(ctx, endpoint.NetworkID, network.InspectOptions{})
		if err == nil {
			continue
		}
		if !errdefs.IsNotFound(err) {
			return err
		}
		if err := e.moveTo(ctx, found.ID, name, endpoint); err != nil {
			return fmt.Errorf("join the network %s again: %w", name, err)
		}
	}
	return nil
}

// moveTo keeps the address and the aliases.
func (e *Engine) moveTo(ctx context.Context, id, name string, endpoint *network.EndpointSettings) error {
	if err := e.docker.NetworkDisconnect(ctx, name, id, false); err != nil {
		return err
	}
	place := &network.EndpointSettings{Aliases: endpoint.Aliases, IPAMConfig: endpoint.IPAMConfig}
	return e.docker.NetworkConnect(ctx, name, id, place)
}
