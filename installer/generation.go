package installer

import (
	"fmt"

	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/site"
)

// allotVolumes finds the current generation of each volume: the last apply's
// record; when that is lost, the one that the newest healthy container mounts;
// else the highest label; else the first (decision 14).
func allotVolumes(slug string, service *site.Service, have plan.Observed, applied *site.Site) {
	for _, volume := range service.Volumes {
		volume.Generation = recordedGeneration(volume, applied)
		if volume.Generation == 0 {
			volume.Generation = mountedGeneration(volume, have)
		}
		if volume.Generation == 0 {
			volume.Generation = max(1, highestGeneration(volume, have))
		}
		volume.ObjectName = fmt.Sprintf("%s-%s-%s-g%d", slug, service.Name, volume.Name, volume.Generation)
	}
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

func mountedGeneration(volume *site.Volume, have plan.Observed) int {
	generations := map[string]int{}
	for _, existing := range have.Volumes {
		if existing.Service == volume.Service && existing.Volume == volume.Name {
			generations[existing.Name] = existing.Generation
		}
	}
	newest, found := int64(-1), 0
	for _, container := range have.Containers {
		if container.State != "running" || container.Health == "unhealthy" || container.Created <= newest {
			continue
		}
		for _, object := range container.Volumes {
			if generation := generations[object]; generation > 0 {
				newest, found = container.Created, generation
			}
		}
	}
	return found
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
