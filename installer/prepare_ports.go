package installer

import (
	"context"
	"slices"

	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/preflight"
	"framagit.org/chatiere/chatiere/installer/site"
)

// checkPorts refuses, before anything is made, a gateway that could not
// listen. The ports of our own running gateway are its own.
func (p *Prepared) checkPorts(ctx context.Context) error {
	if p.Want.Gateway == nil {
		return nil
	}
	settings := p.Site.Gateway
	for _, container := range p.Have.Containers {
		// A paused one holds its ports all the same.
		alive := container.State == "running" || container.State == "paused"
		if container.Service == "" && container.Container == "gateway" && alive {
			if container.Spec == p.Want.Gateway.Spec {
				return nil
			}
			settings = newPorts(settings, p.request.State.applied())
		}
	}
	if findings := preflight.BusyPorts(ctx, settings, p.containerNames(ctx)); len(findings) > 0 {
		return &RefusedError{findings}
	}
	return nil
}

// gatewayCameUp says that our own gateway runs now and did not when it was
// looked at: the engine was still starting it for a run that was killed, and the
// ports are its own.
func (p *Prepared) gatewayCameUp(ctx context.Context) bool {
	if p.ownGateway() != nil {
		return false
	}
	now, err := p.engine.Running(ctx, "")
	return err == nil && slices.ContainsFunc(now, func(container plan.Container) bool { return container.Container == "gateway" })
}

// newPorts leaves what the gateway of the last apply does not listen at yet.
// Without a record nothing is known, and nothing tried.
func newPorts(settings site.Gateway, applied *site.Site) site.Gateway {
	if applied == nil {
		return site.Gateway{}
	}
	held := append(heldPorts(applied.Gateway), applied.Gateway.Metrics)
	for _, port := range []*int{&settings.HTTP, &settings.HTTPS, &settings.Metrics} {
		if slices.Contains(held, *port) {
			*port = 0
		}
	}
	return settings
}

// heldPorts are those that a gateway has somewhere on this machine.
func heldPorts(settings site.Gateway) []int {
	if settings.AnswersContainers() {
		return append(settings.Ports(), settings.HTTPS)
	}
	return settings.Ports()
}
