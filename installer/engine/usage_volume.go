package engine

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/docker/docker/api/types"
	"github.com/docker/docker/api/types/volume"
)

// StoredVolume is one volume of the chaton and what it takes on the disk.
type StoredVolume struct {
	Object     string
	Service    string
	Volume     string
	Generation int
	Created    time.Time
	Size       int64 // bytes; -1 when the engine did not say in time
}

// volumePatience is how long the engine may count files: it reads every one of
// them, and who asks how a chaton does waits.
const volumePatience = 3 * time.Second

// countPatience is for who measures.
const countPatience = 2 * time.Minute

// StoredVolumes lists the chaton's volumes of every generation, the probe's
// excepted. Sizes are missing when counting takes too long.
func (e *Engine) StoredVolumes(ctx context.Context) ([]StoredVolume, error) {
	return e.storedVolumes(ctx, volumePatience)
}

// CountedVolumes is StoredVolumes for whoever can wait until all is counted.
func (e *Engine) CountedVolumes(ctx context.Context) ([]StoredVolume, error) {
	return e.storedVolumes(ctx, countPatience)
}

func (e *Engine) storedVolumes(ctx context.Context, patience time.Duration) ([]StoredVolume, error) {
	listed, err := e.docker.VolumeList(ctx, volume.ListOptions{})
	if err != nil {
		return nil, fmt.Errorf("list the volumes: %w", err)
	}
	var stored []StoredVolume
	for _, found := range listed.Volumes {
		if !e.isOwn(found.Labels) || found.Labels[labelService] == "" {
			continue
		}
		generation, _ := strconv.Atoi(found.Labels[labelGeneration])
		stored = append(stored, StoredVolume{
			Object: found.Name, Service: found.Labels[labelService], Volume: found.Labels[labelVolume],
			Generation: generation, Created: parseTime(found.CreatedAt), Size: -1,
		})
	}
	if len(stored) > 0 {
		e.measure(ctx, stored, patience)
	}
	return stored, nil
}

// measure fills in the sizes that the engine tells in time.
func (e *Engine) measure(ctx context.Context, stored []StoredVolume, patience time.Duration) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	usage, err := e.count(ctx)
	if err != nil {
		return
	}
	sizes := map[string]int64{}
	for _, found := range usage.Volumes {
		if found.UsageData != nil {
			sizes[found.Name] = found.UsageData.Size
		}
	}
	for i := range stored {
		if size, known := sizes[stored[i].Object]; known {
			stored[i].Size = size
		}
	}
}

// count waits its turn: the engine counts for one caller at a time, and refuses
// the others at once.
func (e *Engine) count(ctx context.Context) (types.DiskUsage, error) {
	for {
		usage, err := e.docker.DiskUsage(ctx, types.DiskUsageOptions{Types: []types.DiskUsageObject{types.VolumeObject}})
		if err == nil || !strings.Contains(err.Error(), "already running") {
			return usage, err
		}
		select {
		case <-ctx.Done():
			return usage, ctx.Err()
		case <-time.After(countAgain):
		}
	}
}

const countAgain = 200 * time.Millisecond
