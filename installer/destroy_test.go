package installer

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/site"
	"github.com/google/go-cmp/cmp"
)

func TestState_RetiredServiceIsWrittenDownUntilItComesBack(t *testing.T) {
	state := State{Folder: t.TempDir()}
	wiki := &site.Service{Name: "wiki", Module: "dokuwiki", Aliases: []string{"vieux.example"}, Routes: []*site.Route{{Host: "wiki.example"}, {Host: "wiki.example"}}}
	elsewhere := &site.Service{Name: "forge", External: &site.External{}}
	pads := &site.Service{Name: "pads"}
	before := &site.Site{Services: []*site.Service{wiki, elsewhere, pads}}
	at := time.Date(2026, time.November, 22, 3, 30, 0, 0, time.UTC)
	for range 2 {
		if err := state.keepRetired(before, &site.Site{Services: []*site.Service{pads}}, at); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff([]string{"wiki"}, state.retiredServices()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"vieux.example"}, state.namesOfRetired("wiki", []string{"wiki.example"})); diff != "" {
		t.Errorf("names nobody else claims (-want +got):\n%s", diff)
	}
	if got := state.retirementOf("wiki").Retired; !got.Equal(at) {
		t.Errorf("got retired at %v, want %v", got, at)
	}
	if err := state.keepRetired(before, before, at); err != nil {
		t.Fatal(err)
	}
	if got := state.retiredServices(); got != nil {
		t.Errorf("came back: got %v, want none", got)
	}
}

func TestState_CertificateFilesAreThoseOfTheNameAlone(t *testing.T) {
	state := State{Folder: t.TempDir()}
	root := filepath.Join(state.Gateway(), "certificates")
	for _, name := range []string{
		"acme/wiki.example", "acme/wiki.example+rsa", "acme/damaged/wiki.example-20261122T080000.000", "acme/damaged/wiki.example-2.org-20261122T080000.000", "internal/wiki.example",
		"acme/wiki.example.org", "acme/autre.wiki.example", "internal/ca.pem",
	} {
		write(t, filepath.Join(root, name), "x")
	}
	if err := removeFiles(state.certificateFiles("wiki.example")); err != nil {
		t.Fatal(err)
	}
	var left []string
	_ = filepath.WalkDir(root, func(path string, entry os.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			left = append(left, strings.TrimPrefix(path, root+"/"))
		}
		return err
	})
	if diff := cmp.Diff([]string{"acme/autre.wiki.example", "acme/damaged/wiki.example-2.org-20261122T080000.000", "acme/wiki.example.org", "internal/ca.pem"}, left); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestState_HoldsAnythingCountsOnlyWhatIsOurs(t *testing.T) {
	folder := t.TempDir()
	state := State{Folder: folder}
	for i, c := range []struct {
		file string
		want bool
	}{{"", true}, {"photo.jpg", false}, {".vault-123", true}, {"id", true}} {
		if c.file != "" {
			write(t, filepath.Join(folder, strconv.Itoa(i), c.file), "x")
		} else if err := os.MkdirAll(filepath.Join(folder, strconv.Itoa(i)), 0o700); err != nil {
			t.Fatal(err)
		}
		if got := (State{Folder: filepath.Join(folder, strconv.Itoa(i))}).holdsAnything(nil); got != c.want {
			t.Errorf("%q: got %v, want %v", c.file, got, c.want)
		}
	}
	if (State{Folder: filepath.Join(state.Folder, "nowhere")}).holdsAnything(nil) {
		t.Error("a folder that is not there holds something")
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestDoomed_AgreedCoversLessAndNeverMore(t *testing.T) {
	shown := plan.Plan{Operations: operations("a", "b a", "c b")}
	d := &Doomed{Plan: shown}
	if !d.agreed(plan.Plan{Operations: operations("b", "c b")}) {
		t.Error("less than what was shown is refused")
	}
	if d.agreed(plan.Plan{Operations: operations("b", "c b", "d")}) {
		t.Error("more than what was shown is taken as agreed")
	}
}
