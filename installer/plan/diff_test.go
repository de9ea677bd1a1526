package plan

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"framagit.org/chatiere/chatiere/installer/site"
	"github.com/google/go-cmp/cmp"
)

// diffText is one line an object, changed fields below.
func diffText(p Plan) string {
	var text strings.Builder
	for _, object := range p.Diff() {
		fmt.Fprintf(&text, "%s %s %s: %s\n", object.Action, object.Kind, object.Name, object.Cause)
		for _, change := range object.Changes {
			fmt.Fprintf(&text, "  %s: %q -> %q\n", change.Field, change.Old, change.New)
		}
	}
	return text.String()
}

func TestDiff_SaysEachObjectOnce(t *testing.T) {
	want, have := chaton(), running()
	have.Applied = copyOf(want.Site)
	want.Shown = copyOf(want.Site)
	changed := want.Shown.Services[0].Containers[1]
	changed.Memory = 256 << 20
	changed.Environment = map[string]string{"TITLE": "Wiki", "PASS": "secret.admin"}
	have.Applied.Services[0].Containers[1].Environment = map[string]string{"OLD": "1", "PASS": "secret.admin"}
	changed.Health = site.Health{Kind: "http", Port: 80, Path: "/", Timeout: 5 * time.Second}
	want.Site.Services[0].Containers[1].Spec = "app-2"
	want.Routes["wiki"] = "to app-2"
	have.Containers[1].Restart = "no"
	have.Networks = append(have.Networks, Network{ID: "old", Name: "chat-pads", Service: "pads"})
	have.Images = builtImages()
	got := diffText(Make(want, have))
	text := `keep container gateway: 
keep volume chat-probe: 
keep routes public site: 
update container wiki/db: changed by hand
  restart: "no" -> "unless-stopped"
replace container wiki/app: its definition changed
  memory: "0B" -> "256MiB"
  health: " (start 0s, interval 0s, timeout 0s, retries 0)" -> "http 80/ (start 0s, interval 0s, timeout 5s, retries 0)"
  env OLD: "1" -> ""
  env TITLE: "" -> "Wiki"
update routes wiki: routes changed
keep network chat-wiki: 
keep volume chat-wiki-data-g1: 
remove network chat-pads: no longer in chaton.hcl
`
	if diff := cmp.Diff(text, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

func TestDiff_FirstTimeCreatesEverything(t *testing.T) {
	want := `create image chatiere/chatiere:own: no such image
create image docker.io/library/debian:trixie-slim: no such base image
create image chatiere/postgresql:1: no such image
create image chatiere/dokuwiki:1: no such image
create volume chat-probe: no such volume
create container gateway: no such container
create routes public site: not served yet
create certificate chat.example: no certificate yet
update lock chaton.lock.hcl: no lock file
  pool: "" -> "10.213.0.0/16"
create network chat-wiki: no such network
create secret wiki/admin: no such secret
create volume chat-wiki-data-g1: no such volume
create container wiki/db: no such container
create container wiki/app: no such container
create routes wiki: not served yet
`
	if diff := cmp.Diff(want, diffText(Make(chaton(), Observed{}))); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

func TestDefinition_AChangedSecretIsSaidAndNotShown(t *testing.T) {
	want, have := chaton(), running()
	have.Applied, want.Shown = copyOf(want.Site), copyOf(want.Site)
	want.Site.Services[0].Containers[1].Spec = "app-2"
	have.Images = builtImages()
	if got := Make(want, have).String(); !strings.Contains(got, "container.create wiki/app: its definition changed; secret (hidden) -> (hidden)\n") {
		t.Errorf("got\n%s\nwant the change of a secret said without its value", got)
	}
}

func TestDefinition_WithoutARecordOnlyTheFactIsSaid(t *testing.T) {
	want, have := chaton(), running()
	want.Shown = copyOf(want.Site)
	have.Applied = copyOf(want.Site)
	have.Applied.Services[0].Containers[1].Spec = "another"
	want.Site.Services[0].Containers[1].Spec = "app-2"
	have.Images = builtImages()
	if got := Make(want, have).String(); !strings.Contains(got, "container.create wiki/app: its definition changed\n") {
		t.Errorf("got\n%s\nwant no field of a definition that is not the container's", got)
	}
}

// copyOf copies as deep as these tests change.
func copyOf(s *site.Site) *site.Site {
	copied := &site.Site{Slug: s.Slug}
	for _, service := range s.Services {
		other := *service
		other.Containers = nil
		for _, container := range service.Containers {
			same := *container
			other.Containers = append(other.Containers, &same)
		}
		copied.Services = append(copied.Services, &other)
	}
	return copied
}
