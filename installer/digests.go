package installer

import (
	"context"
	"slices"
	"sync"
	"time"

	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/site"
)

// registryPatience is how long a plan waits for a registry. Without an answer
// the plan says so, and the digest is recorded by the pull.
const registryPatience = 10 * time.Second

// registryDigests asks for the digest of every image that would be pulled and
// that nothing pins yet: what apply would record is a line of the plan
// (decision 1). An image that is there, or pinned, causes no request.
func (p *Prepared) registryDigests(ctx context.Context) (map[string]string, []plan.Sentence) {
	ctx, cancel := context.WithTimeout(ctx, registryPatience)
	defer cancel()
	var (
		mutex   sync.Mutex
		group   sync.WaitGroup
		digests = map[string]string{}
		notes   []plan.Sentence
	)
	for _, reference := range p.unpinned() {
		group.Go(func() {
			digest, err := p.engine.Digest(ctx, reference)
			mutex.Lock()
			defer mutex.Unlock()
			if err != nil {
				notes = append(notes, plan.Say("the registry does not say the digest of %s (%s): the pull will record it", reference, err))
				return
			}
			digests[reference] = digest
		})
	}
	group.Wait()
	return digests, notes
}

// unpinned lists the images to pull that neither the lock file nor the engine
// knows.
func (p *Prepared) unpinned() []string {
	var references []string
	for _, service := range p.Site.Services {
		for _, container := range service.Containers {
			image := container.Image
			if image.Build != nil || image.Own || slices.Contains(references, image.Reference) {
				continue
			}
			pinned := p.lock.Image(image.Reference)
			if pinned.ID == "" && pinned.Digest == "" && imageNamed(p.Have, image.Reference) == nil {
				references = append(references, image.Reference)
			}
		}
	}
	return references
}

// allotImage tells an image what pins it: the lock file, else what stands under
// its name on the engine, else the registry.
func allotImage(image *site.Image, have plan.Observed, lock site.Lock, digests map[string]string) {
	pinned := lock.Image(image.Name())
	image.ID, image.Digest = pinned.ID, pinned.Digest
	if image.Build != nil || image.Own || image.ID != "" || image.Digest != "" {
		return
	}
	if existing := imageNamed(have, image.Reference); existing != nil {
		image.ID, image.Digest = pinsOf(*existing, image.Reference)
		return
	}
	image.Digest = digests[image.Reference]
}

func imageNamed(have plan.Observed, name string) *plan.Image {
	for i, existing := range have.Images {
		if slices.Contains(existing.Names, name) {
			return &have.Images[i]
		}
	}
	return nil
}

// pinsOf is what the lock file records of an image on the engine.
func pinsOf(existing plan.Image, name string) (id, digest string) {
	if at := slices.Index(existing.Names, name); at >= 0 && at < len(existing.Digests) {
		digest = existing.Digests[at]
	}
	return existing.ID, digest
}
