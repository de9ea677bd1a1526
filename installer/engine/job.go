package engine

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"framagit.org/chatiere/chatiere/installer/schedule"
	"framagit.org/chatiere/chatiere/installer/site"
	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/filters"
)

// Ended is how the container of a job that runs once ended. It still stands:
// what a job did is known even when nobody lived to hear it.
type Ended struct {
	ID          string
	Code        int
	Took        time.Duration // as the engine counted
	OutOfMemory bool
	Output      string // its last lines after a failure, secrets removed
}

// jobEvery is how often a job is looked at: most end within a second.
const jobEvery = 100 * time.Millisecond

// RunJob runs a job in its throw-away container, alone and to its end; the
// container's own first process holds the timeout. What a killed run left is
// taken up: a job that still runs is waited for, one that ended well counts,
// one that failed is run again. The caller removes the container once it has
// written down how it ended. A cancelled wait leaves the job at work.
func (e *Engine) RunJob(ctx context.Context, wanted *site.Container, networks []*site.Network, progress func(string)) (Ended, error) {
	id, err := e.takeUpJob(ctx, wanted)
	if err == nil && id == "" {
		id, err = e.beginJob(ctx, wanted, networks)
	}
	if err != nil {
		return Ended{}, fmt.Errorf("run the job %s: %w", wanted.FullName(), err)
	}
	progress(fmt.Sprintf("for %s at most", wanted.Job.Timeout))
	ended, err := e.awaitJob(ctx, id)
	if err != nil {
		return Ended{}, fmt.Errorf("run the job %s: %w", wanted.FullName(), errors.Join(ctx.Err(), err))
	}
	return ended, nil
}

// takeUpJob finds what an earlier run left of the job, and removes what cannot
// be taken up.
func (e *Engine) takeUpJob(ctx context.Context, wanted *site.Container) (id string, err error) {
	left, err := e.containersOf(ctx, wanted)
	if err != nil {
		return "", err
	}
	for _, found := range left {
		details, err := e.inspectOwn(ctx, found)
		if err != nil {
			return "", err
		}
		if e.isTheJob(details, wanted) && (details.State.Running || succeeded(details)) {
			id = details.ID
			continue
		}
		if err := e.docker.ContainerRemove(ctx, details.ID, container.RemoveOptions{Force: true}); err != nil {
			return "", err
		}
	}
	return id, nil
}

// containersOf lists the IDs of all containers that bear a wanted one's name in
// its service.
func (e *Engine) containersOf(ctx context.Context, wanted *site.Container) ([]string, error) {
	ours := filters.NewArgs(filters.Arg("label", labelChaton+"="+e.options.Slug), filters.Arg("label", labelService+"="+wanted.Service))
	listed, err := e.docker.ContainerList(ctx, container.ListOptions{All: true, Filters: ours})
	if err != nil {
		return nil, err
	}
	listed = slices.DeleteFunc(listed, func(found container.Summary) bool {
		return !e.isOwn(found.Labels) || found.Labels[labelService] != wanted.Service || found.Labels[labelContainer] != wanted.Name
	})
	ids := make([]string, 0, len(listed))
	for _, found := range listed {
		ids = append(ids, found.ID)
	}
	return ids, nil
}

// isTheJob says that a container is the wanted one, on the wanted volumes.
func (e *Engine) isTheJob(found container.InspectResponse, wanted *site.Container) bool {
	volumes := volumesOf(found.Mounts)
	for _, mount := range wanted.Mounts {
		if volumes[mount.Path] != mount.Object {
			return false
		}
	}
	return found.Config.Labels[labelSpec] == wanted.Spec
}

func succeeded(found container.InspectResponse) bool {
	return found.State.Status == container.StateExited && found.State.ExitCode == 0
}

func (e *Engine) beginJob(ctx context.Context, wanted *site.Container, networks []*site.Network) (id string, err error) {
	if err := e.WriteFiles(ctx, wanted); err != nil {
		return "", err
	}
	if err := e.createContainer(ctx, wanted); err != nil {
		return "", err
	}
	created, err := e.inspectOwn(ctx, e.ContainerName(wanted))
	if err != nil {
		return "", err
	}
	for _, place := range wanted.Networks[min(1, len(wanted.Networks)):] {
		at := slices.IndexFunc(networks, func(network *site.Network) bool { return network.Name == place.Network })
		if at < 0 {
			continue
		}
		if err := e.connectNetwork(ctx, created.ID, wanted, networks[at]); err != nil {
			return "", err
		}
	}
	return created.ID, e.docker.ContainerStart(ctx, created.ID, container.StartOptions{})
}

func (e *Engine) awaitJob(ctx context.Context, id string) (Ended, error) {
	look := time.NewTicker(jobEvery)
	defer look.Stop()
	for {
		found, err := e.inspectOwn(ctx, id)
		if err != nil {
			return Ended{}, err
		}
		if !found.State.Running {
			return e.judgeJob(ctx, found)
		}
		select {
		case <-ctx.Done():
			return Ended{}, ctx.Err()
		case <-look.C:
		}
	}
}

func (e *Engine) judgeJob(ctx context.Context, found container.InspectResponse) (Ended, error) {
	ended := Ended{ID: found.ID, Code: found.State.ExitCode, OutOfMemory: found.State.OOMKilled, Took: lasted(found.State)}
	if ended.Code == 0 {
		return ended, nil
	}
	output, err := e.Logs(ctx, found.ID, tailLines)
	ended.Output = output
	return ended, err
}

// lasted is 0 when the engine tells no times.
func lasted(state *container.State) time.Duration {
	began, err := time.Parse(time.RFC3339Nano, state.StartedAt)
	ended, wrong := time.Parse(time.RFC3339Nano, state.FinishedAt)
	if err != nil || wrong != nil || ended.Before(began) {
		return 0
	}
	return ended.Sub(began)
}

// Schedule asks the scheduler of a regular job, in its running container.
func (e *Engine) Schedule(ctx context.Context, id string) (schedule.Report, error) {
	var said bytes.Buffer
	code, err := e.Exec(ctx, id, askingCommand(), nil, &said, &said)
	if err != nil {
		return schedule.Report{}, err
	}
	var report schedule.Report
	if code != 0 || json.Unmarshal(said.Bytes(), &report) != nil {
		return schedule.Report{}, fmt.Errorf("ask the scheduler: %.200s", said.String())
	}
	return report, nil
}

func askingCommand() []string { return append([]string{probeProgram, "probe"}, schedule.Asking()...) }

// jobConfig lets the probe program carry the job: it holds timeouts, hands the
// input over, and ends at the signal that it knows, whatever the image says.
func jobConfig(config *container.Config, wanted *site.Container) {
	job := schedule.Job{
		Every: wanted.Job.Every, Offset: wanted.Job.Offset, Timeout: wanted.Job.Timeout,
		Stdin: wanted.Job.Stdin, Command: wanted.Entrypoint,
	}
	config.Entrypoint = append([]string{probeProgram, "probe"}, job.Arguments()...)
	config.Cmd, config.StopSignal = nil, "SIGTERM"
	if wanted.Job.ThrowsAway() {
		config.Healthcheck = &container.HealthConfig{Test: []string{"NONE"}}
	}
}
