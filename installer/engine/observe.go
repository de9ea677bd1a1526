package engine

import (
	"context"
	"fmt"
	"slices"
	"sort"
	"strconv"
	"sync"

	"framagit.org/chatiere/chatiere/installer/plan"
	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/image"
	"github.com/docker/docker/api/types/network"
	"github.com/docker/docker/api/types/volume"
)

// probeVolume is the logical name of the volume that carries the probe.
const probeVolume = "probe"

// Observe lists what the chaton of that slug has on the engine, by label, and
// which of names stand on objects that are not its own. It makes one list call
// for each kind of object and looks closer at own containers only.
func (e *Engine) Observe(ctx context.Context, slug string, names []string) (plan.Observed, error) {
	look := &look{
		engine: e, slug: slug, names: names, used: map[string]bool{},
		seen: plan.Observed{States: map[string]string{}},
	}
	listed, err := e.list(ctx)
	if err != nil {
		return plan.Observed{}, fmt.Errorf("observe the engine: %w", err)
	}
	if err := look.containers(ctx, listed.containers); err != nil {
		return plan.Observed{}, fmt.Errorf("observe the engine: %w", err)
	}
	look.networks(listed.networks)
	look.volumes(listed.volumes)
	look.images(listed.images)
	return look.seen, nil
}

// listing is everything that stands on the engine, as it lists it.
type listing struct {
	containers []container.Summary
	networks   []network.Summary
	volumes    []*volume.Volume
	images     []image.Summary
}

// list asks for all kinds at once: the engine answers them side by side.
func (e *Engine) list(ctx context.Context) (listing, error) {
	var all listing
	calls := []func() error{
		func() (err error) { all.images, err = e.docker.ImageList(ctx, image.ListOptions{}); return err },
		func() (err error) {
			all.containers, err = e.docker.ContainerList(ctx, container.ListOptions{All: true})
			return err
		},
		func() (err error) { all.networks, err = e.docker.NetworkList(ctx, network.ListOptions{}); return err },
		func() error {
			listed, err := e.docker.VolumeList(ctx, volume.ListOptions{})
			all.volumes = listed.Volumes
			return err
		},
	}
	return all, inParallel(len(calls), func(index int) error { return calls[index]() })
}

// look is one observation under way.
type look struct {
	engine *Engine
	slug   string
	names  []string
	seen   plan.Observed

	used map[string]bool // image IDs of containers that are not the chaton's
}

// own notes whose object it is and says whether it is the chaton's.
func (l *look) own(kind, name string, labels map[string]string) bool {
	if labels[labelChaton] != l.slug {
		l.seen.Neighbours = l.seen.Neighbours || labels[labelChaton] != ""
		if slices.Contains(l.names, name) {
			l.seen.Foreign = append(l.seen.Foreign, plan.Foreign{Kind: kind, Name: name})
		}
		return false
	}
	if state := labels[labelState]; state != l.engine.options.ID {
		l.seen.States[state] = labels[labelStatePath]
	}
	return true
}

func (l *look) networks(listed []network.Summary) {
	for _, found := range listed {
		if !l.own("network", found.Name, found.Labels) {
			continue
		}
		l.seen.Networks = append(l.seen.Networks, plan.Network{
			ID: found.ID, Name: found.Name, Service: found.Labels[labelService],
			Subnet: subnetOf(found), Internal: found.Internal,
		})
	}
	sort.Slice(l.seen.Networks, func(i, j int) bool { return l.seen.Networks[i].Name < l.seen.Networks[j].Name })
}

func subnetOf(found network.Inspect) string {
	if len(found.IPAM.Config) == 0 {
		return ""
	}
	return found.IPAM.Config[0].Subnet
}

func (l *look) volumes(listed []*volume.Volume) {
	for _, found := range listed {
		if !l.own("volume", found.Name, found.Labels) {
			continue
		}
		generation, _ := strconv.Atoi(found.Labels[labelGeneration])
		l.seen.Volumes = append(l.seen.Volumes, plan.Volume{
			Name: found.Name, Service: found.Labels[labelService],
			Volume: found.Labels[labelVolume], Generation: generation,
		})
	}
	sort.Slice(l.seen.Volumes, func(i, j int) bool { return l.seen.Volumes[i].Name < l.seen.Volumes[j].Name })
}

// images lists all that a plan may look up: images by any name, and nameless
// ones that are ours or that a container of ours runs.
func (l *look) images(listed []image.Summary) {
	for _, found := range listed {
		seen := observeImage(found)
		// A neighbour builds on the base again one day.
		seen.Used = l.used[found.ID] || l.seen.Neighbours && seen.Inputs == "" && found.Labels[labelBase] != ""
		if len(seen.Names) > 0 || len(seen.Digests) > 0 || isOurImage(found.Labels) || l.runs(found.ID) {
			l.seen.Images = append(l.seen.Images, seen)
		}
	}
	sort.Slice(l.seen.Images, func(i, j int) bool { return l.seen.Images[i].ID < l.seen.Images[j].ID })
}

func (l *look) runs(image string) bool {
	return slices.ContainsFunc(l.seen.Containers, func(runs plan.Container) bool { return runs.ImageID == image })
}

// inParallel calls work for each index, at most eight at a time, and returns
// the first error in the order of the indexes.
func inParallel(count int, work func(index int) error) error {
	errs := make([]error, count)
	slots := make(chan struct{}, 8)
	var group sync.WaitGroup
	for index := range count {
		slots <- struct{}{}
		group.Go(func() {
			defer func() { <-slots }()
			errs[index] = work(index)
		})
	}
	group.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
