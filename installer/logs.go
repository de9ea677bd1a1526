package installer

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"framagit.org/chatiere/chatiere/installer/engine"
	"framagit.org/chatiere/chatiere/installer/gateway/access"
)

// logs is the folder of kept output of containers.
func (s State) logs() string { return filepath.Join(s.Folder, "logs") }

// LogQuery says which lines are wanted.
type LogQuery struct {
	Service   string
	Container string    // "": all of the service
	Since     time.Time // zero: everything that is kept
	Tail      int       // the last so many; below 0: all
	Follow    bool      // go on with what comes, until the context ends
}

func (q LogQuery) wants(service, container string) bool {
	return service == q.Service && (q.Container == "" || container == q.Container)
}

// logView reads what containers wrote: the kept files and the engine, as one.
type logView struct {
	*standing
	query LogQuery
	note  func(LogLine) error
	marks map[string]*logMark // by the short ID: up to where lines were given
	visit access.Mark         // and those of the gateway
}

// UnknownLogError says that nothing of that name ever wrote anything.
type UnknownLogError struct {
	Name  string
	Known []string
}

// Error names what there is; people are told in their language.
func (e *UnknownLogError) Error() string { return fmt.Sprintf("there is no log of %q", e.Name) }

// ReadLogs gives the wanted lines in the order of time, each once, whether the
// container is still there or not. It needs no chaton.hcl that resolves.
func ReadLogs(ctx context.Context, request Request, slug string, query LogQuery, note func(LogLine) error) error {
	opened, err := stand(ctx, request, slug)
	if err != nil {
		return err
	}
	defer opened.Close()
	logs := &logView{standing: opened, query: query, note: note, marks: map[string]*logMark{}}
	if err := logs.past(ctx); err != nil || !query.Follow {
		return err
	}
	return logs.follow(ctx)
}

// past gives what was written until now.
func (l *logView) past(ctx context.Context) error {
	lines, err := l.kept()
	if err != nil {
		return err
	}
	containers, err := l.containers(ctx)
	if err != nil {
		return err
	}
	known := map[string]bool{}
	for _, container := range containers {
		from := loggedContainer(container)
		known[from.service+"/"+from.container] = true
		if !l.query.wants(from.service, from.container) {
			continue
		}
		if err := l.fresh(ctx, from, func(line LogLine) { lines = append(lines, line) }); err != nil {
			return err
		}
	}
	if err := l.visits(func(line LogLine) { lines = append(lines, line) }); err != nil {
		return err
	}
	if len(lines) == 0 && !l.isKnown(known) {
		return l.unknown(known)
	}
	slices.SortStableFunc(lines, func(a, b LogLine) int { return a.Time.Compare(b.Time) })
	return l.give(lines)
}

// kept reads the files of the service, and marks what is in them of each
// container.
func (l *logView) kept() ([]LogLine, error) {
	folder := filepath.Join(l.request.State.logs(), l.query.Service)
	days, err := keptDays(folder)
	if err != nil {
		return nil, err
	}
	var lines []LogLine
	for _, day := range days {
		err := readKept(filepath.Join(folder, day+".log"), l.query.Service, func(line LogLine) {
			if line.Stream != lost {
				l.mark(line.ID).note(line.Time)
			}
			if l.query.wants(line.Service, line.Container) && !line.Time.Before(l.query.Since) {
				lines = append(lines, line)
			}
		})
		if err != nil {
			return nil, err
		}
	}
	return lines, nil
}

func (l *logView) mark(id string) *logMark {
	if l.marks[id] == nil {
		l.marks[id] = &logMark{}
	}
	return l.marks[id]
}

// fresh reads what the engine has of a container behind its mark, and moves the
// mark.
func (l *logView) fresh(ctx context.Context, from logged, note func(LogLine)) error {
	moved, err := l.read(ctx, from, *l.mark(from.short()), engine.LogOptions{}, func(line LogLine) error {
		note(line)
		return nil
	})
	l.marks[from.short()] = moved
	return err
}

// read gives what stands behind a mark, and where the mark stands afterwards.
func (l *logView) read(ctx context.Context, from logged, after logMark, options engine.LogOptions, note func(LogLine) error) (*logMark, error) {
	moved := after
	after.seen = 0
	options.Since = after.time
	if options.Since.Before(l.query.Since) {
		options.Since = l.query.Since
	}
	err := l.engine.ReadLogs(ctx, from.id, options, func(read engine.LogLine) error {
		if !after.passes(read.Time) || read.Time.Before(l.query.Since) {
			return nil
		}
		moved.note(read.Time)
		return note(from.line(read))
	})
	return &moved, err
}

// give hands on the last of the lines, without what could command a terminal.
func (l *logView) give(lines []LogLine) error {
	if l.query.Tail >= 0 {
		lines = lines[max(0, len(lines)-l.query.Tail):]
	}
	for _, line := range lines {
		line.Text = visible(line.Text)
		if err := l.note(line); err != nil {
			return err
		}
	}
	return nil
}

func (l *logView) isKnown(known map[string]bool) bool {
	for name := range known {
		if service, container, _ := strings.Cut(name, "/"); l.query.wants(service, container) {
			return true
		}
	}
	folder, err := os.Stat(filepath.Join(l.request.State.logs(), l.query.Service))
	return err == nil && folder.IsDir() && l.query.Container == ""
}

func (l *logView) unknown(known map[string]bool) error {
	name := l.query.Service
	if l.query.Container != "" {
		name += "/" + l.query.Container
	}
	return &UnknownLogError{Name: name, Known: slices.SortedFunc(maps.Keys(known), cmp.Compare[string])}
}
