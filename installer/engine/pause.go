package engine

import (
	"context"
	"fmt"
)

// Pause freezes a container of ours, so that its volumes hold still while they
// are copied. It answers no request until Unpause.
func (e *Engine) Pause(ctx context.Context, id string) error {
	found, err := e.inspectOwn(ctx, id)
	if err != nil {
		return fmt.Errorf("pause: %w", err)
	}
	if found.State.Paused {
		return nil
	}
	if err := e.docker.ContainerPause(ctx, found.ID); err != nil {
		return fmt.Errorf("pause: %w", err)
	}
	return nil
}

// Unpause lets a frozen container go on.
func (e *Engine) Unpause(ctx context.Context, id string) error {
	found, err := e.inspectOwn(ctx, id)
	if err != nil {
		return fmt.Errorf("unpause: %w", err)
	}
	if !found.State.Paused {
		return nil
	}
	if err := e.docker.ContainerUnpause(ctx, found.ID); err != nil {
		return fmt.Errorf("unpause: %w", err)
	}
	return nil
}
