package installer

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"framagit.org/chatiere/chatiere/installer/disk"
	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/site"
)

// UnmadeError names the services whose source is not here. Nothing may be put in
// place without them: they would be taken for retired.
type UnmadeError struct{ Services []string }

// Error is for a log; people are shown the sentence.
func (e *UnmadeError) Error() string {
	format, arguments := e.Sentence()
	return fmt.Sprintf(format, arguments...)
}

// Sentence is the error for package locale.
func (e *UnmadeError) Sentence() (format string, arguments []any) {
	return "The modules of these services come from a source that is not here yet: %s", []any{strings.Join(e.Services, ", ")}
}

// Hint says what brings it.
func (e *UnmadeError) Hint() string {
	return "Run chatiere plan, which fetches it, then chatiere apply."
}

// checkKept refuses a site that is made from other modules than the lock file
// keeps: somebody else applied since they were read, or a command forgot them.
func (p *Prepared) checkKept() error {
	for _, service := range here(p.Site) {
		locked, kept := p.lock.Kept(service.Name, service.Module)
		if kept && !slices.EqualFunc(locked.Modules(), service.Modules, sameContent) {
			return &ProblemError{Problems: []plan.Problem{{
				What: plan.Say("%s: the lock file keeps module %s, and another content of it was read", service.Name, locked.Version),
				Hint: plan.Say("run the same command again"),
			}}}
		}
	}
	return nil
}

// lockOf is the lock that this site asks for. What a source held is kept while
// nobody needs to look at it again.
func (p *Prepared) lockOf(known func(site.Image) (id, digest string)) site.Lock {
	lock := site.LockOf(p.Site, known)
	for _, source := range p.Site.Sources {
		for _, before := range p.lock.Sources {
			if source.Hash == "" && before.Name == source.Name {
				lock.Sources = append(lock.Sources, before)
			}
		}
	}
	return lock
}

// keepReached writes the modules of the services that serve into the lock file,
// after a run that did not come to its end: a newer chatiere goes on with them.
// A lock file of before is left to a whole run.
func (p *Prepared) keepReached(have plan.Observed) error {
	lock, err := ReadLock(p.request.LockFile)
	if err != nil || !lock.Keeps && len(lock.Services) > 0 {
		return err
	}
	moved := false
	for _, service := range here(p.Site) {
		if _, kept := lock.Kept(service.Name, service.Module); kept || !p.reached(service, have) {
			continue
		}
		lock = lock.Move(site.LockedOf(service.Name, service.Module, service.Origin, service.Modules))
		lock.Keeps, moved = true, true
	}
	if !moved {
		return nil
	}
	return disk.Replace(p.request.LockFile, lock.Bytes(), modeOf(p.request.LockFile, 0o644))
}

// reached says that every container of a service runs as it is wanted, and was
// found healthy where this run waited for that.
func (p *Prepared) reached(service *site.Service, have plan.Observed) bool {
	for _, wanted := range service.Containers {
		found := find(wanted, have)
		if found == nil || found.State != "running" {
			return false
		}
	}
	for _, operation := range p.Plan.Operations {
		_, done := p.done.Load(operation.ID())
		if operation.Kind == plan.HealthWait && operation.Container.Service == service.Name && !done {
			return false
		}
	}
	return len(service.Containers) > 0
}

// ReadLock reads a lock file; one that is not there is an empty lock.
func ReadLock(path string) (site.Lock, error) {
	source, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return site.Lock{}, fmt.Errorf("read the lock file: %w", err)
	}
	lock, diagnostics := site.ParseLock(filepath.Base(path), source)
	if diagnostics.HasErrors() {
		return site.Lock{}, &DiagnosticsError{diagnostics}
	}
	return lock, nil
}
