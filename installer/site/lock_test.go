package site

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestLock_ReadsBackWhatItWrote(t *testing.T) {
	lock := Lock{
		Pool:     "10.213.0.0/16",
		Services: []LockedService{{Name: "wiki", Module: "dokuwiki", Version: "1.0.0", Hash: "abc"}},
		Images: []LockedImage{
			{Name: "chatiere/dokuwiki:1.0.0-123456789012", Inputs: "123456789012ff", ID: "sha256:1"},
			{Name: "docker.io/library/debian:trixie", Digest: "sha256:2"},
		},
	}
	read, diagnostics := ParseLock("chaton.lock.hcl", lock.Bytes())
	if diagnostics.HasErrors() {
		t.Fatalf("%s\n%s", diagnostics.Error(), lock.Bytes())
	}
	if diff := cmp.Diff(lock, read); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

func TestLock_PinsIgnoreWhatABuildDecides(t *testing.T) {
	pins := func(image LockedImage) map[string]string {
		return Lock{Pool: "10.213.0.0/16", Images: []LockedImage{image}}.Pins()
	}
	before := pins(LockedImage{Name: "a:1", Inputs: "x"})
	if diff := cmp.Diff(before, pins(LockedImage{Name: "a:1", Inputs: "x", ID: "sha256:1"})); diff != "" {
		t.Errorf("another ID: -want +got\n%s", diff)
	}
	if cmp.Diff(before, pins(LockedImage{Name: "a:1", Inputs: "y"})) == "" {
		t.Error("other inputs pin the same")
	}
	if pins := (Lock{}).Pins(); pins != nil {
		t.Errorf("got %v of an absent lock file, want none", pins)
	}
}

func TestLock_KeepsModulesAndSources(t *testing.T) {
	lock := Lock{
		Keeps: true,
		Services: []LockedService{{
			Name: "forge", Module: "associatif/kiwi", Version: "1.0.0", Hash: "abc", Origin: "source",
			Engines: []LockedModule{{Name: "postgresql", Version: "2.0.0", Hash: "def"}},
		}},
		Sources: []LockedSource{{Name: "associatif", Git: "https://forge.example/modules.git", Revision: "9f3c", Hash: "123"}},
	}
	read, diagnostics := ParseLock("chaton.lock.hcl", lock.Bytes())
	if diagnostics.HasErrors() {
		t.Fatalf("%s\n%s", diagnostics.Error(), lock.Bytes())
	}
	if diff := cmp.Diff(lock, read); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	kept, found := read.Kept("forge", "associatif/kiwi")
	want := []KeptModule{{Name: "kiwi", Version: "1.0.0", Hash: "abc"}, {Name: "postgresql", Version: "2.0.0", Hash: "def"}}
	if diff := cmp.Diff(want, kept.Modules()); diff != "" || !found {
		t.Errorf("found %t, -want +got\n%s", found, diff)
	}
}

func TestLock_MoveTouchesOneServiceOnly(t *testing.T) {
	lock := Lock{Keeps: true, Pool: "10.213.0.0/16", Services: []LockedService{
		{Name: "blog", Module: "notes", Version: "1.0.0", Hash: "a"}, {Name: "wiki", Module: "dokuwiki", Version: "1.0.0", Hash: "b"},
	}, Images: []LockedImage{{Name: "a:1", Digest: "sha256:1"}}}
	moved := lock.Move(LockedOf("blog", "notes", "", []KeptModule{{Name: "notes", Version: "1.1.0", Hash: "c"}}))
	before, after := lock.Pins(), moved.Pins()
	if before["service blog"] != "notes 1.0.0 a" || after["service blog"] != "notes 1.1.0 c" {
		t.Errorf("got %q and then %q, want the service moved and the first lock as it was", before["service blog"], after["service blog"])
	}
	delete(before, "service blog")
	delete(after, "service blog")
	if diff := cmp.Diff(before, after); diff != "" {
		t.Errorf("the rest moved: -want +got\n%s", diff)
	}
}
