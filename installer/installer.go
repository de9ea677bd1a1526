// Package installer runs one installation from a decided site to running
// services and written documents.
//
// The way is: Prepare reads everything and writes nothing; plan.Make decides;
// Apply takes the run lock, prepares again, compares with what was confirmed,
// and performs. Each operation of a plan is one call of one performer
// (perform.go); nothing else changes the machine.
package installer

import (
	"io/fs"
	"time"

	"framagit.org/chatiere/chatiere/installer/catalog"
	"framagit.org/chatiere/chatiere/installer/preflight"
	"framagit.org/chatiere/chatiere/installer/site"
)

// Request is one installation: which file, which modules, where its state is.
type Request struct {
	Catalog *catalog.Catalog
	File    *site.File

	LockFile  string // path of chaton.lock.hcl
	State     State
	Binary    string // path of the running program: the gateway and the probe are made from it
	Version   string // the kit's version, for documents
	Templates fs.FS  // of the declaration, a chaton's own layered over the shipped ones
	Timer     Timer  // what calls tick; the zero value: nothing is to
	Command   string // what the operator called, for the run lock's message
	Clock     func() time.Time
	// Resolver is where questions about names begin; without servers, at the
	// machine's own.
	Resolver preflight.Resolver
	// Moves are the services that are made from another module than the lock
	// file says, and Catalog was read with: `upgrade` alone has any.
	Moves []site.LockedService
}
