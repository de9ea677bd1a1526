package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"framagit.org/chatiere/chatiere/installer"
	"framagit.org/chatiere/chatiere/installer/catalog"
	"framagit.org/chatiere/chatiere/installer/site"
	"framagit.org/chatiere/chatiere/modules"
	"framagit.org/chatiere/chatiere/templates"
	"github.com/hashicorp/hcl/v2"
)

// catalogue loads the shipped modules and those of --modules.
func (a *app) catalogue() (*catalog.Catalog, hcl.Diagnostics) {
	return catalog.Load(a.moduleFolders()...)
}

func (a *app) moduleFolders() []fs.FS {
	folders := []fs.FS{modules.Files}
	if a.modules != "" {
		folders = append(folders, catalog.Shelf{FS: os.DirFS(a.modules), Origin: catalog.OriginFolder})
	}
	return folders
}

// load reads chaton.hcl and the modules that it uses.
func (a *app) load() (*catalog.Catalog, *site.File, error) {
	source, err := a.source()
	if err != nil {
		return nil, nil, err
	}
	return a.loadFrom(source)
}

// loadAll reads chaton.hcl and every module there is, with everything wrong in
// both, and what chaton.hcl is warned of.
func (a *app) loadAll() (*catalog.Catalog, *site.File, hcl.Diagnostics, error) {
	source, err := a.source()
	if err != nil {
		return nil, nil, nil, err
	}
	file, wrong := site.Load(a.path(), source)
	loaded, told, err := a.amongAll(file, wrong)
	return loaded, file, append(wrong, told...), err
}

func (a *app) source() ([]byte, error) {
	source, err := os.ReadFile(a.path())
	if err != nil {
		return nil, a.noFile(err)
	}
	return source, nil
}

// loadFrom is load of a source as if it stood in chaton.hcl. Where something is
// wrong all modules are read: only then do the messages know what there is to
// choose from.
func (a *app) loadFrom(source []byte) (*catalog.Catalog, *site.File, error) {
	file, wrong := site.Load(a.path(), source)
	if !wrong.HasErrors() {
		modules, err := a.modulesOf(file)
		if err != nil {
			return nil, nil, err
		}
		loaded, unusable := modules.Load(file)
		if !unusable.HasErrors() && !site.CheckModules(loaded, file).HasErrors() {
			file.Folder = a.absolute(a.folder)
			return loaded, file, nil
		}
	}
	loaded, _, err := a.amongAll(file, wrong)
	return loaded, file, err
}

// modulesOf is where the modules of a chaton.hcl come from.
func (a *app) modulesOf(file *site.File) (installer.Modules, error) {
	lock, err := installer.ReadLock(a.lockFile())
	return installer.Modules{
		Shelves: a.moduleFolders(), Lock: lock, State: installer.State{Folder: a.stateFolder(file.Slug)}, Fetch: a.fetch,
	}, err
}

// amongAll adds all modules to a chaton.hcl that was read, with what was wrong
// in it; it returns what the modules are warned of.
func (a *app) amongAll(file *site.File, more hcl.Diagnostics) (*catalog.Catalog, hcl.Diagnostics, error) {
	modules, err := a.modulesOf(file)
	if err != nil {
		return nil, nil, err
	}
	loaded, unfit := a.catalogue()
	kept := modules.Keep(file, loaded)
	wrong := slices.Concat(unfit, kept, more)
	if more.HasErrors() {
		wrong = append(wrong, site.CheckModules(loaded, file)...)
	}
	if wrong.HasErrors() {
		return nil, nil, &installer.DiagnosticsError{Diagnostics: wrong}
	}
	file.Folder = a.absolute(a.folder)
	return loaded, kept, nil
}

// noFile says why chaton.hcl cannot be read.
func (a *app) noFile(err error) error {
	if !errors.Is(err, fs.ErrNotExist) {
		return a.unreadable(a.path(), err)
	}
	return a.wrongUse(a.printer.Sayf("There is no chaton.hcl in %s.", a.absolute(a.folder)),
		a.printer.Sayf("Go to its folder, name it with --chdir, or make one with chatiere init."))
}

// request describes the installation of the chaton.hcl in the folder.
func (a *app) request() (installer.Request, error) {
	if err := a.requireRoot(); err != nil {
		return installer.Request{}, err
	}
	loaded, file, err := a.load()
	if err != nil {
		return installer.Request{}, err
	}
	return a.requestOf(loaded, file)
}

func (a *app) requestOf(loaded *catalog.Catalog, file *site.File) (installer.Request, error) {
	binary, err := os.Executable()
	if err != nil {
		return installer.Request{}, err
	}
	return installer.Request{
		Catalog: loaded, File: file,
		LockFile: a.lockFile(),
		State:    installer.State{Folder: a.stateFolder(file.Slug)},
		Binary:   binary, Version: version().number, Templates: a.templates(file),
		Timer: a.timer(binary, file.Slug), Command: a.command, Clock: clock,
	}, nil
}

func (a *app) lockFile() string { return filepath.Join(a.folder, "chaton.lock.hcl") }

func (a *app) stateFolder(slug string) string {
	if a.state != "" {
		return a.absolute(a.state)
	}
	return filepath.Join(stateRoot, slug)
}

// templates layers the chaton's own files over the shipped ones: its template
// folder, and the folder of chaton.hcl for the logo.
func (a *app) templates(file *site.File) fs.FS {
	layers := layered{templates.Files}
	if file.Page.Logo != "" {
		layers = append(layered{os.DirFS(file.Folder)}, layers...)
	}
	if file.Page.Templates != "" {
		layers = append(layered{os.DirFS(filepath.Join(file.Folder, file.Page.Templates))}, layers...)
	}
	return layers
}

// layered opens a file in the first layer that has it, and lists the folders
// of all.
type layered []fs.FS

// Open opens a name in the first layer that has it.
func (l layered) Open(name string) (fs.File, error) {
	for _, layer := range l[:len(l)-1] {
		if info, err := fs.Stat(layer, name); err == nil && !info.IsDir() {
			return layer.Open(name)
		}
	}
	return l[len(l)-1].Open(name)
}

func (a *app) absolute(path string) string {
	full, err := filepath.Abs(path)
	if err != nil {
		return path
	}
	return full
}
