package engine

import (
	"context"
	"fmt"

	"framagit.org/chatiere/chatiere/installer/site"
	"github.com/containerd/errdefs"
	"github.com/docker/docker/api/types/container"
)

// Check is what the engine's own health check says of a container (decision 12).
type Check struct {
	Unhealthy bool
	Failures  int // in a row, until now
	Retries   int // failures that make it unhealthy
}

// LastCheck asks about one container. One that is gone or does not run is not
// unhealthy.
func (e *Engine) LastCheck(ctx context.Context, id string) (Check, error) {
	found, err := e.docker.ContainerInspect(ctx, id)
	switch {
	case errdefs.IsNotFound(err):
		return Check{}, nil
	case err != nil:
		return Check{}, fmt.Errorf("ask about its health: %w", err)
	case !found.State.Running || found.State.Health == nil:
		return Check{}, nil
	}
	check := Check{Unhealthy: found.State.Health.Status == container.Unhealthy, Failures: found.State.Health.FailingStreak}
	if found.Config.Healthcheck != nil {
		check.Retries = found.Config.Healthcheck.Retries
	}
	return check, nil
}

// Restart stops a container of ours, with its own grace, and starts it again.
func (e *Engine) Restart(ctx context.Context, id string) error {
	found, err := e.inspectOwn(ctx, id)
	if err != nil {
		return fmt.Errorf("restart: %w", err)
	}
	if err := e.docker.ContainerRestart(ctx, found.ID, container.StopOptions{}); err != nil {
		return fmt.Errorf("restart: %w", err)
	}
	return nil
}

// restartPolicyOf leaves a job that ended as it is (decision 15).
func restartPolicyOf(wanted *site.Container) container.RestartPolicy {
	if wanted.Job.ThrowsAway() {
		return container.RestartPolicy{Name: container.RestartPolicyDisabled}
	}
	return restartPolicy()
}

func restartPolicy() container.RestartPolicy {
	return container.RestartPolicy{Name: container.RestartPolicyUnlessStopped}
}
