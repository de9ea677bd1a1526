package engine

import (
	"strings"

	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/site"
	"github.com/distribution/reference"
	"github.com/docker/docker/api/types/image"
)

func isOurImage(labels map[string]string) bool {
	return labels[labelInputs] != "" || labels[labelOwn] != "" || labels[labelBase] != ""
}

// isOurName says that the kit gave the image this name. The labels alone do
// not: an image that somebody builds on ours inherits them.
func isOurName(labels map[string]string, name string) bool {
	named, err := reference.ParseNormalizedNamed(name)
	if err != nil {
		return false
	}
	repository, tag := reference.FamiliarName(named), ""
	if tagged, ok := named.(reference.Tagged); ok {
		tag = tagged.Tag()
	}
	switch inputs, suite := labels[labelInputs], labels[labelBase]; {
	case labels[labelOwn] != "":
		return repository == site.OwnImage
	case len(inputs) >= 12:
		return strings.HasPrefix(repository, "chatiere/") && strings.HasSuffix(tag, "-"+inputs[:12])
	case suite != "":
		return repository == "debian" && tag == suite+"-slim"
	}
	return false
}

// observeImage writes names as package site does: canonical, but short for
// what the kit builds or imports under its own name. Digests[i] is the
// registry's digest ("sha256:…") of Names[i], or "" when it has none; an image
// without a name has its digests alone.
func observeImage(found image.Summary) plan.Image {
	seen := plan.Image{ID: found.ID, Inputs: found.Labels[labelInputs], Own: found.Labels[labelOwn], Created: found.Created}
	digests := map[string]string{}
	for _, text := range found.RepoDigests {
		if repository, digest, ok := strings.Cut(text, "@"); ok && repository != noName {
			digests[repository] = digest
		}
	}
	short := seen.Inputs != "" || seen.Own != ""
	for _, name := range found.RepoTags {
		named, err := reference.ParseNormalizedNamed(name)
		if err != nil {
			continue // "<none>:<none>", of engines before 25
		}
		if !short {
			name = named.String()
		}
		seen.Names = append(seen.Names, name)
		if isOurName(found.Labels, name) {
			seen.Ours = append(seen.Ours, name)
		}
		seen.Digests = append(seen.Digests, digests[reference.FamiliarName(named)])
	}
	if len(seen.Names) == 0 {
		for _, digest := range digests {
			seen.Digests = append(seen.Digests, digest)
		}
	}
	return seen
}

// noName is what engines before 25 call the repository of the nameless.
const noName = "<none>"
