package plan

import (
	"strings"
	"testing"

	"framagit.org/chatiere/chatiere/installer/site"
	"github.com/google/go-cmp/cmp"
)

// What a killed run leaves, and what may have happened since: the next run
// must do what the first one would have done from there.
func TestMake_AfterAKilledRun(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(*Want, *Observed)
		want   string
	}{
		{"created beside a single writer that runs: never two at once", func(want *Want, have *Observed) {
			want.Site.Services[0].Containers[0].Spec = "db-2"
			leave(have, 1, "new-id", "db-2", "created", "")
		}, `
container.stop wiki/db db-id: makes room for its replacement
container.start wiki/db new-id: it does not run; state created -> running
health.wait wiki/db new-id: started
container.remove wiki/db db-id: replaced
`},
		{"started and not known to be healthy: waited for before the old one goes", func(want *Want, have *Observed) {
			want.Site.Services[0].Containers[1].Spec = "app-2"
			want.Routes["wiki"] = "to app-2"
			leave(have, 2, "new-id", "app-2", "running", "starting")
		}, `
health.wait wiki/app new-id: started
routes.switch wiki: routes changed
container.stop wiki/app app-id: replaced
container.remove wiki/app app-id: replaced
`},
		{"started database: what comes after it waits for it", func(_ *Want, have *Observed) {
			have.Containers = have.Containers[:2]
			have.Containers[1].Health = "starting"
			have.Images = []Image{{Names: []string{"chatiere/dokuwiki:1"}}}
		}, `
health.wait wiki/db db-id: started
container.create wiki/app: no such container
container.start wiki/app: created
health.wait wiki/app: started
`},
		{"everything in place before the first check of the engine: nothing to do", func(_ *Want, have *Observed) {
			for i := range have.Containers {
				have.Containers[i].Health = "starting"
			}
		}, ``},
		{"a replacement that fails over and over gives way to the old one", func(want *Want, have *Observed) {
			want.Site.Services[0].Containers[0].Spec = "db-2"
			have.Containers[1].State = "exited"
			leave(have, 1, "new-id", "db-2", "restarting", "")
		}, `
container.start wiki/db new-id: it does not run; state restarting -> running
health.wait wiki/db new-id: started
container.remove wiki/db db-id: replaced
`},
		{"a container that fails over and over is stopped before it is removed", func(want *Want, have *Observed) {
			want.Site.Services[0].Containers[0].Spec = "db-2"
			have.Containers[1].State = "restarting"
			have.Images = []Image{{Names: []string{"chatiere/postgresql:1"}}}
		}, `
container.create wiki/db: its definition changed
container.stop wiki/db db-id: makes room for its replacement
container.start wiki/db: created
health.wait wiki/db: started
container.remove wiki/db db-id: replaced
`},
		{"a never started replacement of another wish does not count as what served", func(want *Want, have *Observed) {
			want.Site.Services[0].Containers[0].Spec = "db-3"
			have.Containers[1].State = "exited"
			leave(have, 1, "left-id", "db-2", "created", "")
			have.Images = []Image{{Names: []string{"chatiere/postgresql:1"}}}
		}, `
container.create wiki/db: its definition changed
container.start wiki/db: created
health.wait wiki/db: started
container.remove wiki/db db-id: replaced
container.remove wiki/db left-id: replaced
`},
		{"two writers run: both stop", func(want *Want, have *Observed) {
			want.Site.Services[0].Containers[0].Spec = "db-3"
			leave(have, 1, "left-id", "db-2", "running", "")
			have.Images = []Image{{Names: []string{"chatiere/postgresql:1"}}}
		}, `
container.create wiki/db: its definition changed
container.stop wiki/db db-id: makes room for its replacement
container.stop wiki/db left-id: makes room for its replacement
container.start wiki/db: created
health.wait wiki/db: started
container.remove wiki/db db-id: replaced
container.remove wiki/db left-id: replaced
`},
	} {
		t.Run(test.name, func(t *testing.T) {
			want, have := chaton(), running()
			test.change(&want, &have)
			got := Make(want, have)
			if diff := cmp.Diff(strings.TrimPrefix(test.want, "\n"), got.String()); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
			checkOrder(t, got)
			checkReplaced(t, got)
		})
	}
}

// leave adds a newer container beside an existing one.
func leave(have *Observed, beside int, id, spec, state, health string) {
	left := have.Containers[beside]
	left.ID, left.Spec, left.State, left.Health, left.Created = id, spec, state, health, left.Created+1
	have.Containers = append(have.Containers, left)
}

