package engine

import (
	"context"
	"fmt"
	"slices"
	"sort"
	"strings"

	"framagit.org/chatiere/chatiere/installer/plan"
	"github.com/containerd/errdefs"
	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/filters"
	"github.com/docker/docker/api/types/mount"
	"github.com/docker/docker/api/types/network"
)

// probeFolder is where the probe volume stands in every container.
const probeFolder = "/.chatiere"

func (l *look) containers(ctx context.Context, listed []container.Summary) error {
	own := slices.DeleteFunc(listed, func(found container.Summary) bool {
		mine := l.own("container", firstName(found.Names), found.Labels)
		if !mine {
			l.used[found.ImageID] = true
		}
		// One of ours without a container's name filled the probe volume.
		return !mine || found.Labels[labelContainer] == ""
	})
	seen := make([]*plan.Container, len(own))
	err := inParallel(len(own), func(index int) (err error) {
		seen[index], err = l.engine.observeContainer(ctx, own[index])
		return err
	})
	for _, container := range seen {
		if container != nil {
			l.seen.Containers = append(l.seen.Containers, *container)
		}
	}
	sort.Slice(l.seen.Containers, func(i, j int) bool { return l.seen.Containers[i].Name < l.seen.Containers[j].Name })
	return err
}

// Running lists the running containers of one service of this chaton with what
// a list call tells of them: name, labels, age.
func (e *Engine) Running(ctx context.Context, service string) ([]plan.Container, error) {
	ours := filters.NewArgs(filters.Arg("label", labelChaton+"="+e.options.Slug), filters.Arg("label", labelService+"="+service))
	listed, err := e.docker.ContainerList(ctx, container.ListOptions{Filters: ours})
	if err != nil {
		return nil, fmt.Errorf("list the containers of %s: %w", service, err)
	}
	var running []plan.Container
	for _, found := range listed {
		if found.State == container.StateRunning && e.isOwn(found.Labels) && found.Labels[labelService] == service {
			running = append(running, plan.Container{
				ID: found.ID, Name: firstName(found.Names), State: found.State, Created: found.Created,
				Service: found.Labels[labelService], Container: found.Labels[labelContainer], Spec: found.Labels[labelSpec],
			})
		}
	}
	return running, nil
}

// observeContainer returns nil for a container that went away meanwhile.
func (e *Engine) observeContainer(ctx context.Context, found container.Summary) (*plan.Container, error) {
	details, err := e.docker.ContainerInspect(ctx, found.ID)
	if errdefs.IsNotFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return &plan.Container{
		ID: found.ID, Name: firstName(found.Names),
		Service: found.Labels[labelService], Container: found.Labels[labelContainer],
		Spec: found.Labels[labelSpec], Module: found.Labels[labelModule],
		State: found.State, Health: healthOf(details.State), Restart: string(details.HostConfig.RestartPolicy.Name),
		ImageID: found.ImageID, Created: found.Created,
		Networks: addressesOf(details), Volumes: volumesOf(details.Mounts),
		Memory: details.HostConfig.Memory, CPUs: float64(details.HostConfig.NanoCPUs) / 1e9,
		Pids: number(details.HostConfig.PidsLimit), Process: processOf(details.State),
		Ports: portsOf(details.HostConfig.PortBindings),
	}, nil
}

func firstName(names []string) string {
	if len(names) == 0 {
		return ""
	}
	return strings.TrimPrefix(names[0], "/")
}

func healthOf(state *container.State) string {
	if state == nil || !state.Running || state.Health == nil || state.Health.Status == container.NoHealthcheck {
		return ""
	}
	return state.Health.Status
}

func processOf(state *container.State) int {
	if state == nil || !state.Running {
		return 0
	}
	return state.Pid
}

// Process is the one that runs in the container which an operation starts, as
// this machine numbers its processes; 0 when none does.
func (e *Engine) Process(ctx context.Context, operation plan.Operation) (int, error) {
	found, err := e.inspectOwn(ctx, e.object(operation))
	if err != nil {
		return 0, err
	}
	return processOf(found.State), nil
}

// addressesOf reads NetworkSettings.Networks only: the old top-level fields
// are gone from API 1.52 on (failures.md, 13). A stopped container keeps the
// address that it was given; the host's own network is none of ours.
func addressesOf(details container.InspectResponse) map[string]string {
	addresses := map[string]string{}
	if details.NetworkSettings == nil {
		return addresses
	}
	for name, endpoint := range details.NetworkSettings.Networks {
		if name != "host" && name != "none" {
			addresses[name] = addressOf(endpoint)
		}
	}
	return addresses
}

func addressOf(endpoint *network.EndpointSettings) string {
	switch {
	case endpoint == nil:
		return ""
	case endpoint.IPAddress == "" && endpoint.IPAMConfig != nil:
		return endpoint.IPAMConfig.IPv4Address
	}
	return endpoint.IPAddress
}

// volumesOf leaves out the probe: it is in every container and in no spec.
func volumesOf(mounts []container.MountPoint) map[string]string {
	volumes := map[string]string{}
	for _, point := range mounts {
		if point.Type == mount.TypeVolume && point.Destination != probeFolder {
			volumes[point.Destination] = point.Name
		}
	}
	return volumes
}
