package plan

import (
	"strings"
	"testing"

	"framagit.org/chatiere/chatiere/installer/site"
	"github.com/google/go-cmp/cmp"
)

// chaton is a site with a wiki of two containers, a database and an app.
func chaton() Want {
	network := &site.Network{Service: "wiki", Name: "chat-wiki", Kind: "internal"}
	volume := &site.Volume{Service: "wiki", Name: "data", Generation: 1, ObjectName: "chat-wiki-data-g1"}
	base := "docker.io/library/debian:trixie-slim"
	joined := []site.Attachment{{Network: "chat-wiki"}}
	database := &site.Container{
		Service: "wiki", Name: "db", Spec: "db-1", Update: "replace", Networks: joined,
		Image:  site.Image{Build: &site.Build{Tag: "chatiere/postgresql:1", Base: base}},
		Mounts: []site.Mount{{Volume: "data", Path: "/data", Object: "chat-wiki-data-g1"}},
	}
	app := &site.Container{
		Service: "wiki", Name: "app", Spec: "app-1", Update: "rolling", Networks: joined, After: []string{"db"},
		Image: site.Image{Build: &site.Build{Tag: "chatiere/dokuwiki:1", Base: base}},
	}
	return Want{
		Site: &site.Site{Slug: "chat", Services: []*site.Service{{
			Name: "wiki", Containers: []*site.Container{database, app},
			Volumes: []*site.Volume{volume}, Networks: []*site.Network{network},
			Secrets: []site.SecretName{{Name: "admin"}},
		}}},
		Gateway: &site.Container{
			Name: "gateway", Spec: "gw-1", Update: "replace",
			Image: site.Image{Own: true, Reference: "chatiere/chatiere:own"},
		},
		Probe:        &site.Volume{Name: "probe", ObjectName: "chat-probe"},
		Routes:       map[string]string{"": "site", "wiki": "to app-1"},
		Certificates: []string{"chat.example"},
		Lock:         map[string]string{"pool": "10.213.0.0/16"},
	}
}

// running is what stands after chaton() was applied.
func running() Observed {
	return Observed{
		Containers: []Container{
			{ID: "gateway-id", Container: "gateway", Spec: "gw-1", State: "running", Restart: "unless-stopped"},
			{
				ID: "db-id", Service: "wiki", Container: "db", Spec: "db-1", State: "running", Restart: "unless-stopped",
				Networks: map[string]string{"chat-wiki": "10.213.0.2"}, Volumes: map[string]string{"/data": "chat-wiki-data-g1"},
			},
			{
				ID: "app-id", Service: "wiki", Container: "app", Spec: "app-1", State: "running", Restart: "unless-stopped",
				Networks: map[string]string{"chat-wiki": "10.213.0.3"},
			},
		},
		Networks:     []Network{{ID: "net-id", Name: "chat-wiki", Service: "wiki"}},
		Volumes:      []Volume{{Name: "chat-probe"}, {Name: "chat-wiki-data-g1", Service: "wiki", Volume: "data", Generation: 1}},
		Secrets:      map[string]bool{"wiki/admin": true},
		Routes:       map[string]string{"": "site", "wiki": "to app-1"},
		Certificates: map[string]bool{"chat.example": true},
		Lock:         map[string]string{"pool": "10.213.0.0/16"},
	}
}

