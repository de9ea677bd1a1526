package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const keptService = `
service "liens" {
  module   = "pulled"
  settings = { word = "bonjour" }
}
`

// TestKeeping_AnInstalledServiceKeepsItsModule is decision 16, from the first
// apply to the day when nobody is made from a module any more.
func TestKeeping_AnInstalledServiceKeepsItsModule(t *testing.T) {
	c := newFake(t)
	c.shelf = t.TempDir()
	c.offer("pulled", "1.0.0")
	c.write(keptService)
	if planned := c.expect(exitPending, "plan"); !strings.Contains(planned.out, "keep a copy of module pulled@1.0.0-") {
		t.Errorf("first plan: got\n%s\nwant the copy as a line", planned.out)
	}
	if _, err := os.Stat(c.state()); err == nil {
		t.Error("plan wrote the state folder")
	}
	c.expect(exitDone, "apply", "--yes")
	first := c.editions()
	if len(first) != 1 {
		t.Fatalf("got copies %v, want one", first)
	}
	c.offer("pulled", "1.1.0")

	t.Run("a newer one is said and changes nothing", func(t *testing.T) { newerIsSaid(t, c) })
	t.Run("settings change the service as it was installed", func(t *testing.T) { settingsChange(t, c) })
	t.Run("a copy that went away is an error", func(t *testing.T) { copyWentAway(t, c, first[0]) })
	t.Run("without the folder of modules", func(t *testing.T) { withoutTheFolder(t, c) })
	t.Run("a second service takes the newer one", func(t *testing.T) { secondService(t, c, first[0]) })
}

func newerIsSaid(t *testing.T, c *fakeChaton) {
	const want = "Nothing to do: everything is as chaton.hcl says.\nliens: module 1.0.0 kept, 1.1.0 available (chatiere upgrade liens)\n"
	if diff := cmp.Diff(want, c.expect(exitDone, "plan").out); diff != "" {
		t.Errorf("plan: -want +got\n%s", diff)
	}
	lock := c.read(c.lockFile())
	c.expect(exitDone, "apply", "--yes")
	c.expect(exitDone, "check")
	if diff := cmp.Diff(lock, c.read(c.lockFile())); diff != "" {
		t.Errorf("the lock file moved: -want +got\n%s", diff)
	}
	if got := c.run("status").out; !strings.Contains(got, "pulled 1.0.0  from a folder of modules  1.1.0 available (chatiere upgrade liens)") {
		t.Errorf("status: got\n%s\nwant where the module comes from and what is available", got)
	}
}

// A setting makes another container, of the kept module and of the same image.
func settingsChange(t *testing.T, c *fakeChaton) {
	before := c.read(c.lockFile())
	c.write(strings.Replace(keptService, "bonjour", "bonsoir", 1))
	c.expect(exitDone, "apply", "--yes")
	if got := c.environment("liens"); !strings.Contains(got, "WORD=bonsoir") || strings.Contains(got, "NEWER") {
		t.Errorf("got environment %s, want the new word and nothing of the newer module", got)
	}
	if diff := cmp.Diff(before, c.read(c.lockFile())); diff != "" {
		t.Errorf("a setting moved the lock file: -want +got\n%s", diff)
	}
	c.expect(exitDone, "plan")
}

func copyWentAway(t *testing.T, c *fakeChaton, edition string) {
	folder := filepath.Join(c.state(), "modules", edition)
	if err := os.Rename(folder, folder+".away"); err != nil {
		t.Fatal(err)
	}
	for _, command := range [][]string{{"plan"}, {"apply", "--yes"}, {"status"}, {"check"}} {
		got := c.expect(exitUsage, command...)
		for _, said := range []string{`The copy of module pulled 1.0.0 that "liens" was installed with is missing`, "Restore the folder", edition} {
			if !strings.Contains(strings.Join(strings.Fields(strings.ReplaceAll(got.err, "│", "")), " "), said) {
				t.Errorf("%s: got\n%s\nwant %q", command[0], got.err, said)
			}
		}
	}
	// A chatiere that still has it makes the copy again.
	c.offer("pulled", "1.0.0")
	if got := c.expect(exitPending, "plan").out; strings.Contains(got, "container") || !strings.Contains(got, "keep a copy of module") {
		t.Errorf("got\n%s\nwant the copy made again and nothing else", got)
	}
	c.expect(exitDone, "apply", "--yes")
	c.offer("pulled", "1.1.0")
	c.expect(exitDone, "plan")
}

// tick is called without --modules, and the service is what it was.
func withoutTheFolder(t *testing.T, c *fakeChaton) {
	shelf := c.shelf
	defer func() { c.shelf = shelf }()
	c.shelf = t.TempDir()
	// The timer is what names the folder.
	if got := c.expect(exitPending, "plan").out; strings.Contains(got, "available") || strings.Contains(got, "liens") {
		t.Errorf("got\n%s\nwant no word of the service", got)
	}
}

