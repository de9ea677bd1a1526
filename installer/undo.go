package installer

import (
	"context"

	"framagit.org/chatiere/chatiere/installer/disk"
	"framagit.org/chatiere/chatiere/installer/gateway/certificates"
	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/site"
)

// undo puts the old container back into service after its replacement failed:
// the new one stops, the old one starts and answers, the new one is removed.
// The routes were not touched, since they switch only after health. It says
// whether the old one serves again: one that failed before is no rescue.
func (p *Prepared) undo(do func(context.Context, plan.Operation) error) func(context.Context, plan.Operation) bool {
	return func(ctx context.Context, failed plan.Operation) bool {
		have, err := p.engine.Observe(ctx, p.Site.Slug, nil)
		if err != nil {
			return false
		}
		for _, existing := range have.Containers {
			if !isNew(existing, failed) {
				continue
			}
			stop := plan.Operation{Kind: plan.ContainerStop, Target: failed.Target, Object: existing.ID, Container: failed.Container}
			if do(ctx, stop) != nil {
				return false
			}
			defer func() {
				_ = do(ctx, plan.Operation{Kind: plan.ContainerRemove, Target: failed.Target, Object: existing.ID})
			}()
		}
		return p.giveBack(ctx, failed, do)
	}
}

func (p *Prepared) giveBack(ctx context.Context, failed plan.Operation, do func(context.Context, plan.Operation) error) bool {
	if failed.Container.Service == "" && p.request.State.restoreIssuer(p.issuerBefore) != nil {
		return false
	}
	definition := p.definitionOf(failed)
	start := plan.Operation{Kind: plan.ContainerStart, Target: failed.Target, Object: failed.Replaces, Container: definition}
	wait := plan.Operation{Kind: plan.HealthWait, Target: failed.Target, Object: failed.Replaces, Container: definition}
	return do(ctx, start) == nil && do(ctx, wait) == nil
}

// definitionOf is what the old container was made from, as the last apply
// recorded it, else what replaces it: its check is the one to make.
func (p *Prepared) definitionOf(failed plan.Operation) *site.Container {
	if p.Have.Applied == nil {
		return failed.Container
	}
	service := p.Have.Applied.Service(failed.Container.Service)
	if service == nil {
		return failed.Container
	}
	for _, recorded := range service.Containers {
		if recorded.Name == failed.Container.Name && isOf(recorded.Spec, failed.Replaces, p.Have) {
			return recorded
		}
	}
	return failed.Container
}

// isOf says that the container with that ID has that spec.
func isOf(spec, id string, have plan.Observed) bool {
	for _, existing := range have.Containers {
		if existing.ID == id {
			return existing.Spec == spec
		}
	}
	return false
}

// isNew says that the container is the replacement that failed: the old one may
// have the same spec, when it was changed by hand.
func isNew(existing plan.Container, failed plan.Operation) bool {
	wanted := failed.Container
	return existing.ID != failed.Replaces &&
		existing.Service == wanted.Service && existing.Container == wanted.Name && existing.Spec == wanted.Spec
}

// restoreIssuer gives the gateway that starts again the issuer that it had;
// without one before there is nothing to give back.
func (s State) restoreIssuer(before []byte) error {
	if before == nil {
		return nil
	}
	if err := disk.Replace(s.issuer(), before, 0o600); err != nil {
		return err
	}
	return s.giveToGateway(certificates.IssuerFile)
}