// checkReplaced fails when an operation that may leave nobody in service does
// not name who served before.
func checkReplaced(t *testing.T, p Plan) {
	t.Helper()
	removed := map[string]string{}
	for _, operation := range p.Operations {
		if operation.Kind == ContainerRemove && removed[operation.Target] == "" {
			removed[operation.Target] = operation.Object
		}
	}
	for _, operation := range p.Operations {
		stop := operation.Kind == ContainerStop && strings.HasPrefix(operation.Cause, "makes room")
		if !stop && operation.Kind != ContainerStart && operation.Kind != HealthWait {
			continue
		}
		if got, want := operation.Replaces, removed[operation.Target]; got != want {
			t.Errorf("%s: replaces %q, want %q", operation.ID(), got, want)
		}
	}
}

func TestMake_WhatLeavesWaitsForEveryImage(t *testing.T) {
	want, have := chaton(), running()
	renamed := *want.Site.Services[0]
	renamed.Name, renamed.Secrets, renamed.Volumes, renamed.Networks = "notes", nil, nil, nil
	container := *renamed.Containers[1]
	container.Service, container.After, container.Networks = "notes", nil, nil
	renamed.Containers = renamed.Containers[:0:0]
	renamed.Containers = append(renamed.Containers, &container)
	want.Site.Services[0] = &renamed
	want.Routes = map[string]string{"": "site", "notes": "to app-1"}
	plan := Make(want, have)
	for _, operation := range plan.Operations {
		if operation.Kind != ContainerStop && operation.Kind != ContainerRemove && operation.Kind != RoutesRemove {
			continue
		}
		if !waitsFor(plan, operation.ID(), "image.build chatiere/dokuwiki:1") {
			t.Errorf("%s does not wait for the image of the new service", operation.ID())
		}
	}
}

func TestMake_ServiceThatLosesAllItsRoutesIsTakenFromTheGatewayOnce(t *testing.T) {
	want, have := chaton(), running()
	delete(want.Routes, "wiki")
	if got, want := Make(want, have).String(), "routes.remove wiki: no longer in chaton.hcl\n"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestPlan_IDFollowsTheRoutes(t *testing.T) {
	alias := func(name string) string {
		want, have := chaton(), running()
		want.Routes["wiki"] = "other routes"
		want.Site.Services[0].Aliases = []string{name}
		return Make(want, have).ID()
	}
	first := alias("a.example")
	if again := alias("a.example"); again != first {
		t.Errorf("the same alias: got %s, want %s", again, first)
	}
	if alias("b.example") == first {
		t.Error("another alias gives the same plan ID")
	}
}

func TestDestroy_StopsWhatFailsOverAndOver(t *testing.T) {
	have := Observed{Containers: []Container{{ID: "app-id", Service: "wiki", Container: "app", State: "restarting"}}}
	want := "container.stop wiki/app app-id: destroy\ncontainer.remove wiki/app app-id: destroy\n"
	if got := Destroy(have, false).String(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestMake_ServiceNamedSiteIsNotThePublicSite(t *testing.T) {
	want, have := chaton(), running()
	want.Site.Services[0].Name = "site"
	want.Routes = map[string]string{"": "other", "site": "to app-1"}
	switched := 0
	for _, operation := range Make(want, have).Operations {
		if operation.Kind == RoutesSwitch {
			switched++
		}
	}
	if switched != 2 {
		t.Errorf("got %d switches of routes, want 2: the service's and the public site's", switched)
	}
}

func TestMake_TwoServicesNeverShareANetworkOrVolume(t *testing.T) {
	want, have := chaton(), running()
	wiki := want.Site.Services[0]
	wiki.Networks = append(wiki.Networks, &site.Network{Service: "wiki", Name: "chat-wiki-out"})
	want.Site.Services = append(want.Site.Services, &site.Service{
		Name:     "wiki-out",
		Networks: []*site.Network{{Service: "wiki-out", Name: "chat-wiki-out"}},
		Volumes:  []*site.Volume{{Service: "wiki-out", ObjectName: "chat-wiki-data-g1"}},
	})
	got := Make(want, have).String()
	if strings.Count(got, "! ") != 2 || !strings.Contains(got, "chat-wiki-out") || !strings.Contains(got, "chat-wiki-data-g1") {
		t.Errorf("got\n%s\nwant both shared names refused", got)
	}
}
