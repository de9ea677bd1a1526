package site

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
)

const jobsFile = `
chaton "chat" {
  name   = "Chat"
  domain = "chat.example"
}

contact {
  email = "contact@ailleurs.example"
}

service "carnet" {
  module = "notes"
  limits "app" {
    memory = "256MiB"
  }
}
`

const jobBlocks = `
job "migrate" {
  container = "app"
  command   = ["notes", "migrate"]
  when      = "before"
  timeout   = "15m"
}

job "admin" {
  container = "app"
  command   = ["notes", "create-admin"]
  stdin     = secret.admin
  when      = "once"
}

job "fetch" {
  container = "worker"
  command   = ["notes", "fetch", service.host]
  every     = "5m"
}

job "sweep" {
  container = "app"
  command   = ["notes", "sweep"]
  every     = "weekly"
}
`

// withJobBlocks resolves the file with these blocks added to the module.
func withJobBlocks(t *testing.T, blocks string, more ...string) (*Site, hcl.Diagnostics) {
	t.Helper()
	file, diags := Load("chaton.hcl", []byte(jobsFile))
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	modules := changedModules(t, "notes/module.hcl", append([]string{`route "web" {`, blocks + `route "web" {`}, more...)...)
	return Resolve(modules, file, PlaceholderSecrets{})
}

func TestResolve_JobHasWhatItsContainerHas(t *testing.T) {
	site, diags := withJobBlocks(t, jobBlocks)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	service := site.Service("carnet")
	app, migrate := service.container("app"), service.Jobs[0]
	if diff := cmp.Diff(app.Environment, migrate.Environment); diff != "" {
		t.Errorf("environment (-app +job):\n%s", diff)
	}
	if diff := cmp.Diff([]any{app.Mounts, app.Files, app.Tmpfs, app.User, app.Hosts}, []any{migrate.Mounts, migrate.Files, migrate.Tmpfs, migrate.User, migrate.Hosts}); diff != "" {
		t.Errorf("-app +job:\n%s", diff)
	}
	if migrate.Memory != 256<<20 || migrate.Image.identity() != app.Image.identity() {
		t.Errorf("got memory %d and image %s; want the container's", migrate.Memory, migrate.Image.identity())
	}
	if diff := cmp.Diff([]Attachment{{Network: "chat-carnet", Alias: "job-migrate"}}, migrate.Networks); diff != "" {
		t.Errorf("networks (-want +got):\n%s", diff)
	}
	want := &Job{Name: "migrate", Container: "app", When: "before", Timeout: 15 * time.Minute, Volumes: []string{"store-data", "data"}, Basis: app.Image.identity() + " notes@1.2.0"}
	if diff := cmp.Diff(want, migrate.Job); diff != "" {
		t.Errorf("job (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"notes", "migrate"}, migrate.Entrypoint); diff != "" || len(migrate.After) != 1 || migrate.Spec == "" {
		t.Errorf("command (-want +got):\n%s\nafter %v, spec %q", diff, migrate.After, migrate.Spec)
	}
	if fetch := service.container("job-fetch"); len(fetch.Networks) != 2 || fetch.Networks[1].Network != "chat-carnet-out" {
		t.Errorf("got networks %v; want those of the worker", fetch.Networks)
	}
}

func TestResolve_RegularJobIsAContainerOfItsOwn(t *testing.T) {
	site, diags := withJobBlocks(t, jobBlocks)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	service := site.Service("carnet")
	_, _, regular := service.Stages()
	if len(regular) != 2 || len(service.Jobs) != 2 {
		t.Fatalf("got %d regular jobs and %d others, want 2 and 2", len(regular), len(service.Jobs))
	}
	fetch, sweep := regular[0].Job, regular[1].Job
	if fetch.Every != "5m" || fetch.Timeout != 5*time.Minute || fetch.Offset >= 5*time.Minute {
		t.Errorf("got %+v", fetch)
	}
	if night := sweep.Offset % (24 * time.Hour); night >= 3*time.Hour || sweep.Offset >= 7*24*time.Hour {
		t.Errorf("got an offset of %s, want within three hours of one of seven days", sweep.Offset)
	}
	if regular[0].Update != "replace" || regular[0].Health.Kind != "schedule" {
		t.Errorf("got %s and a check %q", regular[0].Update, regular[0].Health.Kind)
	}
}

func TestResolve_InputOfAJobIsAFileAndNoArgument(t *testing.T) {
	site, diags := withJobBlocks(t, jobBlocks)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	admin := site.Service("carnet").Jobs[1]
	secret := PlaceholderSecrets{}.Secret("carnet", "admin", 20, "alphanumeric")
	last := admin.Files[len(admin.Files)-1]
	if last.Path != JobStdin || last.Content != secret || last.Mode != 0o400 || admin.Job.Stdin != JobStdin {
		t.Errorf("got file %+v, stdin %q", last, admin.Job.Stdin)
	}
	if strings.Contains(strings.Join(admin.Entrypoint, " "), secret) {
		t.Errorf("got the secret in %v", admin.Entrypoint)
	}
}

func TestResolve_ServiceWithAJobBeforeIsNeverRolled(t *testing.T) {
	site, diags := withJobBlocks(t, jobBlocks)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	for _, container := range site.Service("carnet").Containers {
		if container.Update != "replace" {
			t.Errorf("%s: got %q", container.Name, container.Update)
		}
	}
	_, diags = withJobBlocks(t, jobBlocks, `after  = ["app"]`, "after  = [\"app\"]\n  update = \"rolling\"")
	if !anyDetail(diags, "may rewrite live data") {
		t.Errorf("got %v; want rolling refused", diags)
	}
}

func TestResolve_RefusesWrongJobs(t *testing.T) {
	for _, test := range []struct{ name, blocks, want string }{
		{"unknown container", `job "a" {
  container = lower("APPS")
  command   = ["true"]
  when      = "once"
}
`, `No container is named "apps"`},
		{"a container that bears its name", `container "job-a" {
  image  = "library/debian:13"
  memory = "64MiB"
  health {
    command = ["true"]
  }
}
job "a" {
  container = "app"
  command   = ["true"]
  when      = "once"
}
`, "Give the other one another name"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if _, diags := withJobBlocks(t, test.blocks); !anyDetail(diags, test.want) {
				t.Errorf("got %v; want %q", diags, test.want)
			}
		})
	}
}

func TestOffsetOf_IsAlwaysTheSameAndSpread(t *testing.T) {
	seen := map[time.Duration]bool{}
	for _, name := range []string{"wiki/cron", "blog/cron", "pads/cron", "pads/sweep", "flux/cron"} {
		first := offsetOf(name, "daily", 24*time.Hour)
		if first != offsetOf(name, "daily", 24*time.Hour) || first%time.Minute != 0 || first >= 3*time.Hour {
			t.Errorf("%s: got %s", name, first)
		}
		seen[first] = true
	}
	if len(seen) < 4 {
		t.Errorf("got %d minutes for 5 jobs", len(seen))
	}
	if got := offsetOf("wiki/cron", "1s", time.Second); got != 0 {
		t.Errorf("every second: got an offset of %s", got)
	}
}
