package installer

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"framagit.org/chatiere/chatiere/installer/disk"
	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/site"
)

// record writes site.json: the applied site, secrets replaced by names. After a
// run that did not end well it describes what runs: a container that was not
// replaced keeps the definition that it was made from.
func (p *Prepared) record(ctx context.Context, complete bool) error {
	reached := p.Want.Shown
	have, err := p.engine.Observe(ctx, p.Site.Slug, nil)
	switch {
	case err == nil && complete:
		err = p.request.State.dropFiles(p.Site, have)
	case err == nil:
		keepUnreplaced(reached, p.Have.Applied, have)
		err = p.keepReached(have)
	case !complete:
		err = nil // the engine is gone: the next run looks again
	}
	if err != nil {
		return err
	}
	if err := p.request.State.keepRetired(p.request.State.applied(), p.Site, p.request.Clock()); err != nil {
		return err
	}
	if complete {
		// Now that whoever left, with what it was made from, is written down.
		if err := p.request.State.dropModules(p.Site); err != nil {
			return err
		}
	}
	if err := p.request.State.forgetFront(reached); err != nil {
		return err
	}
	return p.request.State.saveSite(reached)
}

// saveSite writes what State.applied reads.
func (s State) saveSite(reached *site.Site) error {
	var document bytes.Buffer
	encoder := json.NewEncoder(&document)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(reached); err != nil {
		return fmt.Errorf("write the site as JSON: %w", err)
	}
	return disk.Replace(s.site(), document.Bytes(), 0o600)
}

// keepUnreplaced puts the recorded definition of each container that still runs
// by it, and whose replacement is not there, into what was reached.
func keepUnreplaced(reached, applied *site.Site, have plan.Observed) {
	if applied == nil {
		return
	}
	exists := func(container *site.Container) bool {
		return slices.ContainsFunc(have.Containers, func(existing plan.Container) bool {
			return existing.Service == container.Service && existing.Container == container.Name && existing.Spec == container.Spec
		})
	}
	for _, service := range reached.Services {
		before := applied.Service(service.Name)
		if before == nil {
			continue
		}
		for i, wanted := range service.Containers {
			for _, old := range before.Containers {
				if old.Name == wanted.Name && !exists(wanted) && exists(old) {
					service.Containers[i] = old
				}
			}
		}
	}
}