func secondService(t *testing.T, c *fakeChaton, first string) {
	one := strings.Replace(keptService, "bonjour", "bonsoir", 1)
	second := strings.Replace(keptService, `"liens"`, `"notes"`, 1)
	c.write(one + second)
	c.expect(exitDone, "apply", "--yes")
	if got := c.environment("notes"); !strings.Contains(got, "NEWER=1.1.0") {
		t.Errorf("got environment %s, want the newer module's", got)
	}
	if got := c.environment("liens"); strings.Contains(got, "NEWER") {
		t.Errorf("got environment %s of the first, want the kept module's", got)
	}
	if got := c.editions(); len(got) != 2 {
		t.Errorf("got copies %v, want two", got)
	}
	c.expect(exitDone, "plan")
	c.write(second)
	c.expect(exitDone, "apply", "--yes")
	c.expect(exitDone, "plan")
	if got := c.environment("notes"); !strings.Contains(got, "NEWER=1.1.0") {
		t.Errorf("got environment %s, want the newer module's", got)
	}

	// Whoever left comes back to what its data was written by; once the data is
	// destroyed nobody needs the copy.
	if got := c.editions(); len(got) != 2 {
		t.Errorf("got copies %v, want that of who left too", got)
	}
	c.write(one + second)
	c.expect(exitDone, "apply", "--yes")
	if got := c.environment("liens"); strings.Contains(got, "NEWER") {
		t.Errorf("got environment %s after it came back, want the kept module's", got)
	}
	c.write(second)
	c.expect(exitDone, "apply", "--yes")
	c.expect(exitDone, "destroy", "--data", "liens", "--yes")
	c.write(strings.Replace(second, "bonjour", "salut", 1))
	c.expect(exitDone, "apply", "--yes")
	if got := c.editions(); len(got) != 1 || got[0] == first {
		t.Errorf("got copies %v, want the one that is used", got)
	}
}

// An image that vanished is no difference, and is built again from the kept
// module when a setting asks for another container.
func TestKeeping_AVanishedImageIsBuiltFromTheKeptModule(t *testing.T) {
	c := newFake(t)
	c.shelf = t.TempDir()
	if err := os.CopyFS(c.shelf, os.DirFS("testdata/faults")); err != nil {
		t.Fatal(err)
	}
	service := strings.Replace(keptService, "pulled", "plain", 1)
	c.write(service)
	c.expect(exitDone, "apply", "--yes")
	before := c.read(c.lockFile())
	c.offer("plain", "1.1.0")
	if err := os.WriteFile(filepath.Join(c.shelf, "plain", "image", "more"), []byte("newer"), 0o644); err != nil {
		t.Fatal(err)
	}
	c.daemon.Lose("chatiere/plain:")
	c.expect(exitDone, "plan")
	c.write(strings.Replace(service, "bonjour", "bonsoir", 1))
	if got := c.expect(exitPending, "plan").out; !strings.Contains(got, "build image chatiere/plain:1.0.0-") {
		t.Errorf("got\n%s\nwant the image of the kept module built", got)
	}
	c.expect(exitDone, "apply", "--yes")
	withoutIDs := func(lock string) string { return imageID.ReplaceAllString(lock, "") }
	if diff := cmp.Diff(withoutIDs(before), withoutIDs(c.read(c.lockFile()))); diff != "" {
		t.Errorf("the lock file moved: -want +got\n%s", diff)
	}
	c.expect(exitDone, "plan")
}

// imageID is what a rebuilt image has another of.
var imageID = regexp.MustCompile(`(?m)^ *id += .*\n`)

// A lock file of before modules were kept: the copies are made at the next
// apply, and nothing is replaced for it.
func TestKeeping_AnOlderStateGetsItsCopies(t *testing.T) {
	c := newFake(t)
	c.write(keptService)
	c.expect(exitDone, "apply", "--yes")
	lock := strings.Replace(c.read(c.lockFile()), "keeps_modules = true\n", "", 1)
	if err := os.WriteFile(c.lockFile(), []byte(lock), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(filepath.Join(c.state(), "modules")); err != nil {
		t.Fatal(err)
	}
	got := c.expect(exitPending, "plan").out
	if strings.Contains(got, "container") || !strings.Contains(got, "keep a copy of module pulled@1.0.0-") {
		t.Errorf("got\n%s\nwant the copy and the lock file, and nothing replaced", got)
	}
	c.expect(exitDone, "apply", "--yes")
	c.expect(exitDone, "plan")
	if got := c.editions(); len(got) != 1 {
		t.Errorf("got copies %v, want one", got)
	}
}