func TestMake(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(*Want, *Observed)
		want   string
	}{
		{"nothing changed", func(*Want, *Observed) {}, ``},
		{"first time", func(_ *Want, have *Observed) { *have = Observed{} }, `
image.import chatiere/chatiere:own: no such image
image.import docker.io/library/debian:trixie-slim: no such base image
image.build chatiere/postgresql:1: no such image
image.build chatiere/dokuwiki:1: no such image
volume.create chat-probe: no such volume
network.create chat-wiki: no such network
secret.create wiki/admin: no such secret
volume.create chat-wiki-data-g1: no such volume
container.create gateway: no such container
container.start gateway: created
health.wait gateway: started
container.create wiki/db: no such container
container.start wiki/db: created
health.wait wiki/db: started
container.create wiki/app: no such container
container.start wiki/app: created
health.wait wiki/app: started
routes.switch wiki: not served yet
routes.switch public site: not served yet
certificate.wait chat.example: no certificate yet
lock.write chaton.lock.hcl: no lock file; pool none -> 10.213.0.0/16
`},
		{"a container was removed by hand", func(_ *Want, have *Observed) {
			have.Containers = have.Containers[:2]
			have.Images = []Image{{Names: []string{"chatiere/dokuwiki:1"}}}
		}, `
container.create wiki/app: no such container
container.start wiki/app: created
health.wait wiki/app: started
`},
		{"a container was stopped by hand", func(_ *Want, have *Observed) {
			have.Containers[1].State = "exited"
		}, `
container.start wiki/db db-id: it does not run; state exited -> running
health.wait wiki/db db-id: started
`},
		{"a network was disconnected by hand", func(_ *Want, have *Observed) {
			have.Containers[2].Networks = nil
		}, `
network.connect wiki/app to chat-wiki app-id: disconnected by hand
`},
		{"the restart policy was changed by hand", func(_ *Want, have *Observed) {
			have.Containers[2].Restart = "always"
		}, `
container.restart-policy wiki/app app-id: changed by hand; restart always -> unless-stopped
`},
		{"a rolling replacement", func(want *Want, have *Observed) {
			want.Site.Services[0].Containers[1].Spec = "app-2"
			want.Site.Services[0].Routes = []*site.Route{{Container: "app"}}
			want.Routes["wiki"] = "to app-2"
			have.Images = []Image{{Names: []string{"chatiere/dokuwiki:1"}}}
		}, `
container.create wiki/app: its definition changed
container.start wiki/app: created
health.wait wiki/app: started
routes.switch wiki: routes changed
routes.drain wiki/app app-id: requests under way
container.stop wiki/app app-id: replaced
container.remove wiki/app app-id: replaced
`},
		{"a single writer stops first and is kept until the new one is healthy", func(want *Want, have *Observed) {
			want.Site.Services[0].Containers[0].Spec = "db-2"
			have.Images = []Image{{Names: []string{"chatiere/postgresql:1"}}}
		}, `
container.create wiki/db: its definition changed
container.stop wiki/db db-id: makes room for its replacement
container.start wiki/db: created
health.wait wiki/db: started
container.remove wiki/db db-id: replaced
`},
		{"memory changed by hand", func(_ *Want, have *Observed) {
			have.Containers[2].Memory = 1024
			have.Images = []Image{{Names: []string{"chatiere/dokuwiki:1"}}}
		}, `
container.create wiki/app: changed by hand; memory 1KiB -> 0B
container.start wiki/app: created
health.wait wiki/app: started
container.stop wiki/app app-id: replaced
container.remove wiki/app app-id: replaced
`},
		{"a service left chaton.hcl: its data stays", func(want *Want, _ *Observed) {
			want.Site.Services = nil
			delete(want.Routes, "wiki")
		}, `
routes.remove wiki: no longer in chaton.hcl
container.stop wiki/db db-id: no longer in chaton.hcl
container.remove wiki/db db-id: no longer in chaton.hcl
container.stop wiki/app app-id: no longer in chaton.hcl
container.remove wiki/app app-id: no longer in chaton.hcl
network.remove chat-wiki net-id: no longer in chaton.hcl
`},
		{"a killed run left a replacement created: the old one goes once it is healthy", func(want *Want, have *Observed) {
			want.Site.Services[0].Containers[0].Spec = "db-2"
			have.Containers[1].State = "exited"
			created := have.Containers[1]
			created.ID, created.Spec, created.State = "new-id", "db-2", "created"
			have.Containers = append(have.Containers, created)
		}, `
container.start wiki/db new-id: it does not run; state created -> running
health.wait wiki/db new-id: started
container.remove wiki/db db-id: replaced
`},
		{"a foreign object bears our name", func(_ *Want, have *Observed) {
			have.Containers = nil
			have.Foreign = []Foreign{{Kind: "network", Name: "chat-wiki"}}
		}, `
! a network named chat-wiki exists and was not made by chatiere
`},
		{"the state folder was lost", func(_ *Want, have *Observed) {
			have.States = map[string]string{"abc": "/srv/chat"}
		}, `
! objects of chaton chat belong to another state (abc), kept in /srv/chat
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
		})
	}
}

func TestDestroy_VolumesGoOnlyWithData(t *testing.T) {
	have := running()
	have.Images = []Image{
		{Names: []string{"chatiere/dokuwiki:1", "mine:1"}, Ours: []string{"chatiere/dokuwiki:1"}},
		{Names: []string{"docker.io/library/nginx:1"}},
		{Names: []string{"chatiere/radicale:1"}, Ours: []string{"chatiere/radicale:1"}, Used: true},
	}
	want := `container.stop gateway gateway-id: destroy
container.remove gateway gateway-id: destroy
container.stop wiki/db db-id: destroy
container.remove wiki/db db-id: destroy
container.stop wiki/app app-id: destroy
container.remove wiki/app app-id: destroy
network.remove chat-wiki net-id: destroy
volume.remove chat-probe: destroy
image.remove chatiere/dokuwiki:1: destroy
`
	kept := Destroy(have, false)
	if diff := cmp.Diff(want, kept.String()); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if kept.Destroys() {
		t.Error("a plan that keeps the volumes says that it destroys data")
	}
	gone := Destroy(have, true)
	if !strings.Contains(gone.String(), "volume.remove chat-wiki-data-g1: destroy [destroys data]\n") || !gone.Destroys() {
		t.Errorf("got\n%s\nwant the data volume removed, marked", gone)
	}
	checkOrder(t, gone)
}

func TestDestroy_BesideAnotherChatonOnlyWhatIsKnownToBeOurs(t *testing.T) {
	have := running()
	have.Neighbours = true
	have.Applied = chaton().Site
	have.Containers[0].ImageID = "own"
	image := func(id, name string) Image { return Image{ID: id, Names: []string{name}, Ours: []string{name}} }
	have.Images = []Image{
		image("own", "chatiere/chatiere:a"), image("theirs", "chatiere/chatiere:b"),
		image("old", "chatiere/dokuwiki:0"), image("new", "chatiere/radicale:1"),
	}
	var removed []string
	for _, operation := range Destroy(have, false).Operations {
		if operation.Kind == ImageRemove {
			removed = append(removed, operation.Target)
		}
	}
	if diff := cmp.Diff([]string{"chatiere/chatiere:a", "chatiere/dokuwiki:0"}, removed); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

func TestMake_NoContainerChangesBeforeEveryImageIsThere(t *testing.T) {
	plan := Make(chaton(), Observed{})
	position := map[string]int{}
	for i, operation := range plan.Operations {
		position[operation.ID()] = i
	}
	for _, operation := range plan.Operations {
		if operation.Kind != ContainerCreate {
			continue
		}
		for _, image := range plan.Operations {
			if strings.HasPrefix(string(image.Kind), "image.") && !waitsFor(plan, operation.ID(), image.ID()) {
				t.Errorf("%s does not wait for %s", operation.ID(), image.ID())
			}
		}
	}
}

func TestPlan_IDFollowsWhatIsWanted(t *testing.T) {
	want := chaton()
	first := Make(want, Observed{}).ID()
	if again := Make(chaton(), Observed{}).ID(); again != first {
		t.Errorf("same wish: got %s, want %s", again, first)
	}
	want.Site.Services[0].Containers[1].Intent = "another"
	if changed := Make(want, Observed{}).ID(); changed == first {
		t.Error("another intent gives the same plan ID")
	}
}

// checkOrder fails when an operation is listed twice, or before one that it
// waits for.
func checkOrder(t *testing.T, p Plan) {
	t.Helper()
	seen := map[string]bool{}
	for _, operation := range p.Operations {
		for _, before := range operation.After {
			if !seen[before] {
				t.Errorf("%s waits for %q, which is not listed before it", operation.ID(), before)
			}
		}
		if seen[operation.ID()] {
			t.Errorf("%s is listed twice", operation.ID())
		}
		seen[operation.ID()] = true
	}
}

func waitsFor(p Plan, id, before string) bool {
	for _, operation := range p.Operations {
		if operation.ID() != id {
			continue
		}
		for _, direct := range operation.After {
			if direct == before || waitsFor(p, direct, before) {
				return true
			}
		}
	}
	return false
}
