package engine

import (
	"context"
	"fmt"
	"strconv"

	"framagit.org/chatiere/chatiere/installer/site"
	"github.com/containerd/errdefs"
	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/network"
)

// Way is a connection that a container of a service makes.
type Way struct {
	Network string // of this chaton, by name
	Source  string // address of the container that tries
	Target  string // address without port
	Port    int
}

// Reaches tries a way from a container that is thrown away afterwards. `image`
// is the kit's own, which must be on the engine.
func (e *Engine) Reaches(ctx context.Context, image site.Image, way Way) (bool, error) {
	name := way.Network + "-doctor"
	if err := e.removeTrial(ctx, name); err != nil {
		return false, err
	}
	created, err := e.docker.ContainerCreate(ctx, e.trialConfig(image, way), trialHost(way), trialNetwork(way), nil, name)
	if err != nil {
		return false, fmt.Errorf("try from the network %s: %w", way.Network, err)
	}
	defer e.docker.ContainerRemove(context.WithoutCancel(ctx), created.ID, container.RemoveOptions{Force: true})
	ended, failed := e.docker.ContainerWait(ctx, created.ID, container.WaitConditionNextExit)
	if err := e.docker.ContainerStart(ctx, created.ID, container.StartOptions{}); err != nil {
		return false, fmt.Errorf("try from the network %s: %w", way.Network, err)
	}
	select {
	case end := <-ended:
		return end.StatusCode == 0, nil
	case err := <-failed:
		return false, fmt.Errorf("try from the network %s: %w", way.Network, err)
	}
}

// trialConfig runs the probe: the program beside it bears a file capability,
// and would not start where every capability is dropped.
func (e *Engine) trialConfig(image site.Image, way Way) *container.Config {
	return &container.Config{
		Image:      image.Name(),
		Entrypoint: []string{probeProgram},
		Cmd:        []string{"probe", "tcp", "--address", way.Target, "--port", strconv.Itoa(way.Port), "--timeout", "2s"},
		Labels:     e.labels(""),
	}
}

func trialHost(way Way) *container.HostConfig {
	return &container.HostConfig{
		NetworkMode: container.NetworkMode(way.Network), ReadonlyRootfs: true,
		CapDrop: []string{"ALL"}, SecurityOpt: []string{"no-new-privileges:true"},
		LogConfig: container.LogConfig{Type: "none"},
	}
}

func trialNetwork(way Way) *network.NetworkingConfig {
	place := endpointOf(site.Attachment{Network: way.Network, Address: way.Source})
	return &network.NetworkingConfig{EndpointsConfig: map[string]*network.EndpointSettings{way.Network: place}}
}

// removeTrial removes what a killed run left.
func (e *Engine) removeTrial(ctx context.Context, name string) error {
	found, err := e.ownByName(ctx, name)
	if err != nil || found == nil {
		return err
	}
	return e.docker.ContainerRemove(ctx, found.ID, container.RemoveOptions{Force: true})
}

// ownByName finds a container of ours that is known by its name alone, nil when
// there is none. Somebody else's is a *ForeignError.
func (e *Engine) ownByName(ctx context.Context, name string) (*container.InspectResponse, error) {
	found, err := e.docker.ContainerInspect(ctx, name)
	switch {
	case errdefs.IsNotFound(err):
		return nil, nil
	case err != nil:
		return nil, err
	case !e.isOwn(found.Config.Labels):
		return nil, &ForeignError{Kind: "container", Name: name}
	}
	return &found, nil
}
