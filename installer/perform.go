package installer

import (
	"context"
	"fmt"
	"time"

	"framagit.org/chatiere/chatiere/installer/gateway"
	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/site"
)

// certificatePatience is how long apply waits for one certificate before it
// says what the CA answered (design/modules.md, "publish").
const certificatePatience = 5 * time.Minute

// performer is the one call that performs a kind of operation.
type performer func(ctx context.Context, operation plan.Operation, note func(plan.Event)) error

// performers is the table from kind to room. Nothing else of this package
// changes the machine while a plan is performed.
func (p *Prepared) performers() map[plan.Kind]performer {
	table := map[plan.Kind]performer{
		plan.LockWrite:       p.writeLock,
		plan.SecretCreate:    p.createSecret,
		plan.RoutesSwitch:    p.switchRoutes,
		plan.RoutesRemove:    p.removeRoutes,
		plan.CertificateWait: p.waitCertificate,
	}
	for _, kind := range []plan.Kind{
		plan.ImagePull, plan.ImageBuild, plan.ImageImport, plan.ImageRemove,
		plan.NetworkCreate, plan.NetworkConnect, plan.NetworkRemove,
		plan.VolumeCreate, plan.VolumeRemove,
		plan.ContainerCreate, plan.ContainerStart, plan.ContainerStop, plan.ContainerRemove,
		plan.RestartPolicy, plan.FileWrite, plan.HealthWait,
	} {
		table[kind] = p.engine.Do
	}
	return table
}

func (p *Prepared) createSecret(_ context.Context, operation plan.Operation, _ func(plan.Event)) error {
	return p.vault.Keep(operation.Target, p.request.Clock())
}

// writeLock records what runs now: IDs of built images are known only here.
func (p *Prepared) writeLock(ctx context.Context, _ plan.Operation, _ func(plan.Event)) error {
	have, err := p.engine.Observe(ctx, p.Site.Slug, nil)
	if err != nil {
		return err
	}
	lock := site.LockOf(p.Site, func(image string) (id, digest string) {
		for _, existing := range have.Images {
			for i, name := range existing.Names {
				if name == image {
					if i < len(existing.Digests) {
						digest = existing.Digests[i]
					}
					return existing.ID, digest
				}
			}
		}
		return "", ""
	})
	return ReplaceFile(p.request.LockFile, lock.Bytes(), modeOf(p.request.LockFile, 0o644))
}

// switchRoutes writes the wanted routes of one service, with the containers
// that run now, and returns once the gateway serves them.
func (p *Prepared) switchRoutes(ctx context.Context, operation plan.Operation, _ func(plan.Event)) error {
	if operation.Service == nil {
		return p.changeRoutes(ctx, nil, func(routes gateway.Routes) gateway.Routes {
			return withSite(routes, siteRoute(p.Site))
		})
	}
	have, err := p.engine.Observe(ctx, p.Site.Slug, nil)
	if err != nil {
		return err
	}
	list := routesOf(operation.Service, func(container *site.Container) string {
		return runningID(container, have)
	})
	return p.changeRoutes(ctx, list, func(routes gateway.Routes) gateway.Routes {
		return withService(routes, operation.Service.Name, list)
	})
}

// runningID is the newest running container of the wanted spec: an older one
// of the same spec, changed by hand, is about to be removed.
func runningID(container *site.Container, have plan.Observed) string {
	newest, id := int64(-1), ""
	for _, existing := range have.Containers {
		if existing.Service == container.Service && existing.Container == container.Name &&
			existing.Spec == container.Spec && existing.State == "running" && existing.Created > newest {
			newest, id = existing.Created, existing.ID
		}
	}
	return id
}

func (p *Prepared) removeRoutes(ctx context.Context, operation plan.Operation, _ func(plan.Event)) error {
	return p.changeRoutes(ctx, nil, func(routes gateway.Routes) gateway.Routes {
		if operation.Target == plan.SiteTarget {
			return withSite(routes, nil)
		}
		return withService(routes, operation.Target, nil)
	})
}

// changeRoutes is the one way to the routes file. Two services that become
// ready at once take turns. The list is what the gateway must not refuse.
func (p *Prepared) changeRoutes(ctx context.Context, list []gateway.Route, change func(gateway.Routes) gateway.Routes) error {
	p.routesMutex.Lock()
	defer p.routesMutex.Unlock()
	changed := change(p.routes)
	if err := p.request.State.saveRoutes(changed); err != nil {
		return err
	}
	p.routes = changed
	reloaded, err := gateway.Dial(p.request.State.Gateway()).Reload(ctx)
	if err != nil {
		return err
	}
	if err := p.request.State.markLoaded(); err != nil {
		return err
	}
	if refusal := refusalOf(reloaded.Refused, list); refusal != nil {
		return fmt.Errorf("the gateway refused a route: %s", refusal)
	}
	return nil
}

func (p *Prepared) waitCertificate(ctx context.Context, operation plan.Operation, _ func(plan.Event)) error {
	ctx, cancel := context.WithTimeout(ctx, certificatePatience)
	defer cancel()
	return gateway.Dial(p.request.State.Gateway()).WaitCertificate(ctx, operation.Target)
}
