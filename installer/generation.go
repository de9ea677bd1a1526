package installer

import (
	"fmt"
	"slices"

	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/site"
)

// allotVolumes finds the current generation of each volume: the last apply's
// record; when that is lost, the one that running containers mount; else the
// highest label; else the first. Two mounted ones are an error: one of them
// holds what people wrote last, and no label says which (decision 14).
func allotVolumes(slug string, service *site.Service, have plan.Observed, applied *site.Site) error {
	for _, volume := range service.Volumes {
		volume.Generation = recordedGeneration(volume, applied)
		if volume.Generation == 0 {
			mounted := mountedGenerations(volume, have)
			if len(mounted) > 1 {
				return twoGenerations(volume, mounted)
			}
			volume.Generation = max(1, highestGeneration(volume, have))
			if len(mounted) == 1 {
				volume.Generation = mounted[0].Generation
			}
		}
		volume.ObjectName = fmt.Sprintf("%s-%s-%s-g%d", slug, service.Name, volume.Name, volume.Generation)
	}
	return nil
}

func twoGenerations(volume *site.Volume, mounted []plan.Volume) error {
	return &ProblemError{Problems: []plan.Problem{{
		What: plan.Say("the record of the last apply is lost, and running containers mount two generations of volume %s of service %s: %s and %s",
			volume.Name, volume.Service, mounted[0].Name, mounted[1].Name),
		Hint: plan.Say("look which of the two holds the latest data, and stop the container that mounts the other one"),
	}}}
}

func recordedGeneration(volume *site.Volume, applied *site.Site) int {
	if applied == nil {
		return 0
	}
	service := applied.Service(volume.Service)
	if service == nil {
		return 0
	}
	for _, recorded := range service.Volumes {
		if recorded.Name == volume.Name {
			return recorded.Generation
		}
	}
	return 0
}

// mountedGenerations lists those that a running container not known to be
// unhealthy mounts.
func mountedGenerations(volume *site.Volume, have plan.Observed) []plan.Volume {
	var mounted []plan.Volume
	for _, existing := range have.Volumes {
		if existing.Service != volume.Service || existing.Volume != volume.Name {
			continue
		}
		if slices.ContainsFunc(have.Containers, func(container plan.Container) bool { return serves(container, existing.Name) }) {
			mounted = append(mounted, existing)
		}
	}
	return mounted
}

func serves(container plan.Container, object string) bool {
	if container.State != "running" || container.Health == "unhealthy" {
		return false
	}
	for _, mounted := range container.Volumes {
		if mounted == object {
			return true
		}
	}
	return false
}

func highestGeneration(volume *site.Volume, have plan.Observed) int {
	highest := 0
	for _, existing := range have.Volumes {
		if existing.Service == volume.Service && existing.Volume == volume.Name {
			highest = max(highest, existing.Generation)
		}
	}
	return highest
}

// allotMounts tells a container the object names of its volumes.
func allotMounts(service *site.Service, container *site.Container) {
	for i := range container.Mounts {
		for _, volume := range service.Volumes {
			if volume.Name == container.Mounts[i].Volume {
				container.Mounts[i].Object = volume.ObjectName
			}
		}
	}
}
