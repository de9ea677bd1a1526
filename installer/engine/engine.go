// Package engine observes and performs single operations on one container
// engine, and decides nothing.
//
// Rules of the room:
//   - Docker's types never leave it: callers see packages plan and site only.
//   - What is ours is known by label and never by name (decision 2). An object
//     that bears a wanted name without our labels is an error that names it.
//   - Every operation may be repeated: what a killed run left is taken up when
//     it is what is wanted (failures.md, 11).
//   - No error and no event holds an environment or a file's content; output
//     of containers passes Options.Redact first (decision 13).
package engine

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"sync"

	"github.com/docker/docker/api/types/versions"
	"github.com/docker/docker/client"
)

// Identity is what every object of one chaton is labelled with.
type Identity struct {
	Slug      string
	ID        string // content of <state>/id
	StatePath string // absolute path of <state>
	Run       string // names this run in the labels of what it makes
}

// Options says which engine to open and for whom.
type Options struct {
	Identity
	Host        string                   // "" is DOCKER_HOST, else the default socket
	FilesFolder string                   // <state>/files; rendered files of containers
	Binary      string                   // the running program, imported as the kit's own image
	CA          string                   // PEM file put into the probe volume as ca.pem; "" for none
	Roots       string                   // PEM bundle that the gateway checks CAs by, put into the own image; "" for none
	Apt         fs.FS                    // the machine's /etc/apt, read for its Debian mirror; nil: no base can be made
	Output      io.Writer                // everything that builds say; nil: dropped
	Redact      func(text string) string // removes secrets from containers' output; nil: as it is
}

// Engine is one container engine, seen by one chaton. Its methods may be
// called from several goroutines.
type Engine struct {
	options Options
	docker  *client.Client
	output  *lockedWriter
	bases   keyedMutex // one maker for each base image
}

// Open connects to the engine and agrees on an API version. What it can't
// work with is an *UnreachableError. The caller closes the engine.
func Open(ctx context.Context, options Options) (*Engine, error) {
	docker, err := connect(options.Host)
	if err != nil {
		return nil, &UnreachableError{
			Host: options.Host, Format: "%q is no address of a container engine.", Arguments: []any{options.Host},
			Advice: startAdvice, err: err,
		}
	}
	if err := negotiate(ctx, docker); err != nil {
		docker.Close()
		return nil, err
	}
	return &Engine{options: options, docker: docker, output: &lockedWriter{to: options.Output}}, nil
}

// Close ends the connections to the engine.
func (e *Engine) Close() error { return e.docker.Close() }

// Version gives the engine's own version and the API version agreed on.
func (e *Engine) Version(ctx context.Context) (engine, api string, err error) {
	version, err := e.docker.ServerVersion(ctx)
	if err != nil {
		return "", "", fmt.Errorf("ask the engine's version: %w", err)
	}
	return version.Version, e.docker.ClientVersion(), nil
}

// speaks says whether the API agreed on is at least that version.
func (e *Engine) speaks(api string) bool {
	return versions.GreaterThanOrEqualTo(e.docker.ClientVersion(), api)
}

func (e *Engine) redact(text string) string {
	if e.options.Redact == nil {
		return text
	}
	return e.options.Redact(text)
}

// lockedWriter lets builds that run at the same time write to one place.
type lockedWriter struct {
	mutex sync.Mutex
	to    io.Writer
}

// Write passes the text on, whole, and drops it when there is nowhere to.
func (w *lockedWriter) Write(text []byte) (int, error) {
	if w.to == nil {
		return len(text), nil
	}
	w.mutex.Lock()
	defer w.mutex.Unlock()
	return w.to.Write(text)
}

// keyedMutex is one mutex a name. Its zero value is ready.
type keyedMutex struct{ byName sync.Map }

// lock waits for the name and returns what frees it.
func (k *keyedMutex) lock(name string) func() {
	found, _ := k.byName.LoadOrStore(name, &sync.Mutex{})
	mutex := found.(*sync.Mutex)
	mutex.Lock()
	return mutex.Unlock
}
