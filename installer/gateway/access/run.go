package access

import (
	"context"
	"errors"
	"path/filepath"
	"time"
)

const (
	// flushEvery is how long a line may wait in memory.
	flushEvery = time.Second
	// flushSize is how much may wait.
	flushSize = 64 << 10
	// saveEvery is what a death may cost of the counters.
	saveEvery = time.Minute
	// settleFor is how long the end waits for requests that are being cut off.
	settleFor = time.Second
)

// Start lets the recorder work until stop is called, which returns once all
// that was recorded is on the disk. The context only ends what it began.
func (r *Recorder) Start(ctx context.Context) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		r.Run(ctx)
	}()
	return func() {
		r.settle()
		cancel()
		<-ended
	}
}

// Run writes and deletes until the context ends, then writes what is left.
func (r *Recorder) Run(ctx context.Context) {
	w := &writer{recorder: r, month: MonthOf(time.Now())}
	w.logs[0].folder = filepath.Join(r.options.Folder, AccessFolder)
	w.logs[1].folder = filepath.Join(r.options.Folder, CreationFolder)
	w.daily()
	ticker := time.NewTicker(flushEvery)
	defer ticker.Stop()
	for {
		select {
		case left := <-r.queue:
			w.take(left)
		case <-r.changed:
			w.expire()
		case <-ticker.C:
			w.tick()
		case <-ctx.Done():
			w.end()
			return
		}
	}
}

// settle waits for exchanges that have not ended: a server does not wait for
// WebSockets, and cuts them off.
func (r *Recorder) settle() {
	ticker := time.NewTicker(settleFor / 100)
	defer ticker.Stop()
	deadline := time.After(settleFor)
	for r.busy() {
		select {
		case <-ticker.C:
		case <-deadline:
			return
		}
	}
}

func (r *Recorder) busy() bool {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	for _, tally := range r.tallies {
		if tally.underWay.Load() > 0 {
			return true
		}
	}
	return false
}

// writer is the one who writes.
type writer struct {
	recorder *Recorder
	logs     [2]journal // access, creation
	month    string
	day      string
	saved    time.Time
	counting error // the last problem of the counters
	deleting error // and of old files
}

func (w *writer) take(left *entry) {
	left.keepTo(w.recorder.settings.Load())
	if left.line != nil {
		w.logs[0].add(left.line.Time, left.line)
	}
	if left.creation != nil {
		w.logs[1].add(left.creation.Time, left.creation)
	}
	if w.logs[0].size() >= flushSize || w.logs[1].size() >= flushSize {
		w.flush()
	}
}

func (w *writer) flush() {
	wrong := []error{w.counting, w.deleting}
	for i := range w.logs {
		w.logs[i].flush()
		w.recorder.lost.Add(w.logs[i].takeLost())
		wrong = append(wrong, w.logs[i].problem)
	}
	w.recorder.note(errors.Join(wrong...))
}

func (w *writer) tick() {
	now := time.Now()
	if w.day != now.UTC().Format(dayName) {
		w.daily()
	}
	month := MonthOf(now)
	if month != w.month || now.Sub(w.saved) >= saveEvery || now.Before(w.saved) {
		w.counting = w.recorder.save(w.month) // what was counted until now is the former month's
		w.month, w.saved = month, now
	}
	w.flush()
}

// daily deletes what became too old.
func (w *writer) daily() {
	now := time.Now()
	w.day, w.saved = now.UTC().Format(dayName), now
	w.expire()
}

// expire lets the settings of this moment hold for lines that still wait, too.
func (w *writer) expire() {
	settings := w.recorder.settings.Load()
	w.flush()
	_, w.deleting = Expire(w.recorder.options.Folder, settings, time.Now())
}

func (w *writer) end() {
	for {
		select {
		case left := <-w.recorder.queue:
			w.take(left)
		default:
			w.counting = w.recorder.save(w.month)
			w.flush()
			return
		}
	}
}
