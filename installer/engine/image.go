package engine

import (
	"context"
	"fmt"
	"slices"

	"framagit.org/chatiere/chatiere/installer/site"
	"github.com/containerd/errdefs"
	"github.com/distribution/reference"
	"github.com/docker/docker/api/types/image"
)

// findImage looks for an image on the engine by what pins it best, and asks no
// registry. A built image that vanished was made again from the same inputs,
// under the same tag and with another ID; a pulled one that is pinned is not
// replaced by another one of its name.
func (e *Engine) findImage(ctx context.Context, wanted site.Image) (image.InspectResponse, error) {
	names, err := namesOf(wanted)
	if err != nil {
		return image.InspectResponse{}, err
	}
	var found image.InspectResponse
	for _, name := range names {
		if found, err = e.docker.ImageInspect(ctx, name); !errdefs.IsNotFound(err) {
			break
		}
	}
	return found, err
}

// namesOf lists what an image may be found by, best first.
func namesOf(wanted site.Image) ([]string, error) {
	var names []string
	if wanted.ID != "" {
		names = append(names, wanted.ID)
	}
	switch {
	case wanted.Build != nil, wanted.Own:
		return append(names, wanted.Name()), nil
	case wanted.Digest != "":
		name, err := withDigest(wanted)
		return append(names, name), err
	case wanted.ID == "":
		return []string{wanted.Reference}, nil
	}
	return names, nil
}

// withDigest writes name@digest, without the tag, which the engine would
// ignore anyway.
func withDigest(wanted site.Image) (string, error) {
	named, err := reference.ParseNormalizedNamed(wanted.Reference)
	if err != nil {
		return "", fmt.Errorf("image %q: %w", wanted.Reference, err)
	}
	return reference.TrimNamed(named).Name() + "@" + wanted.Digest, nil
}

// Digest asks the registry for the digest that a reference leads to now,
// without pulling anything.
func (e *Engine) Digest(ctx context.Context, reference string) (string, error) {
	found, err := e.docker.DistributionInspect(ctx, reference, "")
	if err != nil {
		return "", err
	}
	return found.Descriptor.Digest.String(), nil
}

// nameImage gives a pulled image its name, which a run killed after the pull had
// no time for; never one that somebody gave to another image.
func (e *Engine) nameImage(ctx context.Context, wanted site.Image, source image.InspectResponse) (image.InspectResponse, error) {
	if wanted.Digest == "" || len(source.RepoTags) > 0 {
		return source, nil
	}
	if _, err := e.docker.ImageInspect(ctx, wanted.Reference); !errdefs.IsNotFound(err) {
		return source, err
	}
	if err := e.docker.ImageTag(ctx, source.ID, wanted.Reference); err != nil {
		return source, err
	}
	return e.docker.ImageInspect(ctx, source.ID)
}

// nameFor is the image's name where it still leads to that image, for people
// who read a list of containers, else its ID.
func nameFor(wanted site.Image, source image.InspectResponse) string {
	named, err := reference.ParseNormalizedNamed(wanted.Name())
	if err == nil && slices.Contains(source.RepoTags, reference.FamiliarString(named)) {
		return wanted.Name()
	}
	return source.ID
}

// removeImage takes an image away only when it is ours and nothing uses it.
// Not being able to is no failure: the next run tries again.
func (e *Engine) removeImage(ctx context.Context, object string, progress func(string)) error {
	found, err := e.docker.ImageInspect(ctx, object)
	switch {
	case errdefs.IsNotFound(err):
		return nil
	case err != nil:
		return err
	case found.Config == nil || !isOurName(found.Config.Labels, object):
		progress("left: not ours")
		return nil
	}
	_, err = e.docker.ImageRemove(ctx, object, image.RemoveOptions{PruneChildren: true})
	if err != nil && !errdefs.IsConflict(err) && !errdefs.IsNotFound(err) {
		// Two images that share a nameless parent may be removed at the same
		// moment: the engine fails on the parent that the other one took along,
		// when the name is gone already or can go now.
		_, err = e.docker.ImageRemove(ctx, object, image.RemoveOptions{PruneChildren: true})
	}
	switch {
	case errdefs.IsConflict(err):
		progress("left: in use")
		return nil
	case errdefs.IsNotFound(err):
		return nil
	}
	return err
}
