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

func TestLock_WantedIgnoresWhatABuildDecides(t *testing.T) {
	before := Lock{Images: []LockedImage{{Name: "a:1", Inputs: "x"}}}
	after := Lock{Images: []LockedImage{{Name: "a:1", Inputs: "x", ID: "sha256:1"}}}
	if before.Wanted() != after.Wanted() {
		t.Errorf("got %s, want %s", after.Wanted(), before.Wanted())
	}
	changed := Lock{Images: []LockedImage{{Name: "a:1", Inputs: "y", ID: "sha256:1"}}}
	if before.Wanted() == changed.Wanted() {
		t.Error("other inputs give the same text")
	}
}
