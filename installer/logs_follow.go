package installer

import (
	"context"
	"sync"
	"time"

	"framagit.org/chatiere/chatiere/installer/engine"
)

// lookEvery is how soon a container that takes the place of another, or that
// was started again, is followed.
const lookEvery = 2 * time.Second

// follow goes on with what comes until ctx ends, over replacements of the
// containers: whoever watches an apply sees the old one end and the new begin.
func (l *logView) follow(ctx context.Context) error {
	ctx, cancel := context.WithCancelCause(ctx)
	following := &following{logs: l, fail: cancel, busy: map[string]bool{}, ended: map[string]bool{}}
	defer following.readers.Wait()
	defer cancel(nil)
	ticker := time.NewTicker(lookEvery)
	defer ticker.Stop()
	for {
		containers, err := l.containers(ctx)
		if err != nil && ctx.Err() == nil {
			return err
		}
		for _, container := range containers {
			if from := loggedContainer(container); l.query.wants(from.service, from.container) {
				following.begin(ctx, from)
			}
		}
		if err := following.visits(); err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-ticker.C:
		}
	}
}

// following is the readers under way, one a container.
type following struct {
	logs    *logView
	fail    context.CancelCauseFunc
	readers sync.WaitGroup

	mutex sync.Mutex
	busy  map[string]bool // by the short ID
	ended map[string]bool // read to its end
	write sync.Mutex      // one line at a time
}

// begin follows a container unless it is followed. One that does not run is
// read to its end.
func (f *following) begin(ctx context.Context, from logged) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	id := from.short()
	if f.busy[id] || f.ended[id] && !from.running {
		return
	}
	f.busy[id], f.ended[id] = true, !from.running
	after := *f.logs.mark(id)
	f.readers.Go(func() {
		moved, err := f.logs.read(ctx, from, after, engine.LogOptions{Follow: from.running}, f.give)
		if err != nil {
			f.fail(err) // after a cancellation it changes nothing
		}
		f.mutex.Lock()
		defer f.mutex.Unlock()
		f.busy[id], f.logs.marks[id] = false, moved
	})
}

func (f *following) give(line LogLine) error {
	f.write.Lock()
	defer f.write.Unlock()
	line.Text = visible(line.Text)
	return f.logs.note(line)
}
