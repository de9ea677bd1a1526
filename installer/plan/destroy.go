package plan

import (
	"slices"

	"framagit.org/chatiere/chatiere/installer/site"
)

// Destroy plans the removal of everything of one chaton on the engine:
// containers, networks and images; volumes only with data. Images that others
// use stay, and beside another chaton also those that nothing says are this
// one's: its apply may have made them a moment ago.
func Destroy(have Observed, data bool) Plan {
	var b builder
	destroyTimer(&b, have)
	removed := destroyContainers(&b, have)
	for _, network := range have.Networks {
		b.add(Operation{
			Kind: NetworkRemove, Target: network.Name, Cause: "destroy", Object: network.ID, After: removed,
			Network: &site.Network{Service: network.Service, Name: network.Name},
		})
	}
	for _, volume := range have.Volumes {
		// The probe's volume holds a program, not data.
		if data || volume.Service == "" {
			b.add(Operation{
				Kind: VolumeRemove, Target: volume.Name, Cause: "destroy", Object: volume.Name,
				Volume:   &site.Volume{Service: volume.Service, Name: volume.Volume, ObjectName: volume.Name},
				Destroys: volume.Service != "", After: removed,
			})
		}
	}
	for _, image := range have.Images {
		if image.Used || have.Neighbours && !have.hasMade(image) {
			continue
		}
		for _, name := range image.Ours {
			b.add(Operation{Kind: ImageRemove, Target: name, Cause: "destroy", Object: name, After: removed})
		}
	}
	return b.plan
}

func destroyContainers(b *builder, have Observed) []string {
	m := maker{}
	m.builder = *b
	var removed []string
	for i := range have.Containers {
		m.removeContainer(&have.Containers[i], "destroy", nil)
	}
	for _, operation := range m.plan.Operations {
		removed = append(removed, operation.ID())
	}
	*b = m.builder
	return removed
}

// hasMade says that a container of this chaton was made from the image, or that
// the last apply had one of its name.
func (o Observed) hasMade(image Image) bool {
	if slices.ContainsFunc(o.Containers, func(container Container) bool { return container.ImageID == image.ID }) {
		return true
	}
	for _, container := range o.Applied.Containers() {
		of := repository(container.Image.Name())
		if slices.ContainsFunc(image.Ours, func(name string) bool { return isOf(name, of) }) {
			return true
		}
	}
	return false
}
