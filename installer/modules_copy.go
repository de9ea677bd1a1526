package installer

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"framagit.org/chatiere/chatiere/installer/catalog"
	"framagit.org/chatiere/chatiere/installer/disk"
	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/site"
)

func (s State) modules() string { return filepath.Join(s.Folder, "modules") }
func (s State) sources() string { return filepath.Join(s.Folder, "sources") }

// copyOf is the folder of a kept module.
func (s State) copyOf(module site.KeptModule) string {
	return filepath.Join(s.modules(), module.Edition())
}

// sourceOf is the folder of a source at one revision.
func (s State) sourceOf(source site.Source) string {
	return filepath.Join(s.sources(), source.Edition())
}

// AlteredError says that a copy is not what was copied.
type AlteredError struct{ Folder string }

// Error names the folder.
func (e *AlteredError) Error() string { return e.Folder + " is not what was copied there" }

// intact is nil when the folder holds what has that hash.
func intact(folder, hash string) error {
	if _, err := os.Stat(folder); err != nil {
		return err
	}
	found, err := catalog.Hash(os.DirFS(folder))
	switch {
	case errors.Is(err, fs.ErrPermission):
		return err
	case err != nil || found != hash:
		return &AlteredError{folder}
	}
	return nil
}

// moduleCopies says of each module and source of the site whether its copy is there:
// true when it is what was copied, false when somebody changed it.
func (s State) moduleCopies(wanted *site.Site) (modules, sources map[string]bool) {
	modules, sources = map[string]bool{}, map[string]bool{}
	look := func(into map[string]bool, edition, folder, hash string) {
		if _, known := into[edition]; known {
			return
		}
		if err := intact(folder, hash); !errors.Is(err, fs.ErrNotExist) {
			into[edition] = err == nil
		}
	}
	for _, service := range wanted.Services {
		for _, module := range service.Modules {
			look(modules, module.Edition(), s.copyOf(module), module.Hash)
		}
	}
	for _, source := range wanted.Sources {
		if source.Folder != nil {
			look(sources, source.Edition(), s.sourceOf(source), source.Hash)
		}
	}
	return modules, sources
}

// keepModule copies a module for the services that are made from it.
func (p *Prepared) keepModule(_ context.Context, operation plan.Operation, _ func(plan.Event)) error {
	folder := p.request.State.copyOf(*operation.Module)
	return copied(folder, operation.Module.Folder, operation.Module.Hash)
}

// keepSource keeps what was fetched when the plan was made.
func (p *Prepared) keepSource(_ context.Context, operation plan.Operation, _ func(plan.Event)) error {
	folder := p.request.State.sourceOf(*operation.Source)
	return copied(folder, operation.Source.Folder, operation.Source.Hash)
}

// copied reads back what it wrote: a folder of modules can be edited while it is
// copied.
func copied(folder string, from fs.FS, hash string) error {
	if err := disk.CopyFolder(folder, from); err != nil {
		return err
	}
	return intact(folder, hash)
}

// dropModules removes the copies that no service is made from any more, and
// what a killed run left half written.
func (s State) dropModules(wanted *site.Site) error {
	used := map[string]bool{}
	for _, service := range wanted.Services {
		for _, module := range service.Modules {
			used[module.Edition()] = true
		}
	}
	for _, left := range s.retiredServices() {
		for _, module := range s.retirementOf(left).Made {
			used[module.Edition()] = true
		}
	}
	for _, source := range wanted.Sources {
		used[source.Edition()] = true
	}
	for _, folder := range []string{s.modules(), s.sources()} {
		if err := dropUnused(folder, used); err != nil {
			return fmt.Errorf("remove modules that nothing is made from: %w", err)
		}
	}
	return nil
}

func dropUnused(folder string, used map[string]bool) error {
	entries, err := os.ReadDir(folder)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for _, entry := range entries {
		if !used[entry.Name()] {
			if err := os.RemoveAll(filepath.Join(folder, entry.Name())); err != nil {
				return err
			}
		}
	}
	return nil
}
