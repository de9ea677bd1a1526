package installer

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"framagit.org/chatiere/chatiere/installer/site"
)

func TestModules_AServiceKeepsWhatItWasInstalledWith(t *testing.T) {
	c := newInstalled(t)
	loaded := c.load(shelf(t, "1.3.0"))
	if got := versionOf(loaded.For("carnet")); got != "1.2.0" {
		t.Errorf("got module %s, want the kept 1.2.0", got)
	}
	if got := versionOf(loaded.Offered("carnet")); got != "1.3.0" {
		t.Errorf("got %s offered, want 1.3.0", got)
	}
	if got := loaded.For("carnet").Module("store"); got == nil {
		t.Error("the engine that was kept with it is missing")
	}
}

func TestModules_AnotherModuleOfTheServiceIsNotKept(t *testing.T) {
	c := newInstalled(t)
	c.lock.Services[0].Module = "board"
	if got := versionOf(c.load(shelf(t, "1.3.0")).For("carnet")); got != "1.3.0" {
		t.Errorf("got %s, want what the shelf has", got)
	}
}

func TestModules_AnOldLockFileKeepsNothing(t *testing.T) {
	c := newInstalled(t)
	c.lock.Keeps = false
	if got := versionOf(c.load(shelf(t, "1.3.0")).For("carnet")); got != "1.3.0" {
		t.Errorf("got %s, want what the shelf has", got)
	}
}

func TestModules_AMovedLockIsFollowed(t *testing.T) {
	c := newInstalled(t)
	newer := c.load(shelf(t, "1.3.0")).Offered("carnet")
	c.lock = c.lock.Move(site.LockedOf("carnet", "notes", "", site.ModulesOf(newer, newer.Module("notes"))))
	if got := versionOf(c.load(shelf(t, "1.3.0")).For("carnet")); got != "1.3.0" {
		t.Errorf("got %s, want what the lock was moved to", got)
	}
	if len(c.lock.Services) != 1 {
		t.Errorf("got %v, want the service once", c.lock.Services)
	}
}

func TestModules_ACopyThatIsNotThereIsSaid(t *testing.T) {
	c := newInstalled(t)
	folder := filepath.Join(c.state.modules(), c.kept[0].Edition())
	text := filepath.Join(folder, "module.hcl")
	if err := os.WriteFile(text, []byte("# changed by hand\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	said(t, c.wrong(shelf(t, "1.3.0")), `The copy of module notes 1.2.0 that "carnet" was installed with was changed`, folder)
	said(t, c.wrong(shelf(t, "1.2.0")))
	if err := os.RemoveAll(folder); err != nil {
		t.Fatal(err)
	}
	said(t, c.wrong(shelf(t, "1.3.0")), `The copy of module notes 1.2.0 that "carnet" was installed with is missing`, folder)
	said(t, c.wrong(shelf(t, "1.2.0")))
	said(t, c.wrong(fstest.MapFS{}), `is missing`)
}

// What an upgrade would take may be wrong, or gone: nobody is made from it.
func TestModules_WhatNobodyIsMadeFromDisturbsNobody(t *testing.T) {
	c := newInstalled(t)
	broken := shelf(t, "1.3.0")
	broken["notes/more.hcl"] = &fstest.MapFile{Data: []byte("nonsense {}\n")}
	for name, offered := range map[string]fstest.MapFS{"broken": broken, "gone": {}} {
		if got := versionOf(c.load(offered).For("carnet")); got != "1.2.0" {
			t.Errorf("%s: got %s, want the kept 1.2.0", name, got)
		}
	}
}

func TestState_CopiesThatNothingIsMadeFromAreRemoved(t *testing.T) {
	c := newInstalled(t)
	for _, folder := range []string{"notes@1.0.0-old", ".writing-1"} {
		if err := os.MkdirAll(filepath.Join(c.state.modules(), folder, "image"), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	used := &site.Site{Services: []*site.Service{{Name: "carnet", Modules: c.kept}}}
	if err := c.state.dropModules(used); err != nil {
		t.Fatal(err)
	}
	left, err := filepath.Glob(filepath.Join(c.state.modules(), "*"))
	if err != nil {
		t.Fatal(err)
	}
	if len(left) != len(c.kept) {
		t.Errorf("got %v, want the %d copies that are used", left, len(c.kept))
	}
}

func TestModuleNotes_SayWhatAnUpgradeWouldTake(t *testing.T) {
	for _, c := range []struct{ offered, want string }{
		{"1.2.0", ""},
		{"1.1.9", ""},
		{"1.10.0", "carnet: module 1.2.0 kept, 1.10.0 available (chatiere upgrade carnet)"},
	} {
		kept := newInstalled(t)
		loaded := kept.load(shelf(t, c.offered))
		if got := kept.notes(loaded); got != c.want {
			t.Errorf("%s: got %q, want %q", c.offered, got, c.want)
		}
	}
}

func TestOlder_ComparesNumbers(t *testing.T) {
	for _, c := range []struct {
		version, than string
		want          bool
	}{{"1.9.0", "1.10.0", true}, {"1.10.0", "1.9.0", false}, {"1.0.0", "1.0.0", false}, {"1.0.0-rc1", "1.0.0", true}, {"2.0.0", "10.0.0", true}} {
		if got := older(c.version, c.than); got != c.want {
			t.Errorf("%s older than %s: got %t want %t", c.version, c.than, got, c.want)
		}
	}
}

func TestModules_AnEngineIsKeptWithItsService(t *testing.T) {
	c := newInstalled(t)
	offered := shelf(t, "1.2.0")
	text := string(offered["store/module.hcl"].Data)
	offered["store/module.hcl"] = &fstest.MapFile{Data: []byte(strings.Replace(text, `"2.0.0"`, `"2.1.0"`, 1))}
	loaded := c.load(offered)
	if got := loaded.For("carnet").Module("store").Version; got != "2.0.0" {
		t.Errorf("got engine %s, want the kept 2.0.0", got)
	}
	want := "carnet: module store 2.0.0 kept, 2.1.0 available (chatiere upgrade carnet)"
	if got := c.notes(loaded); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestModuleNotes_AnotherContentOfOneVersionIsSaid(t *testing.T) {
	c := newInstalled(t)
	offered := shelf(t, "1.2.0")
	offered["notes/more.txt"] = &fstest.MapFile{Data: []byte("an author at work\n")}
	want := "carnet: module 1.2.0 kept, another content of that version available (chatiere upgrade carnet)"
	if got := c.notes(c.load(offered)); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestModuleNotes_AnOlderStateSaysWhatTakesThePlace(t *testing.T) {
	c := newInstalled(t)
	c.lock.Keeps = false
	c.lock.Services[0].Version, c.lock.Services[0].Hash = "1.1.0", "older"
	want := "carnet: it ran with module 1.1.0, of which no copy was kept; 1.2.0 takes its place"
	if got := c.notes(c.load(shelf(t, "1.2.0"))); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
