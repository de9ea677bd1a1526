package installer

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"framagit.org/chatiere/chatiere/installer/gateway"
	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/site"
)

// replacement is what is known, while a plan is performed, of gateways whose
// place another took.
type replacement struct {
	mutex   sync.Mutex
	lasting []string // IDs of those that still answer long requests
}

// takeoverEvery is how often it is looked whether a new gateway serves.
const takeoverEvery = 100 * time.Millisecond

// lastingGrace is how long a replaced gateway may go on with downloads and
// uploads, under the engine's eyes and with nobody waiting.
const lastingGrace = 10 * time.Minute

func isGateway(container *site.Container) bool {
	return container != nil && container.Service == "" && container.Name == "gateway"
}

func isGatewayOf(existing plan.Container) bool {
	return existing.Service == "" && existing.Container == "gateway"
}

// waitHealthy makes the engine's check. A gateway's would succeed while the one
// before answers at the same ports: it must be the one that serves, too.
func (p *Prepared) waitHealthy(ctx context.Context, operation plan.Operation, note func(plan.Event)) error {
	if err := p.engine.Do(ctx, operation, note); err != nil || !isGateway(operation.Container) {
		return err
	}
	limited, cancel := context.WithTimeout(ctx, operation.Container.Health.Start)
	defer cancel()
	ticker := time.NewTicker(takeoverEvery)
	defer ticker.Stop()
	for {
		process, err := p.engine.Process(limited, operation)
		if err == nil && process != 0 && p.serves(limited, process) {
			return nil
		}
		select {
		case <-limited.Done():
			if ctx.Err() != nil {
				return ctx.Err()
			}
			return fmt.Errorf("%s %s: it runs and has not taken its place after %s: its own log says why",
				operation.Kind, operation.Target, operation.Container.Health.Start)
		case <-ticker.C:
		}
	}
}

// serves says that the gateway which answers is that process. One that cannot
// be seen from here is taken at its word.
func (p *Prepared) serves(ctx context.Context, process int) bool {
	answering, err := gateway.Dial(p.request.State.Gateway()).Process(ctx)
	return err == nil && (answering == process || answering == 0)
}

// gatewayAnswers says what the engine's own check, one interval late and blind
// to who answers, does not know: which gateway serves, and what it can hand
// over.
func (p *Prepared) gatewayAnswers(ctx context.Context, status gateway.Status) {
	process, err := gateway.Dial(p.request.State.Gateway()).Process(ctx)
	if err != nil {
		return
	}
	serving := p.gatewayOf(process)
	if serving == nil {
		return
	}
	p.Have.Serving, p.Have.Behind = serving.ID, status.Behind
	p.Have.HandsOver = status.HandsOverTo(gatewayPlaces(p.Site.Gateway))
	serving.Health = "healthy"
	for i := range p.Have.Containers {
		found := &p.Have.Containers[i]
		if !isGatewayOf(*found) || found.State != "running" || found == serving {
			continue
		}
		found.Health = "starting"
		if status.Former != nil && status.Former.Requests > 0 {
			p.Have.Lasting = append(p.Have.Lasting, found.ID)
		}
	}
}

// gatewayOf is the newest running gateway of that process, or of all when it
// cannot be seen from here.
func (p *Prepared) gatewayOf(process int) *plan.Container {
	var newest *plan.Container
	for i := range p.Have.Containers {
		found := &p.Have.Containers[i]
		if !isGatewayOf(*found) || found.State != "running" || process != 0 && found.Process != process {
			continue
		}
		if newest == nil || found.Created > newest.Created {
			newest = found
		}
	}
	return newest
}

func gatewayPlaces(settings site.Gateway) gateway.Places {
	places := gateway.Places{Addresses: settings.Listen, HTTP: settings.HTTP, HTTPS: settings.HTTPS}
	if settings.Mode == "behind" {
		places.HTTPS = 0
	}
	return places
}

// drainGateway lets visitors of a replaced gateway end what they asked for. Who
// takes longer than a person waits is not cut off: that gateway goes on, and is
// removed by a later run.
func (p *Prepared) drainGateway(ctx context.Context, operation plan.Operation, note func(plan.Event)) error {
	limited, cancel := context.WithTimeout(ctx, drainPatience)
	defer cancel()
	note(plan.Event{Operation: operation.ID(), State: "progress", Detail: fmt.Sprintf("for %s at most", drainPatience)})
	var busy *gateway.BusyError
	err := gateway.Dial(p.request.State.Gateway()).WaitReplaced(limited)
	if !errors.As(err, &busy) || ctx.Err() != nil {
		return err
	}
	if busy.Requests > 0 {
		p.replaced.mutex.Lock()
		p.replaced.lasting = append(p.replaced.lasting, operation.Object)
		p.replaced.mutex.Unlock()
		note(plan.Event{Operation: operation.ID(), State: "progress", Detail: busy.Error()})
	}
	return nil
}

func (r *replacement) lasts(id string) bool {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	return slices.Contains(r.lasting, id)
}

// stopContainer tells a gateway that lasts to end when its requests have, and
// does not wait for it: the engine does.
func (p *Prepared) stopContainer(ctx context.Context, operation plan.Operation, note func(plan.Event)) error {
	if p.replaced.lasts(operation.Object) {
		return p.engine.StopLater(ctx, operation.Object, lastingGrace)
	}
	return p.engine.Do(ctx, operation, note)
}

// removeContainer leaves a gateway that lasts to the next run.
func (p *Prepared) removeContainer(remove performer) performer {
	return func(ctx context.Context, operation plan.Operation, note func(plan.Event)) error {
		if p.replaced.lasts(operation.Object) {
			note(plan.Event{Operation: operation.ID(), State: "progress", Detail: "left to the next apply: it still answers"})
			return nil
		}
		return remove(ctx, operation, note)
	}
}

// gatewayNotes say how the gateway is replaced when that is not without a
// moment of silence, and whether one that was replaced still answers.
func (p *Prepared) gatewayNotes() []plan.Sentence {
	var notes []plan.Sentence
	for range p.Have.Lasting {
		notes = append(notes, plan.Say("the gateway that was replaced still answers long requests; a later apply removes it"))
	}
	for _, operation := range p.Plan.Operations {
		if operation.Kind == plan.ContainerCreate && isGateway(operation.Container) && p.Have.Serving != "" && !p.Have.HandsOver {
			notes = append(notes, plan.Say("the gateway is stopped before the new one starts, since it cannot hand over its ports: nobody is answered for a few seconds"))
		}
	}
	return notes
}
