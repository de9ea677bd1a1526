package engine

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/filters"
)

// Held tells for each running container of one service what it holds of the
// machine's memory at this moment, in bytes, by the container's name. Cached
// files are left out, even those in use: the kernel gives them up when a
// program wants the room. An engine that cannot count tells nothing.
func (e *Engine) Held(ctx context.Context, service string) (map[string]int64, error) {
	ours := filters.NewArgs(filters.Arg("label", labelChaton+"="+e.options.Slug), filters.Arg("label", labelService+"="+service))
	listed, err := e.docker.ContainerList(ctx, container.ListOptions{Filters: ours})
	if err != nil {
		return nil, fmt.Errorf("list the containers of %s: %w", service, err)
	}
	held := make([]int64, len(listed))
	err = inParallel(len(listed), func(index int) (err error) {
		held[index], err = e.heldBy(ctx, listed[index].ID)
		return err
	})
	found := map[string]int64{}
	for index, bytes := range held {
		name := listed[index].Labels[labelContainer]
		found[name] = max(found[name], bytes)
	}
	return found, err
}

func (e *Engine) heldBy(ctx context.Context, id string) (int64, error) {
	answer, err := e.docker.ContainerStatsOneShot(ctx, id)
	if err != nil {
		return 0, nil // it went away meanwhile
	}
	defer answer.Body.Close()
	var stats container.StatsResponse
	if err := json.NewDecoder(answer.Body).Decode(&stats); err != nil {
		return 0, err
	}
	counted := stats.MemoryStats.Stats
	held := int64(stats.MemoryStats.Usage) - int64(counted["slab_reclaimable"])
	if _, first := counted["total_active_file"]; first { // cgroup 1
		return max(0, held-int64(counted["total_active_file"])-int64(counted["total_inactive_file"])), nil
	}
	return max(0, held-int64(counted["active_file"])-int64(counted["inactive_file"])), nil
}

// ImageSize is what an image takes on the disk, with the layers that it shares.
func (e *Engine) ImageSize(ctx context.Context, id string) (int64, error) {
	found, err := e.docker.ImageInspect(ctx, id)
	if err != nil {
		return 0, fmt.Errorf("look at an image: %w", err)
	}
	return found.Size, nil
}
