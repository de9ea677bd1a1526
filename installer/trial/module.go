package trial

import (
	"errors"
	"io/fs"

	"framagit.org/chatiere/chatiere/installer/catalog"
	"github.com/hashicorp/hcl/v2"
)

// Previous reads the version of a module before this one, from the folder
// "previous" in its own; nil when there is none. The engines that it needs are
// looked for in the same places as its successor's.
func Previous(module *catalog.Module, folders ...fs.FS) (*catalog.Module, hcl.Diagnostics) {
	folder, err := fs.Sub(module.Folder, "previous")
	if err != nil {
		return nil, nil
	}
	if _, err := fs.Stat(folder, "."); errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	loaded, wrong := catalog.LoadNamed([]string{module.Name}, append(Without(module.Name, folders), One(module.Name, folder))...)
	return loaded.Module(module.Name), wrong
}

// One is a folder of modules that holds a single one, under that name.
func One(name string, folder fs.FS) fs.FS { return one{name, folder} }

type one struct {
	name   string
	folder fs.FS
}

// Open is for the folder of modules itself.
func (o one) Open(name string) (fs.File, error) { return o.folder.Open(name) }

// Sub is the module's folder.
func (o one) Sub(string) (fs.FS, error) { return o.folder, nil }

// ReadDir lists the module alone.
func (o one) ReadDir(string) ([]fs.DirEntry, error) {
	info, err := fs.Stat(o.folder, ".")
	if err != nil {
		return nil, err
	}
	return []fs.DirEntry{entry{fs.FileInfoToDirEntry(info), o.name}}, nil
}

// entry is a folder under another name.
type entry struct {
	fs.DirEntry
	name string
}

// Name is the module's.
func (e entry) Name() string { return e.name }

// Without leaves one module out of folders of modules.
func Without(name string, folders []fs.FS) []fs.FS {
	var others []fs.FS
	for _, folder := range folders {
		if shelf, marked := folder.(catalog.Shelf); marked {
			shelf.FS = without{shelf.FS, name}
			others = append(others, shelf)
			continue
		}
		others = append(others, without{folder, name})
	}
	return others
}

type without struct {
	fs.FS
	name string
}

// ReadDir lists the others.
func (w without) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(w.FS, name)
	if name != "." {
		return entries, err
	}
	var others []fs.DirEntry
	for _, each := range entries {
		if each.Name() != w.name {
			others = append(others, each)
		}
	}
	return others, err
}
