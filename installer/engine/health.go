package engine

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strconv"
	"time"

	"framagit.org/chatiere/chatiere/installer/site"
	"github.com/docker/docker/api/types/container"
)

const (
	probeEvery   = 250 * time.Millisecond
	commandEvery = 2 * time.Second
	// defaultStart is design/modules.md's, for a check that says none.
	defaultStart = time.Minute
)

// HealthError says that a container did not become healthy.
type HealthError struct {
	Container string // "wiki/app"
	Checked   string // what was asked: "http 10.213.0.2:80/", or the command
	Last      string // "not listening", "wrong answer: 404", "unhealthy", "exited with code 1"
	Waited    time.Duration
	Output    string // the container's last lines, secrets removed
}

// Error gives all of it, the container's lines indented below.
func (e *HealthError) Error() string {
	reason := fmt.Sprintf("%s after %s (%s)", e.Last, e.Waited.Round(100*time.Millisecond), e.Checked)
	return (&OutputError{Reason: reason, Output: e.Output}).Error()
}

// healthWait is one wait under way.
type healthWait struct {
	engine   *Engine
	wanted   *site.Container
	id       string
	restarts int
	checked  string
	last     string
}

// waitHealthy makes the container's check more often than the engine does,
// until it succeeds, the container ends, or the start time is over
// (decision 12).
func (e *Engine) waitHealthy(ctx context.Context, object string, wanted *site.Container, progress func(string)) error {
	found, err := e.inspectOwn(ctx, object)
	if err != nil {
		return err
	}
	began, start := time.Now(), wanted.Health.Start
	if start <= 0 {
		start = defaultStart
	}
	wait := &healthWait{engine: e, wanted: wanted, id: found.ID, restarts: found.RestartCount}
	limited, cancel := context.WithTimeout(ctx, start)
	defer cancel()
	err = wait.until(limited, progress)
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.As(err, new(*endedError)):
		wait.last = err.Error()
	case !errors.Is(err, context.DeadlineExceeded):
		return err
	}
	return wait.failure(ctx, time.Since(began))
}

func (w *healthWait) until(ctx context.Context, progress func(string)) error {
	every := probeEvery
	if w.wanted.Health.Kind == "command" {
		every = commandEvery
	}
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	for {
		healthy, err := w.look(ctx, progress)
		if healthy || err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-ticker.C:
		}
	}
}

// look sees whether the container still runs, then makes the check once.
func (w *healthWait) look(ctx context.Context, progress func(string)) (healthy bool, err error) {
	found, err := w.engine.docker.ContainerInspect(ctx, w.id)
	if err != nil {
		return false, errors.Join(ctx.Err(), err)
	}
	if err := w.ended(found); err != nil {
		return false, err
	}
	err = w.check(ctx, found)
	if err == nil {
		return true, nil
	}
	if ctx.Err() != nil && w.last != "" {
		// The end of the wait broke this check off: it says nothing new.
		return false, ctx.Err()
	}
	if text := err.Error(); text != w.last {
		w.last = text
		progress(text)
	}
	return false, ctx.Err()
}

// endedError says that the container's program ended, which no waiting mends.
type endedError struct{ reason string }

// Error says how the container ended.
func (e *endedError) Error() string { return e.reason }

func (w *healthWait) ended(found container.InspectResponse) error {
	switch {
	case found.State.OOMKilled && !found.State.Running:
		return &endedError{"ended for want of memory"}
	case found.State.Restarting, found.State.Status == container.StateExited, found.State.Status == container.StateDead:
		return &endedError{"exited with code " + strconv.Itoa(found.State.ExitCode)}
	case found.RestartCount > w.restarts:
		return &endedError{"exited and was started again by the engine"}
	case !found.State.Running:
		return &endedError{"not running: " + string(found.State.Status)}
	}
	return nil
}

func (w *healthWait) check(ctx context.Context, found container.InspectResponse) error {
	health := w.wanted.Health
	switch health.Kind {
	case "command":
		w.checked = fmt.Sprintf("command %q", health.Command)
		return w.checkCommand(ctx, health.Command)
	case "schedule":
		w.checked = "scheduler"
		return w.checkCommand(ctx, askingCommand())
	}
	address := w.address(found)
	w.checked = health.Kind + " " + net.JoinHostPort(address, strconv.Itoa(health.Port)) + health.Path
	return Probe(ctx, health, address)
}

func (w *healthWait) checkCommand(ctx context.Context, command []string) error {
	timeout := w.wanted.Health.Timeout
	if timeout <= 0 {
		timeout = defaultTimeout
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	code, err := w.engine.Exec(ctx, w.id, command, nil, nil, nil)
	switch {
	case ctx.Err() != nil:
		return errors.New("unhealthy: the check took too long")
	case err != nil:
		return fmt.Errorf("unhealthy: %w", err)
	case code != 0:
		return fmt.Errorf("unhealthy: the check exited with code %d", code)
	}
	return nil
}

// address is where the host reaches the container: in its first network, or
// on loopback for one in the host's own.
func (w *healthWait) address(found container.InspectResponse) string {
	if w.wanted.HostNetwork || len(w.wanted.Networks) == 0 {
		return hostAddress(w.wanted)
	}
	return addressesOf(found)[w.wanted.Networks[0].Network]
}

func (w *healthWait) failure(ctx context.Context, waited time.Duration) error {
	output, err := w.engine.Logs(ctx, w.id, tailLines)
	if err != nil {
		output = err.Error()
	}
	return &HealthError{
		Container: w.wanted.FullName(), Checked: w.checked, Last: w.last,
		Waited: waited, Output: output,
	}
}
