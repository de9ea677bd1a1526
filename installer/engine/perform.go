package engine

import (
	"context"
	"fmt"

	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/site"
)

// Do performs one operation: images, networks, volumes, containers,
// file.write and health.wait. It calls note with progress only; that an
// operation began and ended is for the caller to say. It panics on a kind
// that belongs to another room.
func (e *Engine) Do(ctx context.Context, operation plan.Operation, note func(plan.Event)) error {
	progress := func(detail string) {
		if note != nil {
			note(plan.Event{Operation: operation.ID(), State: "progress", Detail: detail})
		}
	}
	err := e.perform(ctx, operation, progress)
	if err != nil && ctx.Err() != nil {
		// Cancelling is no failure: what it broke off is of no interest.
		err = ctx.Err()
	}
	if err != nil {
		return fmt.Errorf("%s %s: %w", operation.Kind, operation.Target, err)
	}
	return nil
}

func (e *Engine) perform(ctx context.Context, operation plan.Operation, progress func(string)) error {
	switch operation.Kind {
	case plan.ImagePull:
		return e.pullImage(ctx, *operation.Image, progress)
	case plan.ImageBuild:
		return e.buildImage(ctx, *operation.Image, progress)
	case plan.ImageImport:
		return e.importImage(ctx, *operation.Image, progress)
	case plan.ImageRemove:
		return e.removeImage(ctx, operation.Object, progress)
	case plan.NetworkCreate:
		return e.createNetwork(ctx, operation.Network)
	case plan.NetworkConnect:
		return e.connectNetwork(ctx, e.object(operation), operation.Container, operation.Network)
	case plan.NetworkRemove:
		return e.removeNetwork(ctx, operation.Object)
	case plan.VolumeCreate:
		return e.createVolume(ctx, operation.Volume)
	case plan.VolumeRefill:
		return e.refillProbeVolume(ctx, operation.Volume)
	case plan.VolumeRemove:
		return e.removeVolume(ctx, operation.Object)
	case plan.FileWrite:
		return e.WriteFiles(ctx, operation.Container)
	case plan.HealthWait:
		return e.waitHealthy(ctx, e.object(operation), operation.Container, progress)
	}
	return e.performContainer(ctx, operation)
}

func (e *Engine) performContainer(ctx context.Context, operation plan.Operation) error {
	switch operation.Kind {
	case plan.ContainerCreate:
		return e.createContainer(ctx, operation.Container)
	case plan.ContainerStart:
		return e.startContainer(ctx, e.object(operation))
	case plan.ContainerStop:
		return e.stopContainer(ctx, e.object(operation), operation.Container)
	case plan.ContainerRemove:
		return e.removeContainer(ctx, e.object(operation))
	case plan.RestartPolicy:
		return e.restoreRestartPolicy(ctx, e.object(operation))
	}
	panic(fmt.Sprintf("engine: %q is performed by another room", operation.Kind))
}

// object is the existing container that an operation names, or the name that
// its new container was given by container.create.
func (e *Engine) object(operation plan.Operation) string {
	if operation.Object != "" || operation.Container == nil {
		return operation.Object
	}
	return e.ContainerName(operation.Container)
}

// ContainerName is the name that container.create gives (decision 14).
func (e *Engine) ContainerName(container *site.Container) string {
	name := e.options.Slug + "-"
	if container.Service != "" {
		name += container.Service + "-"
	}
	return name + container.Name + "-" + container.Spec[:min(8, len(container.Spec))]
}
