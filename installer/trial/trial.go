// Package trial puts a module through its whole life and writes down what was
// seen.
//
// It drives the same code as the commands do, for a throw-away chaton on
// loopback with a state folder, networks and ports of its own, so that nothing
// that runs is touched. Nothing is mocked: what a proof says was seen on this
// engine.
package trial

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"runtime"
	"time"

	"framagit.org/chatiere/chatiere/installer/catalog"
	"framagit.org/chatiere/chatiere/installer/plan"
)

// Options say what is tried, and where.
type Options struct {
	Catalog *catalog.Catalog // holds the module and the engines that it needs
	Module  string
	// Previous is the version of the module before this one, nil when there is
	// none.
	Previous *catalog.Module
	// Settings answer the variables that have no default; those without an
	// answer get a likely one.
	Settings map[string]string

	Root    string // folder that gets the trial's state folder, as /var/lib/chatiere
	Binary  string // the running program, as installer.Request has it
	Version string // the kit's
	// Authority is where certificates come from; nil is an authority of the
	// trial's own.
	Authority *Authority
	HTTPS     int // port of the gateway, where an authority asks; 0 is a free one

	KeepImages bool // what was built stays for the next trial
	KeepAll    bool // after a failure everything stays, to be looked at
	Clock      func() time.Time
}

// Authority is an ACME server of somebody's own.
type Authority struct {
	Directory string
	Root      []byte // PEM: of the server's own name, and of what it signs
}

// serviceName is the name of the service under trial.
const serviceName = "essai"

// Run tries a module, an engine in each of its majors. note hears of each step
// when it has ended. The error is of a trial that could not be held; a module
// that did not pass is told by its proof.
func Run(ctx context.Context, options Options, note func(Step)) (Proof, error) {
	module := options.Catalog.Module(options.Module)
	if module == nil {
		return Proof{}, fmt.Errorf("there is no module %q", options.Module)
	}
	proof := Proof{
		Module: module.Name, Version: module.Version, Hash: module.Hash,
		Date: options.Clock().UTC().Truncate(time.Second), Processor: runtime.GOARCH,
	}
	majors := []string{""}
	if module.Kind == "engine" {
		majors = module.Engine.Majors
	}
	for _, major := range majors {
		l := &life{options: options, module: module, major: major, note: note, proof: proof}
		if major != "" {
			l.engine, l.module = module, module.Client(module.Name+"-client", major)
		}
		err := l.run(ctx)
		if proof = l.proof; err != nil {
			return proof, err
		}
	}
	return proof, nil
}

// run is one life, from nothing to nothing.
func (l *life) run(ctx context.Context) (err error) {
	if l.chaton, err = newChaton(l.options, l.module); err != nil {
		return err
	}
	defer l.chaton.forget()
	err = l.live(ctx)
	if l.options.KeepAll && !l.proof.Passed() {
		l.note(Step{Name: "kept", Outcome: Absent, Said: plan.Say("to remove it: %s", l.chaton.removal())})
		return err
	}
	// Even a trial that was broken off leaves nothing behind.
	return errors.Join(err, l.remove(context.WithoutCancel(ctx)))
}

// randomSlug is a name that no chaton has.
func randomSlug() (string, error) {
	random := make([]byte, 4)
	if _, err := rand.Read(random); err != nil {
		return "", fmt.Errorf("make a name: %w", err)
	}
	return "chatiere-trial-" + hex.EncodeToString(random), nil
}
