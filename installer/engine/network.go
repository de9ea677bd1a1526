package engine

import (
	"context"
	"fmt"

	"framagit.org/chatiere/chatiere/installer/site"
	"github.com/containerd/errdefs"
	"github.com/docker/docker/api/types/network"
)

// createNetwork takes up a network that a killed run left when it is the one
// that is wanted. One of ours that is another and that nobody is in makes
// room; the engine refuses to remove any other.
func (e *Engine) createNetwork(ctx context.Context, wanted *site.Network) error {
	found, err := e.docker.NetworkInspect(ctx, wanted.Name, network.InspectOptions{})
	switch {
	case err == nil && found.Name == wanted.Name:
		if !e.isOwn(found.Labels) {
			return &ForeignError{Kind: "network", Name: wanted.Name}
		}
		if subnetOf(found) == wanted.Subnet && found.Internal == isInternal(wanted) {
			return nil
		}
		if err := e.docker.NetworkRemove(ctx, found.ID); err != nil {
			return fmt.Errorf("replace the network %s with %s: %w", subnetOf(found), wanted.Subnet, err)
		}
	case err != nil && !errdefs.IsNotFound(err):
		return err
	}
	_, err = e.docker.NetworkCreate(ctx, wanted.Name, e.networkOptions(wanted))
	if isTaken(err) && e.comesToBe(ctx, func() error { return e.isThere(ctx, wanted) }) {
		return nil
	}
	return err
}

// isThere fails unless the network stands as it is wanted.
func (e *Engine) isThere(ctx context.Context, wanted *site.Network) error {
	found, err := e.docker.NetworkInspect(ctx, wanted.Name, network.InspectOptions{})
	if err == nil && (!e.isOwn(found.Labels) || subnetOf(found) != wanted.Subnet) {
		return &ForeignError{Kind: "network", Name: wanted.Name}
	}
	return err
}

func isInternal(wanted *site.Network) bool { return wanted.Kind == "internal" }

func (e *Engine) networkOptions(wanted *site.Network) network.CreateOptions {
	options := network.CreateOptions{
		Driver:   "bridge",
		Internal: isInternal(wanted),
		Labels:   e.labels(wanted.Service),
		Options:  map[string]string{},
	}
	if wanted.Subnet != "" {
		options.IPAM = &network.IPAM{Driver: "default", Config: []network.IPAMConfig{{Subnet: wanted.Subnet, Gateway: wanted.Gateway}}}
	}
	if wanted.Kind == "pub" {
		options.Options["com.docker.network.bridge.enable_ip_masquerade"] = "false"
	}
	return options
}

// connectNetwork puts a container, new or found disconnected, at its place.
func (e *Engine) connectNetwork(ctx context.Context, object string, container *site.Container, wanted *site.Network) error {
	details, err := e.inspectOwn(ctx, object)
	if err != nil {
		return err
	}
	for _, place := range container.Networks {
		if place.Network != wanted.Name {
			continue
		}
		endpoint, joined := details.NetworkSettings.Networks[wanted.Name]
		if joined && isAt(endpoint, place) {
			return nil
		}
		if joined {
			// At another address: the engine moves nobody.
			if err := e.docker.NetworkDisconnect(ctx, wanted.Name, details.ID, false); err != nil {
				return err
			}
		}
		return e.docker.NetworkConnect(ctx, wanted.Name, details.ID, endpointOf(place))
	}
	return fmt.Errorf("the container %s has no place in the network %s", container.FullName(), wanted.Name)
}

// endpointOf asks for the fixed address when there is one.
func endpointOf(place site.Attachment) *network.EndpointSettings {
	endpoint := &network.EndpointSettings{}
	if place.Alias != "" {
		endpoint.Aliases = []string{place.Alias}
	}
	if place.Address != "" {
		endpoint.IPAMConfig = &network.EndpointIPAMConfig{IPv4Address: place.Address}
	}
	return endpoint
}

func isAt(endpoint *network.EndpointSettings, place site.Attachment) bool {
	return place.Address == "" || addressOf(endpoint) == place.Address
}

// removeNetwork leaves the containers that are still in it alone: the engine
// refuses then, and says who is there.
func (e *Engine) removeNetwork(ctx context.Context, object string) error {
	found, err := e.docker.NetworkInspect(ctx, object, network.InspectOptions{})
	switch {
	case errdefs.IsNotFound(err):
		return nil
	case err != nil:
		return err
	case !e.isOwn(found.Labels):
		return &ForeignError{Kind: "network", Name: found.Name}
	}
	if err := e.docker.NetworkRemove(ctx, found.ID); !errdefs.IsNotFound(err) {
		return err
	}
	return nil
}
