package site

import (
	"io/fs"
	"slices"

	"framagit.org/chatiere/chatiere/installer/catalog"
	"github.com/hashicorp/hcl/v2"
)

// KeptModule is one module that a service is made from, by its content
// (decision 16).
type KeptModule struct {
	Name    string
	Version string
	Hash    string

	Folder fs.FS `json:"-"` // what it was read from
}

// Edition names the folder of its copy: no two contents share one.
func (m KeptModule) Edition() string { return m.Name + "@" + m.Version + "-" + m.Hash }

// Title is the edition as plans name it: its hash cut short.
func (m KeptModule) Title() string { return m.Name + "@" + m.Version + "-" + shortHash(m.Hash) }

func shortHash(hash string) string { return hash[:min(8, len(hash))] }

// ModulesOf lists what a service of the module is made from: the module, then
// the engines of its databases and caches.
func ModulesOf(modules *catalog.Catalog, module *catalog.Module) []KeptModule {
	made := []*catalog.Module{module}
	for _, database := range module.Databases {
		if engine := modules.Module(database.Engine); engine != nil && !slices.Contains(made, engine) {
			made = append(made, engine)
		}
	}
	var kept []KeptModule
	for _, each := range made {
		kept = append(kept, KeptModule{Name: each.Name, Version: each.Version, Hash: each.Hash, Folder: each.Folder})
	}
	return kept
}

// LostCopy says that the copy which a service is kept by is not there, or not
// what was copied, and that nothing here has that content.
func (f *File) LostCopy(service string, kept KeptModule, folder string, changed bool) *hcl.Diagnostic {
	summary := say("The copy of module %s that %q was installed with is missing", kept.Name+" "+kept.Version, service)
	if changed {
		summary = say("The copy of module %s that %q was installed with was changed", kept.Name+" "+kept.Version, service)
	}
	return problem(f.place("service."+service+".module"), summary,
		say("Restore the folder %s from a backup of the state, or run the chatiere that carries this module (%s). Nothing is made from another one by itself.",
			folder, shortHash(kept.Hash)))
}

// UnreadableCopy says that what was looked at is not what the service is made
// from: only root may read its copy.
func (f *File) UnreadableCopy(service string, kept KeptModule, folder string) *hcl.Diagnostic {
	return advice(f.place("service."+service+".module"),
		say("The copy of module %s that %q was installed with cannot be read", kept.Name+" "+kept.Version, service),
		say("Only root may read %s; the module of this chatiere was looked at in its place.", folder))
}

// Unfetched says why a source could not be read.
func (f *File) Unfetched(source Source, reason error) *hcl.Diagnostic {
	return problem(f.place("source."+source.Name+".git"), say("The source %q cannot be read", source.Name),
		say("%s Check its address and revision, and that this machine reaches it.", reason.Error()+"."))
}

// Altered says that a revision does not hold what it held before, which a
// repository cannot do by itself.
func (f *File) Altered(source Source) *hcl.Diagnostic {
	return problem(f.place("source."+source.Name+".revision"), say("The source %q holds something else than it did at this revision", source.Name),
		say("Ask whoever keeps it; do not go on. The lock file has the hash of what it held."))
}
