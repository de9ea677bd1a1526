package plan

import (
	"strings"
	"testing"

	"framagit.org/chatiere/chatiere/installer/site"
	"github.com/google/go-cmp/cmp"
)

// What a hand did since the last apply is found and named (decision 3), and
// nothing is replaced that can be mended.
func TestMake_Drift(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(*Want, *Observed)
		want   string
	}{
		{"joined to another network: it breaks the isolation", func(_ *Want, have *Observed) {
			have.Containers[2].Networks["bridge"] = "172.17.0.2"
			have.Images = builtImages()
		}, `
container.create wiki/app: changed by hand; network bridge -> none
container.start wiki/app: created
health.wait wiki/app: started
container.stop wiki/app app-id: replaced
container.remove wiki/app app-id: replaced
`},
		{"made from another image of that name", func(want *Want, have *Observed) {
			want.Site.Services[0].Containers[1].Image.Build.Inputs = "aa"
			have.Containers[2].ImageID = "sha256:foreign"
			have.Images = append(builtImages(), Image{ID: "sha256:foreign", Inputs: "bb"})
			have.Images[1].Inputs = "aa"
		}, `
container.create wiki/app: changed by hand; image foreign -> chatiere/dokuwiki:1
container.start wiki/app: created
health.wait wiki/app: started
container.stop wiki/app app-id: replaced
container.remove wiki/app app-id: replaced
`},
		{"built again from the same inputs: not drift", func(want *Want, have *Observed) {
			want.Site.Services[0].Containers[1].Image.Build.Inputs = "aa"
			want.Site.Services[0].Containers[1].Image.ID = "sha256:first"
			have.Containers[2].ImageID = "sha256:second"
			have.Images = []Image{{ID: "sha256:second", Inputs: "aa"}}
		}, ``},
		{"its image vanished: not drift", func(want *Want, have *Observed) {
			want.Site.Services[0].Containers[1].Image.ID = "sha256:first"
			have.Containers[2].ImageID = "sha256:first"
			have.Images = nil
		}, ``},
		{"the name was given to another image, and a container is to be made", func(want *Want, have *Observed) {
			want.Site.Services[0].Containers[1].Image.Build.Inputs = "aa"
			have.Containers = have.Containers[:2]
			have.Images = builtImages()
			have.Images[1].Inputs = "bb"
		}, `
image.import docker.io/library/debian:trixie-slim: no such base image
image.build chatiere/dokuwiki:1: its name was given to another image
container.create wiki/app: no such container
container.start wiki/app: created
health.wait wiki/app: started
`},
		{"paused", func(_ *Want, have *Observed) {
			have.Containers[2].State = "paused"
		}, `
container.start wiki/app app-id: it does not run; state paused -> running
health.wait wiki/app app-id: started
`},
		{"dead: nothing comes of it any more", func(_ *Want, have *Observed) {
			have.Containers[2].State = "dead"
			have.Images = builtImages()
		}, `
container.create wiki/app: the one before is dead
container.start wiki/app: created
health.wait wiki/app: started
container.remove wiki/app app-id: replaced
`},
		{"the gateway's restart policy", func(_ *Want, have *Observed) {
			have.Containers[0].Restart = "no"
		}, `
container.restart-policy gateway gateway-id: changed by hand; restart no -> unless-stopped
`},
		{"a volume was removed with its container: said, since the new one is empty", func(want *Want, have *Observed) {
			have.Applied = want.Site
			have.Containers = have.Containers[:1]
			have.Volumes = have.Volumes[:1]
			have.Images = builtImages()
		}, `
volume.create chat-wiki-data-g1: it was removed by hand; the new one is empty
container.create wiki/db: no such container
container.start wiki/db: created
health.wait wiki/db: started
container.create wiki/app: no such container
container.start wiki/app: created
health.wait wiki/app: started
`},
		{"a network was removed: its containers join the new one", func(_ *Want, have *Observed) {
			have.Networks = nil
			have.Containers[1].Networks, have.Containers[2].Networks = nil, nil
		}, `
network.create chat-wiki: no such network
network.connect wiki/db to chat-wiki db-id: disconnected by hand
network.connect wiki/app to chat-wiki app-id: disconnected by hand
`},
		{"a secret was lost and the data that knows it is there", func(want *Want, have *Observed) {
			have.Applied = want.Site
			have.Secrets = nil
		}, `
! the secret admin of service wiki is lost, and the volumes of that service were made with it
`},
		{"a secret that the last apply did not have is new, whatever the volumes", func(want *Want, have *Observed) {
			have.Applied = &site.Site{Services: []*site.Service{{Name: "wiki"}}}
			have.Secrets = nil
		}, `
secret.create wiki/admin: no such secret
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

func builtImages() []Image {
	return []Image{
		{ID: "sha256:db", Names: []string{"chatiere/postgresql:1"}},
		{ID: "sha256:app", Names: []string{"chatiere/dokuwiki:1"}},
	}
}

func TestMake_RetaggedImageOfARunningContainerIsSaidAndKept(t *testing.T) {
	want, have := chaton(), running()
	want.Site.Services[0].Containers[1].Image.Build.Inputs = "aa"
	have.Containers[2].ImageID = "sha256:app"
	have.Images = []Image{{ID: "sha256:app", Inputs: "aa"}, {ID: "sha256:other", Names: []string{"chatiere/dokuwiki:1"}}}
	got := Make(want, have)
	if !got.Empty() || len(got.Notes) != 1 || !strings.Contains(got.Notes[0].String(), "wiki/app keeps its own") {
		t.Errorf("got plan %q, notes %v; want nothing to do and one note", got, got.Notes)
	}
}

func TestMake_OldImagesArePrunedButTheOneBefore(t *testing.T) {
	want, have := chaton(), running()
	ours := func(id, name string, created int64, used bool) Image {
		return Image{ID: id, Names: []string{name}, Ours: []string{name}, Created: created, Used: used}
	}
	have.Images = []Image{
		ours("i4", "chatiere/dokuwiki:1", 40, false),
		ours("i3", "chatiere/dokuwiki:0.3", 30, false),
		ours("i2", "chatiere/dokuwiki:0.2", 20, false),
		ours("i1", "chatiere/dokuwiki:0.1", 10, true),
		ours("x1", "chatiere/radicale:1", 5, false),
		{ID: "p1", Names: []string{"docker.io/library/nginx:1"}},
	}
	have.Containers[2].ImageID = "i4"
	if diff := cmp.Diff("image.remove chatiere/dokuwiki:0.2: older than the one before\n", Make(want, have).String()); diff != "" {
		t.Errorf("at rest: -want +got\n%s", diff)
	}
	have.Containers[2].ImageID = "i3"
	have.Containers[2].Spec = "app-0"
	got := Make(want, have).String()
	if !strings.HasSuffix(got, "image.remove chatiere/dokuwiki:0.2: older than the one before\n") || strings.Contains(got, "remove chatiere/dokuwiki:0.3") {
		t.Errorf("about to be replaced: got\n%s\nwant 0.2 removed, and 0.3, which runs, kept", got)
	}
}

func TestMake_CertificateWaitsForItsOwnServiceOnly(t *testing.T) {
	want := chaton()
	want.Site.Services[0].Routes = []*site.Route{{Host: "wiki.chat.example"}}
	want.Certificates = []string{"chat.example", "wiki.chat.example"}
	got := Make(want, Observed{})
	if waitsFor(got, "certificate.wait chat.example", "routes.switch wiki") {
		t.Error("the site's certificate waits for the wiki's routes")
	}
	for _, pair := range [][2]string{
		{"certificate.wait chat.example", "routes.switch public site"}, {"certificate.wait wiki.chat.example", "routes.switch wiki"},
	} {
		if !waitsFor(got, pair[0], pair[1]) {
			t.Errorf("%s does not wait for %s", pair[0], pair[1])
		}
	}
}

func TestMake_AVolumeThatNoMountCoversIsSaid(t *testing.T) {
	want, have := chaton(), running()
	want.Site.Services[0].Containers[1].Image.Build.Volumes = []string{"/var/cache/"}
	if notes := Make(want, have).Notes; len(notes) > 0 {
		t.Errorf("got %v of a container that stays, want nothing", notes)
	}
	notes := Make(want, Observed{}).Notes
	if len(notes) != 1 || !strings.Contains(notes[0].String(), "wiki/app declares a volume at /var/cache ") {
		t.Errorf("got %v, want the path named", notes)
	}
}
