package engine

import (
	"context"
	"fmt"
	"math"
	"strings"
	"time"

	"framagit.org/chatiere/chatiere/installer/site"
	"github.com/containerd/errdefs"
	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/network"
)

// createContainer makes a container in its first network, and doesn't start
// it. The other networks are joined before it starts by network.connect: the
// API of engines before 25 takes one network here.
func (e *Engine) createContainer(ctx context.Context, wanted *site.Container) error {
	source, err := e.findImage(ctx, wanted.Image)
	if err == nil {
		source, err = e.nameImage(ctx, wanted.Image, source)
	}
	if err != nil {
		return fmt.Errorf("find its image: %w", err)
	}
	if err := e.checkVolumes(ctx, wanted); err != nil {
		return err
	}
	adopted, err := e.clearName(ctx, wanted, source.ID)
	if err != nil || adopted {
		return err
	}
	host, err := e.hostConfig(wanted, source)
	if err != nil {
		return err
	}
	created, err := e.docker.ContainerCreate(ctx, e.containerConfig(wanted, source), host, firstNetwork(wanted), nil, e.ContainerName(wanted))
	if isTaken(err) && e.comesToBe(ctx, func() error { _, err := e.inspectOwn(ctx, e.ContainerName(wanted)); return err }) {
		if _, err := e.clearName(ctx, wanted, source.ID); err != nil {
			return err
		}
		created, err = e.docker.ContainerCreate(ctx, e.containerConfig(wanted, source), host, firstNetwork(wanted), nil, e.ContainerName(wanted))
	}
	if err != nil {
		return err
	}
	return e.checkMounts(ctx, created.ID, wanted, source)
}

func firstNetwork(wanted *site.Container) *network.NetworkingConfig {
	if wanted.HostNetwork || len(wanted.Networks) == 0 {
		return nil
	}
	first := wanted.Networks[0]
	return &network.NetworkingConfig{EndpointsConfig: map[string]*network.EndpointSettings{first.Network: endpointOf(first)}}
}

// checkVolumes exists because the engine would make a missing volume by
// itself, empty and without our labels.
func (e *Engine) checkVolumes(ctx context.Context, wanted *site.Container) error {
	names := []string{}
	if !wanted.Image.Own {
		names = append(names, e.probeVolumeName())
	}
	for _, mount := range wanted.Mounts {
		names = append(names, mount.Object)
	}
	for _, name := range names {
		found, err := e.docker.VolumeInspect(ctx, name)
		switch {
		case err != nil:
			return fmt.Errorf("find the volume %q: %w", name, err)
		case !e.isOwn(found.Labels):
			return &ForeignError{Kind: "volume", Name: name}
		}
	}
	return nil
}

// probeVolumeName is the engine's name of the volume with the probe.
func (e *Engine) probeVolumeName() string { return e.options.Slug + "-" + probeVolume }

// clearName sees who bears the new container's name: nobody; a container of a
// killed run, which is taken up when it is the wanted one and ran, and made
// again when it never did; or an older container with the same spec that
// differs all the same (its image's ID, an address, a volume's generation,
// limits changed by hand). That one is only renamed: names are for people.
func (e *Engine) clearName(ctx context.Context, wanted *site.Container, image string) (adopted bool, err error) {
	name := e.ContainerName(wanted)
	found, err := e.docker.ContainerInspect(ctx, name)
	switch {
	case errdefs.IsNotFound(err):
		return false, nil
	case err != nil:
		return false, err
	case !e.isOwn(found.Config.Labels):
		return false, &ForeignError{Kind: "container", Name: name}
	case found.State.Status == container.StateCreated:
		return false, e.docker.ContainerRemove(ctx, found.ID, container.RemoveOptions{})
	}
	if found.Config.Labels[labelSpec] != wanted.Spec {
		if found.State.Running {
			return false, fmt.Errorf("the container %q runs and is another one", name)
		}
		return false, e.docker.ContainerRemove(ctx, found.ID, container.RemoveOptions{})
	}
	if found.Image == image && e.standsAt(found, wanted) {
		return true, nil
	}
	return false, e.docker.ContainerRename(ctx, found.ID, name+"-"+found.ID[:12])
}

