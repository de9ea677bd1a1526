package engine

import (
	"os"
	"slices"
	"testing"

	"framagit.org/chatiere/chatiere/installer/engine/enginetest"
	"framagit.org/chatiere/chatiere/installer/plan"
	"github.com/google/go-cmp/cmp"
)

// fakeEngine opens a fake engine as the chaton "petit".
func fakeEngine(t *testing.T, daemon *enginetest.Daemon) *Engine {
	t.Helper()
	engine, err := Open(t.Context(), Options{Host: daemon.Host, Identity: Identity{Slug: "petit", ID: "id-1", StatePath: "/state", Run: "run-2"}})
	must(t, err)
	t.Cleanup(func() { engine.Close() })
	return engine
}

// ours labels an object of "petit"; the rest are names and values.
func ours(more ...string) map[string]string {
	labels := map[string]string{labelChaton: "petit", labelState: "id-1", labelStatePath: "/state", labelRun: "run-1"}
	for i := 0; i+1 < len(more); i += 2 {
		labels[more[i]] = more[i+1]
	}
	return labels
}

func TestObserve_OwnThingsAreFoundByLabel(t *testing.T) {
	daemon := enginetest.Start(t, enginetest.Options{})
	daemon.Containers = []*enginetest.Container{
		{ID: "c1", Name: "renamed by hand", ImageID: "sha256:i1", State: "running", Health: "healthy", Restart: "unless-stopped", Memory: 64 << 20,
			Labels:   ours(labelService, "wiki", labelContainer, "app", labelSpec, "abc", labelModule, "dokuwiki@1.0.0"),
			Networks: map[string]string{"petit-wiki": "10.213.0.2"},
			Volumes:  map[string]string{"/data": "petit-wiki-data-g1", "/.chatiere": "petit-probe"}},
		{ID: "c2", Name: "petit-wiki-app-abc", State: "running", Labels: map[string]string{}},
		{ID: "c3", Name: "petit-probe-filler", State: "created", Labels: ours(labelService, "")},
	}
	daemon.Networks = []*enginetest.Network{
		{ID: "n1", Name: "petit-wiki", Labels: ours(labelService, "wiki"), Subnet: "10.213.0.0/26", Internal: true},
		{ID: "n2", Name: "bridge"},
	}
	daemon.Volumes = []*enginetest.Volume{
		{Name: "petit-wiki-data-g2", Labels: ours(labelService, "wiki", labelVolume, "data", labelGeneration, "2")},
		{Name: "petit-wiki-data-g1", Labels: map[string]string{labelChaton: "grand"}},
	}
	daemon.Images = []*enginetest.Image{
		{ID: "sha256:i1", Names: []string{"<none>:<none>"}, Digests: []string{"<none>@<none>"}},
		{ID: "sha256:i2", Names: []string{"<none>:<none>"}},
		{ID: "sha256:i3", Names: []string{"chatiere/dokuwiki:1-ab"}, Labels: map[string]string{labelInputs: "ab"}},
		{ID: "sha256:i4", Names: []string{"debian:trixie-slim", "r.example/d:1"}, Digests: []string{"r.example/d@sha256:d"}},
	}
	names := []string{"petit-wiki-app-abc", "petit-wiki", "petit-wiki-data-g1"}
	got, err := fakeEngine(t, daemon).Observe(t.Context(), "petit", names)
	must(t, err)
	want := plan.Observed{
		Containers: []plan.Container{{
			ID: "c1", Name: "renamed by hand", Service: "wiki", Container: "app", Spec: "abc", Module: "dokuwiki@1.0.0",
			State: "running", Health: "healthy", Restart: "unless-stopped", ImageID: "sha256:i1", Memory: 64 << 20,
			Networks: map[string]string{"petit-wiki": "10.213.0.2"}, Volumes: map[string]string{"/data": "petit-wiki-data-g1"},
			Process: os.Getpid(),
		}},
		Networks: []plan.Network{{ID: "n1", Name: "petit-wiki", Service: "wiki", Subnet: "10.213.0.0/26", Internal: true}},
		Volumes:  []plan.Volume{{Name: "petit-wiki-data-g2", Service: "wiki", Volume: "data", Generation: 2}},
		Images: []plan.Image{
			{ID: "sha256:i1"},
			{ID: "sha256:i3", Names: []string{"chatiere/dokuwiki:1-ab"}, Digests: []string{""}, Inputs: "ab"},
			{ID: "sha256:i4", Names: []string{"docker.io/library/debian:trixie-slim", "r.example/d:1"}, Digests: []string{"", "sha256:d"}},
		},
		Foreign: []plan.Foreign{{Kind: "container", Name: "petit-wiki-app-abc"}, {Kind: "volume", Name: "petit-wiki-data-g1"}},
		States:  map[string]string{}, Neighbours: true,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestObserve_OneListCallAKind(t *testing.T) {
	daemon := enginetest.Start(t, enginetest.Options{})
	engine := fakeEngine(t, daemon)
	before := len(daemon.Requests())
	_, err := engine.Observe(t.Context(), "petit", nil)
	must(t, err)
	got := slices.Sorted(slices.Values(daemon.Requests()[before:])) // they go out together
	want := []string{"GET /containers/json", "GET /images/json", "GET /networks", "GET /volumes"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestObserve_AnotherStateIsNamed(t *testing.T) {
	daemon := enginetest.Start(t, enginetest.Options{})
	daemon.Volumes = []*enginetest.Volume{{Name: "petit-wiki-data-g1", Labels: ours(labelState, "id-0", labelStatePath, "/lost")}}
	got, err := fakeEngine(t, daemon).Observe(t.Context(), "petit", nil)
	must(t, err)
	if diff := cmp.Diff(map[string]string{"id-0": "/lost"}, got.States); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestRunning_OwnContainersOfOneServiceByOneCall(t *testing.T) {
	daemon := enginetest.Start(t, enginetest.Options{})
	app := func(service, spec string) map[string]string {
		return ours(labelService, service, labelContainer, "app", labelSpec, spec)
	}
	daemon.Containers = []*enginetest.Container{
		{ID: "c1", Name: "petit-wiki-app-abc", State: "running", Created: 7, Labels: app("wiki", "abc")},
		{ID: "c2", Name: "petit-wiki-app-def", State: "exited", Labels: app("wiki", "def")},
		{ID: "c3", Name: "petit-blog-app-abc", State: "running", Labels: app("blog", "abc")},
		{ID: "c4", Name: "grand-wiki-app-abc", State: "running", Labels: map[string]string{labelChaton: "grand", labelService: "wiki"}},
	}
	engine := fakeEngine(t, daemon)
	before := len(daemon.Requests())
	got, err := engine.Running(t.Context(), "wiki")
	must(t, err)
	want := []plan.Container{{
		ID: "c1", Name: "petit-wiki-app-abc", Service: "wiki", Container: "app", Spec: "abc", State: "running", Created: 7,
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if calls := daemon.Requests()[before:]; len(calls) != 1 {
		t.Errorf("got the calls %q, want one", calls)
	}
}
