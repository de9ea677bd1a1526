package engine

import (
	"context"
	"errors"
	"strings"
	"testing"

	"framagit.org/chatiere/chatiere/installer/engine/enginetest"
	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/site"
)

var wikiNetwork = site.Network{Service: "wiki", Name: "petit-wiki", Kind: "internal", Subnet: "10.213.0.0/26", Gateway: "10.213.0.1"}

func createWikiNetwork(t *testing.T, daemon *enginetest.Daemon) error {
	t.Helper()
	wanted := wikiNetwork
	return fakeEngine(t, daemon).Do(t.Context(), plan.Operation{Kind: plan.NetworkCreate, Target: wanted.Name, Network: &wanted}, nil)
}

func TestF11_NetworkCreateLeftByAKilledRunIsTakenUp(t *testing.T) {
	daemon := enginetest.Start(t, enginetest.Options{})
	daemon.Networks = []*enginetest.Network{{ID: "n1", Name: "petit-wiki", Labels: ours(), Subnet: "10.213.0.0/26", Internal: true}}
	must(t, createWikiNetwork(t, daemon))
	if len(daemon.Networks) != 1 || daemon.Networks[0].ID != "n1" {
		t.Errorf("got %+v, want n1 alone", daemon.Networks)
	}
}

func TestNetworkCreate_OwnWithAnotherSubnetMakesRoom(t *testing.T) {
	daemon := enginetest.Start(t, enginetest.Options{})
	daemon.Networks = []*enginetest.Network{{ID: "n1", Name: "petit-wiki", Labels: ours(), Subnet: "10.9.0.0/26", Internal: true}}
	must(t, createWikiNetwork(t, daemon))
	if len(daemon.Networks) != 1 || daemon.Networks[0].Subnet != wikiNetwork.Subnet {
		t.Errorf("got %+v, want %s alone", daemon.Networks[0], wikiNetwork.Subnet)
	}
}

func TestF11_CreateForeignObjectIsNamedAndLeft(t *testing.T) {
	daemon := enginetest.Start(t, enginetest.Options{})
	daemon.Networks = []*enginetest.Network{{ID: "n1", Name: "petit-wiki"}}
	daemon.Volumes = []*enginetest.Volume{
		{Name: "petit-probe", Labels: ours()},
		{Name: "petit-wiki-data-g1", Labels: ours(labelState, "id-0")},
	}
	daemon.Containers = []*enginetest.Container{{ID: "c1", Name: "petit-wiki-app-01234567", State: "created"}}
	daemon.Images = []*enginetest.Image{{ID: "sha256:i1", Names: []string{"web:1"}}}
	engine := fakeEngine(t, daemon)
	volume := &site.Volume{Service: "wiki", Name: "data", Generation: 1, ObjectName: "petit-wiki-data-g1"}
	network := wikiNetwork
	operations := map[string]plan.Operation{
		`A network named "petit-wiki" exists`:                {Kind: plan.NetworkCreate, Network: &network},
		`A volume named "petit-wiki-data-g1" exists`:         {Kind: plan.VolumeCreate, Volume: volume},
		`A container named "petit-wiki-app-01234567" exists`: {Kind: plan.ContainerCreate, Container: webContainer(site.Image{Reference: "web:1"}, &network)},
	}
	for want, operation := range operations {
		err := engine.Do(t.Context(), operation, nil)
		var foreign *ForeignError
		if !errors.As(err, &foreign) || !strings.Contains(err.Error(), want) || foreign.Hint() == "" {
			t.Errorf("got %v, want %q", err, want)
		}
	}
	if len(daemon.Networks) != 1 || len(daemon.Volumes) != 2 || len(daemon.Containers) != 1 {
		t.Error("something foreign was removed")
	}
}

// containerCase is one container that bears the new one's name.
type containerCase struct {
	name  string
	found enginetest.Container
	want  []string // names and states afterwards
	fails string
}

