package installer

import (
	"errors"
	"io/fs"
	"maps"
	"strings"
	"testing"
	"testing/fstest"

	"framagit.org/chatiere/chatiere/installer/catalog"
	"framagit.org/chatiere/chatiere/installer/site"
	"github.com/hashicorp/hcl/v2"
)

const (
	oneRevision     = "1111111111111111111111111111111111111111"
	anotherRevision = "2222222222222222222222222222222222222222"
)

func TestModules_AServiceIsMadeFromItsSource(t *testing.T) {
	c := newSourced(t)
	loaded := c.load()
	module := loaded.For("carnet").Module("notes")
	if module == nil || module.Origin != catalog.OriginSource {
		t.Fatalf("got %+v, want the module of the source", module)
	}
	if engine := loaded.For("carnet").Module("store"); engine == nil || engine.Origin != "" {
		t.Errorf("got engine %+v, want the one that ships with the kit", engine)
	}
	if loaded.Module("notes") != nil {
		t.Error("the source's module stands among those of the kit")
	}
	if c.fetched != 1 || c.file.Sources[0].Hash == "" {
		t.Errorf("got %d fetches and hash %q, want one and a hash", c.fetched, c.file.Sources[0].Hash)
	}
}

// A source may have a module of a name that the kit has too: the service says
// which it means.
func TestModules_ASourceMayNameAModuleAsTheKitDoes(t *testing.T) {
	c := newSourced(t)
	maps.Copy(c.shelf, shelf(t, "1.9.0"))
	loaded := c.load()
	if got := versionOf(loaded.For("carnet")); got != "1.2.0" {
		t.Errorf("got %s, want the source's 1.2.0", got)
	}
	if got := versionOf(loaded); got == "1.2.0" {
		t.Error("the kit's own module is the source's")
	}
}

func TestModules_AnInstalledSourceIsNotAskedAgain(t *testing.T) {
	c := newSourced(t)
	c.install()
	c.fetched = 0
	if got := versionOf(c.load().For("carnet")); got != "1.2.0" || c.fetched != 0 {
		t.Errorf("got %s after %d fetches, want the kept 1.2.0 after none", got, c.fetched)
	}
}

func TestModules_AnotherRevisionIsOfferedAndMovesNothing(t *testing.T) {
	c := newSourced(t)
	c.install()
	c.file = sourcedChaton(t, anotherRevision)
	c.content = justNotes(t, "1.3.0")
	loaded := c.load()
	if kept, offered := versionOf(loaded.For("carnet")), versionOf(loaded.Offered("carnet")); kept != "1.2.0" || offered != "1.3.0" {
		t.Errorf("got %s kept and %s offered, want 1.2.0 and 1.3.0", kept, offered)
	}
}

func TestModules_ASourceThatHoldsSomethingElseIsRefused(t *testing.T) {
	c := newSourced(t)
	c.install()
	c.lock.Services = nil // it is to be looked at again
	c.file = sourcedChaton(t, oneRevision)
	c.content = justNotes(t, "1.3.0")
	said(t, c.wrong(), "holds something else than it did at this revision")
}

func TestModules_ASourceThatCannotBeReadIsSaid(t *testing.T) {
	c := newSourced(t)
	c.failure = errors.New("no route to host")
	said(t, c.wrong(), `The source "associatif" cannot be read`, "no route to host")
}

// A command that reaches for no network leaves the service out and says so; a
// site without it is not put in place.
func TestModules_ASourceThatIsNotHereLeavesItsServiceOut(t *testing.T) {
	file := sourcedChaton(t, oneRevision)
	loaded, wrong := Modules{State: State{Folder: t.TempDir()}}.Load(file)
	said(t, wrong)
	resolved, told := site.Resolve(loaded, file, site.PlaceholderSecrets{})
	said(t, told)
	if len(told) != 1 || told[0].Summary != `The source "associatif" is not here yet` {
		t.Errorf("got %v, want that the source is not here", told)
	}
	if unmade := resolved.Unmade(); len(unmade) != 1 || unmade[0] != "carnet" {
		t.Errorf("got %v left out, want carnet", unmade)
	}
}

// sourced is a chaton with a service from a source.
type sourced struct {
	*installed
	shelf   fstest.MapFS
	content fstest.MapFS
	fetched int
	failure error
}

func newSourced(t testing.TB) *sourced {
	t.Helper()
	return &sourced{
		installed: &installed{t: t, file: sourcedChaton(t, oneRevision), state: State{Folder: t.TempDir()}},
		shelf:     modulesIn(t, "store"), content: justNotes(t, "1.2.0"),
	}
}

func sourcedChaton(t testing.TB, revision string) *site.File {
	t.Helper()
	return chatonOf(t, "associatif/notes", `
source "associatif" {
  git      = "https://forge.example/modules.git"
  revision = "`+revision+`"
}
`)
}

// justNotes is a source that has no engine of its own.
func justNotes(t testing.TB, version string) fstest.MapFS {
	t.Helper()
	files := shelf(t, version)
	maps.DeleteFunc(files, func(name string, _ *fstest.MapFile) bool { return !strings.HasPrefix(name, "notes/") })
	return files
}

func (c *sourced) modules() Modules {
	return Modules{Shelves: []fs.FS{c.shelf}, Lock: c.lock, State: c.state, Fetch: func(site.Source) (fs.FS, error) {
		c.fetched++
		return c.content, c.failure
	}}
}

func (c *sourced) load() *catalog.Catalog {
	c.t.Helper()
	loaded, wrong := c.modules().Load(c.file)
	if wrong.HasErrors() {
		c.t.Fatal(wrong)
	}
	return loaded
}

func (c *sourced) wrong() hcl.Diagnostics {
	c.t.Helper()
	_, wrong := c.modules().Load(c.file)
	return wrong
}

// install does what apply does for modules.
func (c *sourced) install() {
	c.t.Helper()
	loaded := c.load().For("carnet")
	c.kept = site.ModulesOf(loaded, loaded.Module("notes"))
	for _, module := range c.kept {
		if err := copied(c.state.copyOf(module), module.Folder, module.Hash); err != nil {
			c.t.Fatal(err)
		}
	}
	source := c.file.Sources[0].Source
	c.lock = site.Lock{
		Keeps:    true,
		Services: []site.LockedService{site.LockedOf("carnet", "associatif/notes", catalog.OriginSource, c.kept)},
		Sources:  []site.LockedSource{{Name: source.Name, Git: source.Git, Revision: source.Revision, Hash: source.Hash}},
	}
	c.file = sourcedChaton(c.t, source.Revision)
}
