package installer

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"framagit.org/chatiere/chatiere/installer/disk"
	"framagit.org/chatiere/chatiere/installer/gateway"
	"framagit.org/chatiere/chatiere/installer/gateway/access"
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
		plan.RoutesAdd:       p.addRoutes,
		plan.RoutesSwitch:    p.switchRoutes,
		plan.RoutesDrain:     p.drainRoutes,
		plan.RoutesRemove:    p.removeRoutes,
		plan.CertificateWait: p.waitCertificate,
		plan.CertificateCopy: p.copyCertificate,
		plan.TimerWrite:      p.writeTimer,

		plan.CertificateDrop:  p.dropCertificate,
		plan.CertificateGive:  p.giveCertificates,
		plan.PortOpen:         p.openPort,
		plan.AuthorityReplace: p.replaceAuthority,
		plan.ModuleKeep:       p.keepModule,
		plan.SourceFetch:      p.keepSource,
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
	table[plan.HealthWait] = p.waitHealthy
	table[plan.VolumeCreate] = p.createVolume
	table[plan.VolumeRefill] = p.refillProbe
	table[plan.JobRun] = p.runJob
	table[plan.ContainerStop] = p.stopContainer
	table[plan.ContainerRemove] = p.removeContainer(keepingLogs(p.keeper(), p.request.Clock, p.engine.Do))
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
	lock := p.lockOf(func(image site.Image) (id, digest string) { return pinned(have, image) })
	return disk.Replace(p.request.LockFile, lock.Bytes(), modeOf(p.request.LockFile, 0o644))
}

// pinned is what the lock file says of an image after a run: what its name
// leads to, unless a hand gave that name to another image than the one that was
// wanted.
func pinned(have plan.Observed, image site.Image) (id, digest string) {
	for _, existing := range have.Images {
		if image.Digest != "" && slices.Contains(existing.Digests, image.Digest) {
			return existing.ID, image.Digest
		}
	}
	existing := imageNamed(have, image.Name())
	if existing == nil || image.Build != nil && existing.Inputs != image.Build.Inputs {
		return image.ID, image.Digest
	}
	return pinsOf(*existing, image.Name())
}

// switchRoutes writes the wanted routes of one service, with the containers
// that run now, and returns once the gateway serves them.
func (p *Prepared) switchRoutes(ctx context.Context, operation plan.Operation, _ func(plan.Event)) error {
	if operation.Target == plan.LogsTarget {
		return p.decideLogs(ctx, gatewayLogs(p.Site.Logs))
	}
	if operation.Target == plan.NamesTarget {
		return p.nameOwnCertificates(ctx, p.Site.OwnNames())
	}
	if operation.Service == nil {
		return p.changeRoutes(ctx, nil, func(routes gateway.Routes) gateway.Routes {
			return withSite(routes, siteRoute(p.Site))
		})
	}
	running, err := p.engine.Running(ctx, operation.Service.Name)
	if err != nil {
		return err
	}
	list := routesOf(operation.Service, func(container *site.Container) string {
		return newestID(container, running)
	})
	return p.changeRoutes(ctx, ofRoutes(list), func(routes gateway.Routes) gateway.Routes {
		return withService(routes, operation.Service.Name, list)
	})
}

// newestID is the newest running container of the wanted spec: an older one of
// the same spec, changed by hand, is about to be removed.
func newestID(container *site.Container, running []plan.Container) string {
	newest, id := int64(-1), ""
	for _, existing := range running {
		if existing.Container == container.Name && existing.Spec == container.Spec && existing.Created > newest {
			newest, id = existing.Created, existing.ID
		}
	}
	return id
}

func (p *Prepared) removeRoutes(ctx context.Context, operation plan.Operation, _ func(plan.Event)) error {
	if operation.Target == plan.LogsTarget {
		return p.decideLogs(ctx, access.Settings{})
	}
	if operation.Target == plan.NamesTarget {
		return p.nameOwnCertificates(ctx, nil)
	}
	return p.changeRoutes(ctx, nil, func(routes gateway.Routes) gateway.Routes {
		if operation.Target == plan.SiteTarget {
			return withSite(routes, nil)
		}
		if operation.Service == nil { // it left chaton.hcl: nobody is in its network any more
			routes = withoutNetwork(routes, operation.Target)
		}
		return withService(routes, operation.Target, nil)
	})
}

// drainPatience is how long a replaced container may go on answering: longer
// than any page, shorter than an operator's own patience.
const drainPatience = 30 * time.Second

// drainRoutes lets visitors of a replaced container take what they asked for.
// Who takes longer is cut off, and the run goes on.
func (p *Prepared) drainRoutes(ctx context.Context, operation plan.Operation, note func(plan.Event)) error {
	if isGateway(operation.Container) {
		return p.drainGateway(ctx, operation, note)
	}
	limited, cancel := context.WithTimeout(ctx, drainPatience)
	defer cancel()
	note(plan.Event{Operation: operation.ID(), State: "progress", Detail: fmt.Sprintf("for %s at most", drainPatience)})
	var busy *gateway.BusyError
	err := gateway.Dial(p.request.State.Gateway()).WaitDrained(limited, operation.Object)
	if errors.As(err, &busy) && ctx.Err() == nil {
		note(plan.Event{Operation: operation.ID(), State: "progress", Detail: busy.Error()})
		return nil
	}
	return err
}

// changeRoutes is the one way to the routes file. Of all that the gateway
// refuses, ours is what it must not.
func (p *Prepared) changeRoutes(ctx context.Context, ours func(gateway.Refusal) bool, change func(gateway.Routes) gateway.Routes) error {
	refused, err := p.turns.join(change, func(changes []routeChange) ([]gateway.Refusal, error) {
		return p.writeRoutes(ctx, changes)
	})
	if err != nil {
		return err
	}
	if refusal := refusalOf(refused, ours); refusal != nil {
		return fmt.Errorf("the gateway refused a route: %s", refusal)
	}
	return nil
}

func (p *Prepared) writeRoutes(ctx context.Context, changes []routeChange) ([]gateway.Refusal, error) {
	changed := p.routes
	for _, change := range changes {
		changed = change(changed)
	}
	if err := p.request.State.saveRoutes(changed); err != nil {
		return nil, err
	}
	p.routes = changed
	reloaded, err := gateway.Dial(p.request.State.Gateway()).Reload(ctx)
	if err != nil {
		return nil, err
	}
	return reloaded.Refused, p.request.State.markLoaded()
}

func (p *Prepared) waitCertificate(ctx context.Context, operation plan.Operation, _ func(plan.Event)) error {
	ctx, cancel := context.WithTimeout(ctx, certificatePatience)
	defer cancel()
	return gateway.Dial(p.request.State.Gateway()).WaitCertificate(ctx, operation.Target)
}
