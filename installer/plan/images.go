package plan

import (
	"slices"

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
	if m.hasImage(image.Name()) {
		return
	}
	operation := Operation{Target: image.Name(), Cause: "no such image", Image: image}
	switch {
	case image.Own:
		operation.Kind = ImageImport
	case image.Build != nil:
		operation.Kind = ImageBuild
		operation.After = m.base(image.Build.Base)
	default:
		operation.Kind = ImagePull
	}
	m.prepared = append(m.prepared, m.add(operation))
}

// base plans a build's base image once for all builds on it. How it comes
// (pulled, or made by debootstrap when no registry answers) is the performer's
// to find out: the result is the same.
func (m *maker) base(reference string) []string {
	if reference == "" || m.hasImage(reference) {
		return nil
	}
	return []string{m.add(Operation{
		Kind: ImageImport, Target: reference, Cause: "no such base image",
		Image: &site.Image{Reference: reference},
	})}
}

func (m *maker) hasImage(name string) bool {
	for _, image := range m.have.Images {
		if slices.Contains(image.Names, name) {
			return true
		}
	}
	return false
}

func (m *maker) hasVolume(name string) bool {
	for _, volume := range m.have.Volumes {
		if volume.Name == name {
			return true
		}
	}
	return false
}
