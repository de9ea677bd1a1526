package plan

import (
	"slices"
	"strings"

	"framagit.org/chatiere/chatiere/installer/site"
)

// images plans every image that a container to be created needs. A container
// that already runs as wanted needs no image at all: a vanished one is not
// drift (decision 3).
func (m *maker) images() {
	for _, container := range m.want.containers() {
		if m.needsImage(container) {
			m.image(&container.Image)
		}
	}
	if m.want.Probe != nil && !m.hasVolume(m.want.Probe.ObjectName) && m.want.Gateway != nil {
		m.image(&m.want.Gateway.Image)
	}
}

func (m *maker) needsImage(container *site.Container) bool {
	return m.current(container) == nil
}

func (m *maker) image(image *site.Image) {
	if m.hasImage(image) {
		return
	}
	operation := Operation{Target: image.Name(), Cause: "no such image", Image: image}
	if m.named(image.Name()) != nil {
		operation.Cause = "its name was given to another image"
	}
	switch {
	case image.Own:
		operation.Kind = ImageImport
	case image.Build != nil:
		operation.Kind = ImageBuild
		operation.After = m.base(image.Build.Base)
	default:
		operation.Kind = ImagePull
		operation.Changes = changeTo("digest", image.Digest)
	}
	m.prepared = append(m.prepared, m.add(operation))
}

// base plans a build's base image once for all builds on it. How it comes
// (pulled, or made by debootstrap when no registry answers) is the performer's
// to find out: the result is the same.
func (m *maker) base(reference string) []string {
	if reference == "" || m.named(reference) != nil {
		return nil
	}
	return []string{m.add(Operation{
		Kind: ImageImport, Target: reference, Cause: "no such base image",
		Image: &site.Image{Reference: reference},
	})}
}

// hasImage says that the engine has what the image is wanted by: a digest, an
// ID, the inputs of a build, or only a name. A name alone proves nothing, since
// a hand may have given it to another image.
func (m *maker) hasImage(image *site.Image) bool {
	return slices.ContainsFunc(m.have.Images, func(existing Image) bool {
		switch {
		case image.Build != nil:
			return slices.Contains(existing.Names, image.Name()) && existing.Inputs == image.Build.Inputs
		case image.ID != "" && existing.ID == image.ID:
			return true
		case image.Digest != "":
			return slices.Contains(existing.Digests, image.Digest)
		case image.ID != "":
			return false
		}
		return slices.Contains(existing.Names, image.Name())
	})
}

// uncovered notes the paths where an image declares a volume and the module
// mounts none, of containers to be made (decision 14).
func (m *maker) uncovered() {
	for _, container := range m.want.containers() {
		if m.current(container) != nil {
			continue
		}
		for _, path := range container.Uncovered() {
			m.plan.Notes = append(m.plan.Notes, Say("the image of %s declares a volume at %s that its module does not mount: it stands in memory, and is empty after each start", container.FullName(), path))
		}
	}
}

// named is the image that the name leads to, or nil.
func (m *maker) named(name string) *Image {
	for i, image := range m.have.Images {
		if slices.Contains(image.Names, name) {
			return &m.have.Images[i]
		}
	}
	return nil
}

// made is the image that a container was made from, or nil when it vanished.
func (m *maker) made(existing Container) *Image {
	for i, image := range m.have.Images {
		if image.ID == existing.ImageID {
			return &m.have.Images[i]
		}
	}
	return nil
}

// otherImage is the change of a container that was made from another image than
// the one that the lock file pins: its name was given to it when it was made. An
// image that vanished says nothing, and one built again from the same inputs is
// the same (decision 3).
func (m *maker) otherImage(wanted *site.Container, existing Container) []Change {
	made := m.made(existing)
	if made == nil || m.sameImage(wanted.Image, *made) {
		return nil
	}
	return []Change{{Field: "image", Old: short(strings.TrimPrefix(made.ID, "sha256:")), New: wanted.Image.Name()}}
}

func (m *maker) sameImage(wanted site.Image, made Image) bool {
	switch {
	case wanted.Own:
		return true // an own image of another build serves as well (decision 5)
	case wanted.Build != nil:
		return made.Inputs == wanted.Build.Inputs
	case wanted.ID == made.ID, wanted.ID == "" && wanted.Digest == "":
		return true
	}
	return wanted.Digest != "" && slices.Contains(made.Digests, wanted.Digest)
}

// retagged notes names that lead to another image than their containers were
// made from: nothing is replaced for it, and the next container that needs the
// image has it built or pulled again.
func (m *maker) retagged() {
	for _, container := range m.want.containers() {
		current, named := m.current(container), m.named(container.Image.Name())
		if current == nil || named == nil || container.Image.Own || m.sameImage(container.Image, *named) {
			continue
		}
		note := Say("the image name %s was given to another image by hand; %s keeps its own", container.Image.Name(), container.FullName())
		m.plan.Notes = append(m.plan.Notes, note)
	}
}

func (m *maker) hasVolume(name string) bool {
	for _, volume := range m.have.Volumes {
		if volume.Name == name {
			return true
		}
	}
	return false
}
