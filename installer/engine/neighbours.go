package engine

import (
	"context"
	"fmt"

	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/network"
)

// Neighbours is what stands on the engine beside this chaton, for messages and
// for what must be kept out of its way.
type Neighbours struct {
	Names   map[string]string // of running containers, by ID and by each address
	Subnets map[string]string // of networks that are not this chaton's, by name
}

// Neighbours lists the engine's containers and networks, whoever made them.
func (e *Engine) Neighbours(ctx context.Context) (Neighbours, error) {
	found := Neighbours{Names: map[string]string{}, Subnets: map[string]string{}}
	containers, err := e.docker.ContainerList(ctx, container.ListOptions{})
	if err != nil {
		return found, fmt.Errorf("list the engine's containers: %w", err)
	}
	for _, each := range containers {
		found.Names[each.ID] = firstName(each.Names)
		if each.NetworkSettings == nil {
			continue
		}
		for _, endpoint := range each.NetworkSettings.Networks {
			if address := addressOf(endpoint); address != "" {
				found.Names[address] = firstName(each.Names)
			}
		}
	}
	networks, err := e.docker.NetworkList(ctx, network.ListOptions{})
	if err != nil {
		return found, fmt.Errorf("list the engine's networks: %w", err)
	}
	for _, each := range networks {
		if subnet := subnetOf(each); subnet != "" && !e.isOwn(each.Labels) {
			found.Subnets[each.Name] = subnet
		}
	}
	return found, nil
}
