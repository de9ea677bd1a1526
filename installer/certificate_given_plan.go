package installer

import (
	"context"

	"framagit.org/chatiere/chatiere/installer/gateway"
	"framagit.org/chatiere/chatiere/installer/plan"
)

// lookAtGiven fills which containers have the certificates that they show.
func (p *Prepared) lookAtGiven() {
	p.Have.Given = map[string]bool{}
	given := p.request.State.giver(p.Site, p.vault, p.request.Clock())
	for _, container := range p.Site.Containers() {
		for _, name := range container.CertificateHosts() {
			p.Have.Given[container.FullName()+" "+name] = true
		}
		for _, name := range given.missing(container) {
			p.Have.Given[container.FullName()+" "+name] = false
		}
	}
}

// giveCertificates is the performer of certificate.give. What runs already is
// told by the next tick.
func (p *Prepared) giveCertificates(ctx context.Context, operation plan.Operation, _ func(plan.Event)) error {
	container, now := operation.Container, p.request.Clock()
	user, group, err := p.engine.Owner(ctx, container)
	if err != nil {
		return err
	}
	if operation.Object != "" {
		renewed := given{Container: container.FullName(), Names: container.CertificateHosts(), Copied: now.UTC()}
		if err := p.request.State.writeRecord(renewed.name(), renewed); err != nil {
			return err
		}
	}
	return p.request.State.giver(p.Site, p.vault, now).give(container, owner{user, group})
}

// nameOwnCertificates has the gateway obtain certificates for the names that
// services show themselves, and for no other of that kind.
func (p *Prepared) nameOwnCertificates(ctx context.Context, names []string) error {
	ours := func(refusal gateway.Refusal) bool { return refusal.Path == "" && refusal.Host != "" }
	return p.changeRoutes(ctx, ours, func(routes gateway.Routes) gateway.Routes {
		routes.Names = names
		return routes
	})
}
