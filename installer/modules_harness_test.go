package installer

import (
	"io/fs"
	"maps"
	"os"
	"path"
	"strings"
	"testing"
	"testing/fstest"

	"framagit.org/chatiere/chatiere/installer/catalog"
	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/site"
	"github.com/hashicorp/hcl/v2"
)

// installed is a chaton whose service was installed with notes 1.2.0.
type installed struct {
	t     testing.TB
	file  *site.File
	state State
	lock  site.Lock
	kept  []site.KeptModule
}

func newInstalled(t testing.TB) *installed {
	t.Helper()
	c := &installed{t: t, file: chatonOf(t, "notes", ""), state: State{Folder: t.TempDir()}}
	first, wrong := catalog.Load(shelf(t, "1.2.0"))
	if wrong.HasErrors() {
		t.Fatal(wrong)
	}
	c.kept = site.ModulesOf(first, first.Module("notes"))
	for _, module := range c.kept {
		if err := copied(c.state.copyOf(module), module.Folder, module.Hash); err != nil {
			t.Fatal(err)
		}
	}
	c.lock = site.Lock{Keeps: true, Services: []site.LockedService{site.LockedOf("carnet", "notes", "", c.kept)}}
	return c
}

func (c *installed) load(offered fs.FS) *catalog.Catalog {
	c.t.Helper()
	loaded, wrong := Modules{Shelves: []fs.FS{offered}, Lock: c.lock, State: c.state}.Load(c.file)
	if wrong.HasErrors() {
		c.t.Fatal(wrong)
	}
	return loaded
}

func (c *installed) wrong(offered fs.FS) hcl.Diagnostics {
	c.t.Helper()
	_, wrong := Modules{Shelves: []fs.FS{offered}, Lock: c.lock, State: c.state}.Load(c.file)
	return wrong
}

// notes are those of a plan for the service as it was installed.
func (c *installed) notes(loaded *catalog.Catalog) string {
	p := &Prepared{request: Request{Catalog: loaded}, lock: c.lock, Site: &site.Site{
		Services: []*site.Service{{
			Name: "carnet", Module: "notes", ModuleVersion: c.kept[0].Version, ModuleHash: c.kept[0].Hash, Modules: c.kept,
		}},
	}}
	return sentences(p.moduleNotes())
}

// shelf holds the module notes at that version, and its engine.
func shelf(t testing.TB, version string) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	maps.Copy(files, modulesIn(t, "notes"))
	maps.Copy(files, modulesIn(t, "store"))
	text := string(files["notes/module.hcl"].Data)
	if !strings.Contains(text, `"1.2.0"`) {
		t.Fatal("the module notes has no version 1.2.0 to replace")
	}
	files["notes/module.hcl"] = &fstest.MapFile{Data: []byte(strings.Replace(text, `"1.2.0"`, `"`+version+`"`, 1))}
	return files
}

func modulesIn(t testing.TB, name string) fstest.MapFS {
	t.Helper()
	files, root := fstest.MapFS{}, os.DirFS("site/testdata/modules")
	err := fs.WalkDir(root, name, func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := fs.ReadFile(root, file)
		files[path.Clean(file)] = &fstest.MapFile{Data: content}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// chatonOf is a chaton with one service of that module.
func chatonOf(t testing.TB, module, more string) *site.File {
	t.Helper()
	file, wrong := site.Load("chaton.hcl", []byte(`
chaton "petit" {
  name   = "Le Petit Chaton"
  domain = "petit.localhost"
}

contact {
  email = "contact@ailleurs.example"
}

service "carnet" {
  module = "`+module+`"
}
`+more))
	if wrong.HasErrors() {
		t.Fatal(wrong)
	}
	return file
}

func versionOf(loaded *catalog.Catalog) string {
	if module := loaded.Module("notes"); module != nil {
		return module.Version
	}
	return "none"
}

// said fails unless the first error has all of these words; without any there
// must be no error.
func said(t testing.TB, wrong hcl.Diagnostics, words ...string) {
	t.Helper()
	if len(words) == 0 && !wrong.HasErrors() {
		return
	}
	for _, word := range words {
		if !wrong.HasErrors() || !strings.Contains(wrong.Error()+wrong[0].Detail, word) {
			t.Errorf("got %v, want %q", wrong, word)
		}
	}
	if len(words) == 0 {
		t.Errorf("got %v, want no error", wrong)
	}
}

func sentences(notes []plan.Sentence) string {
	var lines []string
	for _, note := range notes {
		lines = append(lines, note.String())
	}
	return strings.Join(lines, "\n")
}