// standsAt compares what no spec holds, or what a hand may have changed since.
func (e *Engine) standsAt(found container.InspectResponse, wanted *site.Container) bool {
	addresses, volumes := addressesOf(found), volumesOf(found.Mounts)
	for _, place := range wanted.Networks {
		if address, joined := addresses[place.Network]; !joined || (place.Address != "" && address != place.Address) {
			return false
		}
	}
	for _, mount := range wanted.Mounts {
		if volumes[mount.Path] != mount.Object {
			return false
		}
	}
	return len(addresses) == len(wanted.Networks) && sameLimits(found.HostConfig.Resources, resourcesOf(wanted))
}

func sameLimits(found, wanted container.Resources) bool {
	return found.Memory == wanted.Memory && found.NanoCPUs == wanted.NanoCPUs && number(found.PidsLimit) == number(wanted.PidsLimit)
}

// number reads a limit that may be missing.
func number(limit *int64) int64 {
	if limit == nil {
		return 0
	}
	return *limit
}

// inspectOwn finds a container by ID or name and refuses one that isn't ours.
func (e *Engine) inspectOwn(ctx context.Context, object string) (container.InspectResponse, error) {
	found, err := e.docker.ContainerInspect(ctx, object)
	if err != nil {
		return found, err
	}
	if !e.isOwn(found.Config.Labels) {
		return found, &ForeignError{Kind: "container", Name: strings.TrimPrefix(found.Name, "/")}
	}
	return found, nil
}

// startContainer may be called for one that runs already, or that somebody
// paused.
func (e *Engine) startContainer(ctx context.Context, object string) error {
	found, err := e.inspectOwn(ctx, object)
	if err != nil {
		return err
	}
	if found.State.Paused {
		return e.docker.ContainerUnpause(ctx, found.ID)
	}
	if !found.State.Running {
		if err := e.rejoin(ctx, found); err != nil {
			return err
		}
	}
	return e.docker.ContainerStart(ctx, found.ID, container.StartOptions{})
}

// stopContainer gives the container its grace; one that is gone is stopped.
func (e *Engine) stopContainer(ctx context.Context, object string, wanted *site.Container) error {
	found, err := e.inspectOwn(ctx, object)
	switch {
	case errdefs.IsNotFound(err):
		return nil
	case err != nil:
		return err
	}
	if found.State.Paused {
		// What is frozen hears no signal, and would be killed at the end of its
		// grace.
		if err := e.docker.ContainerUnpause(ctx, found.ID); err != nil {
			return err
		}
	}
	options := container.StopOptions{}
	if wanted != nil && wanted.StopGrace > 0 {
		grace := int(math.Ceil(wanted.StopGrace.Seconds()))
		options.Timeout = &grace
	}
	return e.docker.ContainerStop(ctx, found.ID, options)
}

// StopLater tells a container to end and gives it all that time, without
// waiting for it: the engine does, also when nobody listens any more, and kills
// it then. It is not started again at the next boot.
func (e *Engine) StopLater(ctx context.Context, id string, grace time.Duration) error {
	found, err := e.inspectOwn(ctx, id)
	if err != nil {
		return fmt.Errorf("stop: %w", err)
	}
	heard, cancel := context.WithTimeout(ctx, stopHeard)
	defer cancel()
	seconds := int(math.Ceil(grace.Seconds()))
	err = e.docker.ContainerStop(heard, found.ID, container.StopOptions{Timeout: &seconds})
	if err != nil && ctx.Err() == nil && heard.Err() != nil {
		return nil
	}
	return err
}

// stopHeard is how long the engine may take to hear a request.
const stopHeard = 2 * time.Second

// removeContainer never removes a volume, and never a running container.
func (e *Engine) removeContainer(ctx context.Context, object string) error {
	found, err := e.inspectOwn(ctx, object)
	switch {
	case errdefs.IsNotFound(err):
		return nil
	case err != nil:
		return err
	case found.Config.Labels[labelContainer] == fillerContainer:
		return e.removeFillerAndImage(ctx, found)
	}
	if err := e.docker.ContainerRemove(ctx, found.ID, container.RemoveOptions{}); !errdefs.IsNotFound(err) {
		return err
	}
	return nil
}

// restoreRestartPolicy undoes a change by hand (decision 15).
func (e *Engine) restoreRestartPolicy(ctx context.Context, object string) error {
	found, err := e.inspectOwn(ctx, object)
	if err != nil {
		return err
	}
	_, err = e.docker.ContainerUpdate(ctx, found.ID, container.UpdateConfig{RestartPolicy: restartPolicy()})
	return err
}
