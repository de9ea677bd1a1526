package engine

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/containerd/errdefs"
	"github.com/docker/docker/api/types/container"
)

// Usage is what one container takes, and what the engine saw of its life.
type Usage struct {
	Memory      int64     // bytes in use without the page cache; 0 when it does not run
	MemoryLimit int64     // bytes; 0: none of its own
	Since       time.Time // it runs, or ended
	Restarts    int       // by the engine, after its program ended by itself
	ExitCode    int       // of its last end
	OutOfMemory bool      // it was ended for want of memory
	// Failing is since when the engine's checks have failed without a break;
	// zero when the last one succeeded. Complaint is what the last one said,
	// secrets removed.
	Failing   time.Time
	Complaint string
}

// Usage looks at containers by ID, and leaves out what went away meanwhile.
func (e *Engine) Usage(ctx context.Context, ids []string) (map[string]Usage, error) {
	found := make([]*Usage, len(ids))
	err := inParallel(len(ids), func(index int) (err error) {
		found[index], err = e.usageOf(ctx, ids[index])
		return err
	})
	usage := map[string]Usage{}
	for index, one := range found {
		if one != nil {
			usage[ids[index]] = *one
		}
	}
	return usage, err
}

func (e *Engine) usageOf(ctx context.Context, id string) (*Usage, error) {
	found, err := e.docker.ContainerInspect(ctx, id)
	switch {
	case errdefs.IsNotFound(err):
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("look at a container: %w", err)
	}
	usage := &Usage{
		MemoryLimit: found.HostConfig.Memory, Restarts: found.RestartCount,
		ExitCode: found.State.ExitCode, OutOfMemory: found.State.OOMKilled, Since: parseTime(found.State.FinishedAt),
	}
	if !found.State.Running {
		return usage, nil
	}
	usage.Since = parseTime(found.State.StartedAt)
	if health := found.State.Health; health != nil && health.FailingStreak > 0 {
		usage.Failing, usage.Complaint = failingSince(health, intervalOf(found.Config)), e.redact(complaint(health))
	}
	// An engine that cannot count memory tells nothing; the rest is still true.
	usage.Memory, _ = e.memoryOf(ctx, id)
	return usage, nil
}

// parseTime is zero for what never was: the engine writes year 1 then.
func parseTime(text string) time.Time {
	at, err := time.Parse(time.RFC3339Nano, text)
	if err != nil || at.Year() <= 1 {
		return time.Time{}
	}
	return at
}

func intervalOf(config *container.Config) time.Duration {
	if config == nil || config.Healthcheck == nil {
		return 0
	}
	return config.Healthcheck.Interval
}

// failingSince finds the first of the failed checks in a row. The engine keeps
// the last five: those before are reckoned by the interval.
func failingSince(health *container.Health, interval time.Duration) time.Time {
	if len(health.Log) == 0 {
		return time.Time{}
	}
	before := max(0, len(health.Log)-health.FailingStreak)
	missing := max(0, health.FailingStreak-len(health.Log))
	return health.Log[before].Start.Add(-time.Duration(missing) * interval)
}

func complaint(health *container.Health) string {
	if len(health.Log) == 0 {
		return ""
	}
	var last tail
	_, _ = last.Write([]byte(health.Log[len(health.Log)-1].Output))
	return last.String()
}

// memoryOf asks once, without the second that the engine takes to measure a
// processor. The page cache is left out, as in the engine's own client: the
// kernel gives it up when a program wants it.
func (e *Engine) memoryOf(ctx context.Context, id string) (int64, error) {
	answer, err := e.docker.ContainerStatsOneShot(ctx, id)
	if err != nil {
		return 0, err
	}
	defer answer.Body.Close()
	var stats container.StatsResponse
	if err := json.NewDecoder(answer.Body).Decode(&stats); err != nil {
		return 0, err
	}
	used := int64(stats.MemoryStats.Usage)
	for _, name := range []string{"total_inactive_file", "inactive_file"} { // cgroup 1, cgroup 2
		if cache, known := stats.MemoryStats.Stats[name]; known {
			return max(0, used-int64(cache)), nil
		}
	}
	return used, nil
}
