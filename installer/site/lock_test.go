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
