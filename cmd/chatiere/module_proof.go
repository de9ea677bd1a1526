package main

import (
	"time"

	"framagit.org/chatiere/chatiere/installer/catalog"
	"framagit.org/chatiere/chatiere/installer/trial"
	"framagit.org/chatiere/chatiere/modules"
)

// What is known of a module's life. It is computed from the content of its
// folder, never taken from what its author says.
const (
	provenLive = "live" // recorded with the kit
	provenHere = "here" // seen on this machine
)

// knowledge is the proofs there are.
type knowledge struct{ shipped, here trial.Proofs }

// proofs reads what is known. What cannot be read proves nothing.
func (a *app) proofs() knowledge {
	shipped, err := trial.ReadProofs(modules.Proofs)
	if err != nil {
		panic(err) // a file of the kit, which tests read
	}
	root := stateRoot
	if a.state != "" {
		root = a.absolute(a.state)
	}
	here, err := trial.ReadFolder(trial.ProofsFolder(root))
	if err != nil {
		here = nil
	}
	return knowledge{shipped: shipped, here: here}
}

// of is what is known of a module, "" for nothing yet, and when it was seen.
func (k knowledge) of(module *catalog.Module) (known string, proof trial.Proof) {
	if proof, found := k.shipped.Of(module.Hash); found {
		return provenLive, proof
	}
	if proof, found := k.here.Of(module.Hash); found {
		return provenHere, proof
	}
	return "", trial.Proof{}
}

// provenHere tells the wizard which modules were seen to work.
func (a *app) provenHere() func(*catalog.Module) bool {
	known := a.proofs()
	return func(module *catalog.Module) bool {
		how, _ := known.of(module)
		return how != ""
	}
}

// sayProven says it in a word or two.
func (a *app) sayProven(known string, at time.Time) string {
	switch known {
	case provenLive:
		return a.printer.Sayf("proven")
	case provenHere:
		return a.printer.Sayf("proven here on %s", a.printer.Date(at))
	}
	return a.printer.Sayf("not tried yet")
}
