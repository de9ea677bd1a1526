package installer

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"framagit.org/chatiere/chatiere/installer/engine"
)

// A container that stays unhealthy is restarted by nobody else: the engine
// restarts what ends, not what answers wrong (decision 15).
const (
	unhealthyIntervals = 3
	restartsAnHour     = 1
	restartsADay       = 3
)

// Alarm is what somebody is to be told of, and what was done about it. Its
// restarts are the memory of the limits above.
type Alarm struct {
	Container string      `json:"container"` // "wiki/app"
	Since     time.Time   `json:"since"`
	Until     time.Time   `json:"until,omitzero"` // when it was seen well again
	Problem   string      `json:"problem"`
	Restarts  []time.Time `json:"restarts"`
}

// UnhealthyError says that restarting a container does not help: a person is
// to look at it.
type UnhealthyError struct {
	Container string
	Failures  int // of its check, in a row
	Restarts  int // in the last 24 hours
}

// Error is for records; people are told by Sentence.
func (e *UnhealthyError) Error() string {
	format, arguments := e.Sentence()
	return fmt.Sprintf(format, arguments...)
}

// Sentence is the error for package locale.
func (e *UnhealthyError) Sentence() (string, []any) {
	return "%s is unhealthy: its check failed %d times in a row; restarts in 24 hours: %d, and no further one yet.",
		[]any{e.Container, e.Failures, e.Restarts}
}

// Hint says where to look.
func (e *UnhealthyError) Hint() string { return "Read what it wrote: chatiere logs." }

// unhealthyLong says that a container has been unhealthy for three intervals:
// so many failures after those that made it unhealthy.
func unhealthyLong(check engine.Check) bool {
	return check.Unhealthy && check.Failures >= check.Retries+unhealthyIntervals
}

// mayRestart holds the limits. A restart that seems to be still to come, since
// the clock went back, counts as long as one of the past.
func mayRestart(restarts []time.Time, now time.Time) bool {
	return within(restarts, now, time.Hour) < restartsAnHour && within(restarts, now, 24*time.Hour) < restartsADay
}

func within(restarts []time.Time, now time.Time, span time.Duration) int {
	count := 0
	for _, at := range restarts {
		if now.Sub(at).Abs() < span {
			count++
		}
	}
	return count
}

// lookAtHealth restarts what has been unhealthy for long. A container that was
// stopped is for apply.
func (t *ticking) lookAtHealth(ctx context.Context) error {
	containers, err := t.containers(ctx)
	if err != nil {
		return err
	}
	var wrong []error
	for _, container := range containers {
		from := loggedContainer(container)
		name := from.service + "/" + from.container
		switch container.Health {
		case "healthy":
			wrong = append(wrong, t.endAlarm(name))
		case "unhealthy":
			wrong = append(wrong, t.judge(ctx, name, container.ID))
		}
	}
	return errors.Join(wrong...)
}

// endAlarm notes that a container is well again.
func (t *ticking) endAlarm(name string) error {
	alarm := Alarm{}
	if !t.request.State.readRecord(alarmName(name), &alarm) || !alarm.Until.IsZero() {
		return nil
	}
	alarm.Until = t.now.UTC()
	return t.request.State.writeRecord(alarmName(name), alarm)
}

func alarmName(container string) string { return "alarm-" + strings.ReplaceAll(container, "/", ".") }

// judge restarts an unhealthy container when that is due. The restart is
// written down before it is done: a tick killed in between may leave one out,
// and never does one too many.
func (t *ticking) judge(ctx context.Context, name, id string) error {
	check, err := t.engine.LastCheck(ctx, id)
	if err != nil || !unhealthyLong(check) {
		return err
	}
	alarm := t.alarm(name)
	alarm.Problem = fmt.Sprintf("unhealthy: its check failed %d times in a row", check.Failures)
	restart := mayRestart(alarm.Restarts, t.now)
	if restart {
		alarm.Restarts = append(alarm.Restarts, t.now.UTC())
	}
	if err := t.request.State.writeRecord(alarmName(name), alarm); err != nil {
		return err
	}
	if !restart {
		return &UnhealthyError{Container: name, Failures: check.Failures, Restarts: len(alarm.Restarts)}
	}
	t.said = strings.TrimPrefix(t.said+", restarted "+name, ", ")
	return t.engine.Restart(ctx, id)
}

// alarm is the one that stands, or a new one. It remembers the restarts of a
// day, whatever became of them.
func (t *ticking) alarm(name string) Alarm {
	alarm := Alarm{}
	known := t.request.State.readRecord(alarmName(name), &alarm)
	if !known || !alarm.Until.IsZero() {
		alarm = Alarm{Container: name, Since: t.now.UTC(), Restarts: alarm.Restarts}
	}
	recent := []time.Time{}
	for _, at := range alarm.Restarts {
		if t.now.Sub(at).Abs() < 24*time.Hour {
			recent = append(recent, at)
		}
	}
	alarm.Restarts = recent
	return alarm
}
