package plan

// Destroy plans the removal of everything of one chaton on the engine:
// containers, networks and images; volumes only with data. Images that others
// use stay.
func Destroy(have Observed, data bool) Plan {
	var b builder
	removed := destroyContainers(&b, have)
	for _, network := range have.Networks {
		b.add(Operation{Kind: NetworkRemove, Target: network.Name, Cause: "destroy", Object: network.ID, After: removed})
	}
	for _, volume := range have.Volumes {
		// The probe's volume holds a program, not data.
		if data || volume.Service == "" {
			b.add(Operation{
				Kind: VolumeRemove, Target: volume.Name, Cause: "destroy", Object: volume.Name,
				Destroys: volume.Service != "", After: removed,
			})
		}
	}
	for _, image := range have.Images {
		if image.Used {
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
