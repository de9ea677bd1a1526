package plan

import (
	"slices"
	"strings"
	"testing"
)

// filled is a chaton whose probe's volume holds what it is to hold.
func filled() (Want, Observed) {
	want, have := chaton(), running()
	want.Filling = map[string]string{"program": "abc", "root certificate": "r1"}
	have.Filling = map[string]string{"program": "abc", "root certificate": "r1"}
	return want, have
}

func TestRefill_NewProgramChangesFilesAndNoContainer(t *testing.T) {
	want, have := filled()
	if got := Make(want, have); !got.Empty() {
		t.Errorf("the same files: got\n%s\nwant nothing", got)
	}
	for text, change := range map[string]func(){
		"volume.refill chat-probe: its files are not those of this program; program abc -> def\n": func() { want.Filling["program"] = "def" },
		"volume.refill chat-probe: its files are not those of this program; program none -> abc; root certificate none -> r1\n": func() {
			have.Filling = nil
		},
		"volume.refill chat-probe: its files are not those of this program; root certificate r1 -> none\n": func() {
			delete(want.Filling, "root certificate")
		},
	} {
		want, have = filled()
		change()
		if got := Make(want, have).String(); got != text {
			t.Errorf("got\n%s\nwant\n%s", got, text)
		}
	}
}

func TestRefill_NewContainersWaitForTheNewProbe(t *testing.T) {
	want, have := filled()
	want.Filling["program"] = "def"
	have.Containers = have.Containers[:2]
	have.Containers = append(have.Containers, Container{ID: "filler", Container: "probe-filler", State: "exited"})
	for _, operation := range Make(want, have).Operations {
		made := operation.Kind == ContainerCreate || operation.Kind == ContainerRemove
		if made && !slices.Contains(operation.After, "volume.refill chat-probe") {
			t.Errorf("%s waits for %q, want the probe's volume among them", operation.ID(), operation.After)
		}
	}
}

func TestRefill_ReplacedRootIsThereBeforeItIsHandedOut(t *testing.T) {
	want, have := filled()
	want.Authority, have.Authority = "a.example, b.example", "a.example"
	want.Filling["root certificate"] = "…"
	for _, operation := range Make(want, have).Operations {
		if operation.Kind == VolumeRefill && !slices.Contains(operation.After, "authority.replace authority") {
			t.Errorf("it waits for %q, want the authority among them", operation.After)
		}
	}
}

func TestRefill_NewVolumeIsFilledOnce(t *testing.T) {
	want, have := filled()
	have.Volumes, have.Filling = have.Volumes[1:], nil
	if got := Make(want, have).String(); strings.Contains(got, string(VolumeRefill)) {
		t.Errorf("got\n%s\nwant no %s", got, VolumeRefill)
	}
}
