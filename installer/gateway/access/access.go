// Package access writes down, counts and shows what visitors ask of services.
//
// The rules of the room:
//
//   - What identifies a visitor is written only where the operator decided so,
//     and nowhere else: no count and no metric has an address or a path.
//   - What became older than was decided is deleted, whoever wrote it.
//   - No request ever waits for it: a line that finds no place is counted as
//     lost, and a full disk stops no service.
//   - Days and months are those of UTC, so that files agree wherever they are
//     read.
//
// One goroutine, Recorder.Run, does all the writing. Two gateways may record in
// one folder for some seconds: lines are appended whole, and counts are added
// to what the file holds under a lock.
package access

import (
	"log/slog"
	"sync"
	"sync/atomic"
)

// The folders in the gateway's folder.
const (
	AccessFolder   = "access"
	CreationFolder = "creation"
	CountersFolder = "counters"
)

// SiteService stands for the chaton's public pages among services; it bears a
// dot, as no service does.
const SiteService = "chaton.site"

// nobody stands for requests that no route takes. They are shown as a metric
// and kept nowhere.
const nobody = "chaton.nobody"

// queueLength is how many lines may wait for the disk.
const queueLength = 4096

// Options are the settings of a Recorder that only a new gateway can change.
type Options struct {
	// Folder is the gateway's own.
	Folder string
	// Logger is told when lines begin to be lost and when they no longer are;
	// nil means silence.
	Logger *slog.Logger
}

// Recorder takes note of what goes through a gateway.
type Recorder struct {
	options  Options
	settings atomic.Pointer[Settings]
	queue    chan *entry
	changed  chan struct{} // settings were, so that what is too old goes at once
	lost     atomic.Int64

	mutex   sync.Mutex
	tallies map[string]*Tally
	problem string // of the last writing, "" when it went well
	nobody  *Tally
}

// New makes a recorder that writes and deletes nothing until Set was called
// and Run runs; it counts from the start.
func New(options Options) *Recorder {
	if options.Logger == nil {
		options.Logger = slog.New(slog.DiscardHandler)
	}
	r := &Recorder{
		options: options, tallies: map[string]*Tally{},
		queue: make(chan *entry, queueLength), changed: make(chan struct{}, 1),
	}
	r.nobody = r.Tally(nobody)
	return r
}

// Set puts settings in force. Nil is "not known": no exchange leaves lines any
// more, and those that are kept stay.
func (r *Recorder) Set(settings *Settings) {
	r.settings.Store(settings)
	select {
	case r.changed <- struct{}{}:
	default: // it will look at the newest settings
	}
}

// Tally gives the counts of a service, always the same for the same name.
func (r *Recorder) Tally(service string) *Tally {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if r.tallies[service] == nil {
		r.tallies[service] = &Tally{service: service}
	}
	return r.tallies[service]
}

// Status is how the recording does.
type Status struct {
	// Access and Creation are what is written of each request: none, anonymous
	// or full.
	Access   string `json:"access"`
	Creation string `json:"creation"`
	// Lost is how many lines were not written since the gateway started.
	Lost int64 `json:"lost"`
	// Problem is why the last writing failed; empty when it went well.
	Problem string `json:"problem,omitempty"`
}

// Status says how the recording does.
func (r *Recorder) Status() Status {
	status := Status{Access: None, Creation: None, Lost: r.lost.Load()}
	if settings := r.settings.Load(); settings != nil {
		status.Access, status.Creation = settings.Access.content(), settings.Creation.content()
	}
	r.mutex.Lock()
	defer r.mutex.Unlock()
	status.Problem = r.problem
	return status
}

// note keeps how the last writing went, and logs a change of it once.
func (r *Recorder) note(err error) {
	problem := ""
	if err != nil {
		problem = err.Error()
	}
	r.mutex.Lock()
	before := r.problem
	r.problem = problem
	r.mutex.Unlock()
	switch {
	case before == "" && problem != "":
		r.options.Logger.Error("Access not recorded", "error", problem)
	case before != "" && problem == "":
		r.options.Logger.Info("Access recorded again", "lost", r.lost.Load())
	}
}
