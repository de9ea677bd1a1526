package installer

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"framagit.org/chatiere/chatiere/installer/engine"
	"framagit.org/chatiere/chatiere/installer/plan"
)

// logSource is what logs are read from: package engine.
type logSource interface {
	ReadLogs(ctx context.Context, id string, options engine.LogOptions, note func(engine.LogLine) error) error
}

// keeper appends what containers wrote to <state>/logs/<service>/<day>.log.
// The kept files alone say what was kept already, and they are written in the
// order of time: a run killed at any byte leaves nothing to repair but a line
// cut short, and no line is kept twice or left out.
//
// While a clock that went back has not caught up, nothing new is kept.
type keeper struct {
	folder string
	source logSource
	rule   logRule
	mutex  sync.Mutex // two containers of a service may be removed at once
}

// keeper keeps a chaton's logs as the last apply has recorded it.
func (s State) keeper(source logSource) *keeper {
	rule := ruleOf(nil)
	if applied := s.applied(); applied != nil {
		rule = ruleOf(applied.Logs)
	}
	return &keeper{folder: s.logs(), source: source, rule: rule}
}

func (p *Prepared) keeper() *keeper {
	return &keeper{folder: p.request.State.logs(), source: p.engine, rule: ruleOf(p.Site.Logs)}
}

// keepingLogs performs container.remove: what the container said last is kept
// before it goes. A log that cannot be kept is said, and holds nothing up.
func keepingLogs(k *keeper, clock func() time.Time, remove performer) performer {
	return func(ctx context.Context, operation plan.Operation, note func(plan.Event)) error {
		service, container, ours := strings.Cut(operation.Target, "/")
		if !ours {
			service, container = "", operation.Target
		}
		if _, err := k.keep(ctx, loggedOf(service, container, operation.Object, false), clock()); err != nil && ctx.Err() == nil {
			note(plan.Event{Operation: operation.ID(), State: "progress", Detail: err.Error()})
		}
		return remove(ctx, operation, note)
	}
}

// settling is how long the engine may take to write a line down: what is
// younger waits for the next time, so that none comes in behind.
const settling = time.Second

// reorder is how many lines may stand before their turn in the engine's log.
const reorder = 200

// keep appends what is new of one container, and returns how many lines were.
func (k *keeper) keep(ctx context.Context, from logged, now time.Time) (int, error) {
	if k.rule.none {
		return 0, nil
	}
	k.mutex.Lock()
	defer k.mutex.Unlock()
	folder := filepath.Join(k.folder, from.service)
	after, err := findMark(folder, from, k.rule.Oldest(now), now)
	if err != nil {
		return 0, fmt.Errorf("keep the log of %s: %w", from.service, err)
	}
	until := now
	if from.running {
		until = now.Add(-settling)
	}
	writing := &logWriting{folder: folder, zone: now.Location(), after: after}
	sorting := &logSorting{write: writing.add, limit: reorder}
	err = k.source.ReadLogs(ctx, from.id, engine.LogOptions{Since: after.time}, func(read engine.LogLine) error {
		if read.Time.After(until) {
			return nil
		}
		return sorting.add(from.line(read))
	})
	if err == nil {
		err = sorting.flush()
	}
	if closing := writing.close(); err == nil {
		err = closing
	}
	if err != nil {
		return writing.lines, fmt.Errorf("keep the log of %s/%s: %w", from.service, from.container, err)
	}
	return writing.lines, nil
}

// logSorting puts lines into the order of time: the engine notes the two
// streams of a container side by side.
type logSorting struct {
	write   func(LogLine) error
	limit   int
	waiting []LogLine
}

func (s *logSorting) add(line LogLine) error {
	at := len(s.waiting)
	for at > 0 && s.waiting[at-1].Time.After(line.Time) {
		at--
	}
	s.waiting = slices.Insert(s.waiting, at, line)
	if len(s.waiting) < 2*s.limit {
		return nil
	}
	return s.release(s.limit)
}

func (s *logSorting) flush() error { return s.release(len(s.waiting)) }

func (s *logSorting) release(count int) error {
	for _, line := range s.waiting[:count] {
		if err := s.write(line); err != nil {
			return err
		}
	}
	s.waiting = slices.Delete(s.waiting, 0, count)
	return nil
}
