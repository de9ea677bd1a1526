package installer

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"framagit.org/chatiere/chatiere/installer/plan"
)

// TickEvery is how often `chatiere tick` is called (decision 17).
const TickEvery = "10min"

// Timer says what calls `chatiere tick` on this machine: a systemd timer, or
// where there is no systemd a process of its own, `chatiere tick --loop`.
type Timer struct {
	Slug    string
	Command []string // the program by its full path, "tick" and its flags; empty: nothing is to call it
	// Systemctl is the path of systemd's own program; "" where systemd does not
	// run this machine.
	Systemctl string
	Units     string // folder of the machine's own units
	Host      string // DOCKER_HOST, when the operator's differs from the default
}

// String is the wanted timer as plan.Want has it: its name, then its text.
func (t Timer) String() string {
	switch {
	case len(t.Command) == 0:
		return ""
	case t.Systemctl == "":
		return LoopTarget + "\n" + strings.Join(t.Loop(), "\n") + "\n"
	}
	return t.timerUnit() + "\n" + t.serviceText() + t.timerText()
}

func (t Timer) unit() string        { return "chatiere-" + t.Slug }
func (t Timer) timerUnit() string   { return t.unit() + ".timer" }
func (t Timer) serviceUnit() string { return t.unit() + ".service" }

// path is where a unit's text stands.
func (t Timer) path(unit string) string { return filepath.Join(t.Units, unit) }

// observe is what plan.Observed has: the timer that is at work, "" without one.
func (t Timer) observe(ctx context.Context, state State) string {
	if t.Systemctl == "" {
		if holder := state.loopHolder(); holder != nil {
			return LoopTarget + "\n" + strings.Join(holder.Command, "\n") + "\n"
		}
		return ""
	}
	service, err := os.ReadFile(t.path(t.serviceUnit()))
	if err != nil {
		return ""
	}
	timer, err := os.ReadFile(t.path(t.timerUnit()))
	if err != nil || !t.active(ctx) {
		return ""
	}
	return t.timerUnit() + "\n" + string(service) + string(timer)
}

// left is what destroy has to remove, at work or not: its name, or "".
func (t Timer) left(state State) string {
	if state.loopHolder() != nil {
		return LoopTarget
	}
	for _, unit := range []string{t.timerUnit(), t.serviceUnit()} {
		if _, err := os.Lstat(t.path(unit)); t.Systemctl != "" && err == nil {
			return t.timerUnit()
		}
	}
	return ""
}

// write puts the timer to work, whatever was there before.
func (t Timer) write(ctx context.Context, state State) error {
	if t.Systemctl == "" {
		return t.startLoop(ctx, state)
	}
	// The machine may have got its systemd since.
	if err := state.endLoop(ctx); err != nil {
		return err
	}
	return t.install(ctx)
}

// remove leaves nothing that would call tick again.
func (t Timer) remove(ctx context.Context, state State) error {
	err := state.endLoop(ctx)
	if t.Systemctl != "" {
		err = errors.Join(err, t.uninstall(ctx))
	}
	return err
}

// writeTimer and removeTimer are the performers of timer.write and
// timer.remove.
func (p *Prepared) writeTimer(ctx context.Context, operation plan.Operation, _ func(plan.Event)) error {
	if err := p.request.Timer.write(ctx, p.request.State); err != nil {
		return fmt.Errorf("%s %s: %w", operation.Kind, operation.Target, err)
	}
	return nil
}

func (d *Doomed) removeTimer(ctx context.Context, operation plan.Operation) error {
	if err := d.request.Timer.remove(ctx, d.request.State); err != nil {
		return fmt.Errorf("%s %s: %w", operation.Kind, operation.Target, err)
	}
	return nil
}