func TestF11_ContainerCreateNameTakenByOurOwn(t *testing.T) {
	const name, spec = "petit-wiki-app-01234567", "0123456789abcdef"
	there := map[string]string{"petit-wiki": "10.213.0.2"}
	cases := []containerCase{
		{name: "never started is made again", found: enginetest.Container{State: "created", Labels: ours(labelSpec, spec)},
			want: []string{name + " created"}},
		{name: "the wanted one is taken up", found: enginetest.Container{State: "running", ImageID: "sha256:i1", Networks: there, Labels: ours(labelSpec, spec)},
			want: []string{name + " running"}},
		{name: "same spec with another limit is renamed", found: enginetest.Container{State: "running", ImageID: "sha256:i1", Memory: 1 << 20, Networks: there, Labels: ours(labelSpec, spec)},
			want: []string{name + "-c1c1c1c1c1c1 running", name + " created"}},
		{name: "same spec with another image is renamed", found: enginetest.Container{State: "running", ImageID: "sha256:i0", Networks: there, Labels: ours(labelSpec, spec)},
			want: []string{name + "-c1c1c1c1c1c1 running", name + " created"}},
		{name: "same spec at another address is renamed", found: enginetest.Container{State: "exited", ImageID: "sha256:i1", Networks: map[string]string{"petit-wiki": "10.213.0.9"}, Labels: ours(labelSpec, spec)},
			want: []string{name + "-c1c1c1c1c1c1 exited", name + " created"}},
		{name: "stopped with another spec is removed", found: enginetest.Container{State: "exited", Labels: ours(labelSpec, "01234567ffff")},
			want: []string{name + " created"}},
		{name: "running with another spec is an error", found: enginetest.Container{State: "running", Labels: ours(labelSpec, "01234567ffff")},
			want: []string{name + " running"}, fails: "runs and is another one"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) { c.check(t, name) })
	}
}

func (c containerCase) check(t *testing.T, name string) {
	daemon := enginetest.Start(t, enginetest.Options{})
	c.found.ID, c.found.Name = "c1c1c1c1c1c1c1c1", name
	if c.found.Memory == 0 {
		c.found.Memory = 64 << 20
	}
	c.found.NanoCPUs, c.found.Pids = 5e8, 64
	daemon.Containers = []*enginetest.Container{&c.found}
	daemon.Volumes = []*enginetest.Volume{{Name: "petit-probe", Labels: ours()}}
	daemon.Images = []*enginetest.Image{{ID: "sha256:i1", Names: []string{"web:1"}}}
	network := wikiNetwork
	wanted := webContainer(site.Image{Reference: "web:1"}, &network)
	wanted.Networks[0].Address = "10.213.0.2"
	err := fakeEngine(t, daemon).Do(t.Context(), plan.Operation{Kind: plan.ContainerCreate, Container: wanted}, nil)
	if (err != nil) != (c.fails != "") || (err != nil && !strings.Contains(err.Error(), c.fails)) {
		t.Errorf("got error %v, want %q", err, c.fails)
	}
	var got []string
	for _, container := range daemon.Containers {
		got = append(got, container.Name+" "+container.State)
	}
	if strings.Join(got, ", ") != strings.Join(c.want, ", ") {
		t.Errorf("got %q, want %q", got, c.want)
	}
}

func TestContainerCreate_MissingVolumeIsNotMadeByTheEngine(t *testing.T) {
	daemon := enginetest.Start(t, enginetest.Options{})
	daemon.Images = []*enginetest.Image{{ID: "sha256:i1", Names: []string{"web:1"}}}
	network := wikiNetwork
	err := fakeEngine(t, daemon).Do(t.Context(), plan.Operation{Kind: plan.ContainerCreate, Container: webContainer(site.Image{Reference: "web:1"}, &network)}, nil)
	if err == nil || !strings.Contains(err.Error(), `the volume "petit-probe"`) || len(daemon.Containers) != 0 {
		t.Errorf("got %v and %d containers", err, len(daemon.Containers))
	}
}

func TestRemove_WhatIsGoneIsRemoved(t *testing.T) {
	engine := fakeEngine(t, enginetest.Start(t, enginetest.Options{}))
	for _, kind := range []plan.Kind{plan.ContainerStop, plan.ContainerRemove, plan.NetworkRemove, plan.VolumeRemove, plan.ImageRemove} {
		if err := engine.Do(t.Context(), plan.Operation{Kind: kind, Object: "gone"}, nil); err != nil {
			t.Errorf("got %v, want nil", err)
		}
	}
}

func TestDo_CancellingIsNoOtherFailure(t *testing.T) {
	engine := fakeEngine(t, enginetest.Start(t, enginetest.Options{SilentRegistry: true}))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err := engine.Do(ctx, plan.Operation{Kind: plan.ImagePull, Image: &site.Image{Reference: "docker.io/library/web:1"}}, nil)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want context.Canceled", err)
	}
}

func TestDo_NoErrorHoldsTheEnvironment(t *testing.T) {
	daemon := enginetest.Start(t, enginetest.Options{})
	daemon.Volumes = []*enginetest.Volume{{Name: "petit-probe", Labels: ours()}}
	network := wikiNetwork
	wanted := webContainer(site.Image{Reference: "missing:1"}, &network)
	wanted.Environment = map[string]string{"PASSWORD": "canary"}
	err := fakeEngine(t, daemon).Do(t.Context(), plan.Operation{Kind: plan.ContainerCreate, Container: wanted}, nil)
	if err == nil || strings.Contains(err.Error(), "canary") {
		t.Errorf("got %v", err)
	}
}
