package plan

import (
	"strings"
	"testing"
	"time"

	"framagit.org/chatiere/chatiere/installer/site"
	"github.com/google/go-cmp/cmp"
)

// withJobs is the chaton whose wiki migrates its database before, makes an
// administrator once, and cleans up regularly.
func withJobs() Want {
	want := chaton()
	wiki := want.Site.Services[0]
	database, app := wiki.Containers[0], wiki.Containers[1]
	database.Serves = true
	carrier := func(job site.Job) *site.Container {
		job.Container, job.Timeout, job.Volumes = "app", time.Minute, []string{"data"}
		return &site.Container{
			Service: "wiki", Name: "job-" + job.Name, Spec: job.Name + "-1", Update: "replace",
			Networks: app.Networks, Image: app.Image, Job: &job, After: []string{"app"},
		}
	}
	migrate, admin := carrier(site.Job{Name: "migrate", When: site.JobBefore, Basis: "dokuwiki 1"}), carrier(site.Job{Name: "admin", When: site.JobOnce})
	migrate.After = []string{"db"}
	wiki.Jobs = []*site.Container{migrate, admin}
	wiki.Containers = append(wiki.Containers, carrier(site.Job{Name: "cron", Every: "5m"}))
	return want
}

// jobsRan is what stands after withJobs() was applied.
func jobsRan() Observed {
	have := running()
	scheduler := have.Containers[2]
	scheduler.ID, scheduler.Container, scheduler.Spec = "cron-id", "job-cron", "cron-1"
	have.Containers = append(have.Containers, scheduler)
	have.Images = []Image{{Names: []string{"chatiere/dokuwiki:1"}}}
	have.Jobs = map[string]Done{
		"wiki/migrate": {Basis: "dokuwiki 1", Volumes: map[string]int{"data": 1}},
		"wiki/admin":   {Volumes: map[string]int{"data": 1}},
	}
	return have
}

func TestMake_Jobs(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(*Want, *Observed)
		want   string
	}{
		{"nothing changed", func(*Want, *Observed) {}, ``},
		{"first time: database, before, start, once, routes", func(_ *Want, have *Observed) {
			*have = Observed{Images: have.Images, Containers: have.Containers[:1], Volumes: have.Volumes[:1], Certificates: have.Certificates, Lock: have.Lock, Secrets: have.Secrets, Routes: map[string]string{"": "site"}}
			have.Images = append(have.Images, Image{Names: []string{"chatiere/postgresql:1"}})
		}, `
network.create chat-wiki: no such network
volume.create chat-wiki-data-g1: no such volume
container.create wiki/db: no such container
container.start wiki/db: created
health.wait wiki/db: started
job.run wiki/migrate: before the first start
container.create wiki/app: no such container
container.start wiki/app: created
health.wait wiki/app: started
job.run wiki/admin: after the first start
container.create wiki/job-cron: no such container
container.start wiki/job-cron: created
health.wait wiki/job-cron: started
routes.switch wiki: not served yet
`},
		{"a setting changed: nothing runs again", func(want *Want, _ *Observed) {
			want.Site.Services[0].Containers[1].Spec, want.Site.Services[0].Containers[1].Update = "app-2", "replace"
		}, `
container.create wiki/app: its definition changed
container.stop wiki/app app-id: makes room for its replacement
container.start wiki/app: created
health.wait wiki/app: started
container.remove wiki/app app-id: replaced
`},
		{"a container was removed by hand: nothing runs again", func(_ *Want, have *Observed) {
			have.Containers = append(have.Containers[:2:2], have.Containers[3])
		}, `
container.create wiki/app: no such container
container.start wiki/app: created
health.wait wiki/app: started
`},
		{"another image needs an upgrade", func(want *Want, _ *Observed) {
			want.Site.Services[0].Containers[1].Spec = "app-2"
			want.Site.Services[0].Jobs[0].Job.Basis = "dokuwiki 2"
		}, `
! the image of wiki/app would change, and its job migrate may rewrite live data
`},
		{"a regular job changed: never two at once", func(want *Want, _ *Observed) {
			want.Site.Services[0].Containers[2].Spec = "cron-2"
		}, `
container.create wiki/job-cron: its definition changed
container.stop wiki/job-cron cron-id: makes room for its replacement
container.start wiki/job-cron: created
health.wait wiki/job-cron: started
container.remove wiki/job-cron cron-id: replaced
`},
		{"a volume was removed by hand: what was done is gone with it", func(_ *Want, have *Observed) {
			have.Containers, have.Volumes = have.Containers[:1], have.Volumes[:1]
			have.Images = append(have.Images, Image{Names: []string{"chatiere/postgresql:1"}})
			have.Routes = map[string]string{"": "site", "wiki": "to app-1"}
		}, `
volume.create chat-wiki-data-g1: no such volume
container.create wiki/db: no such container
container.start wiki/db: created
health.wait wiki/db: started
job.run wiki/migrate: before the first start
container.create wiki/app: no such container
container.start wiki/app: created
health.wait wiki/app: started
job.run wiki/admin: after the first start
container.create wiki/job-cron: no such container
container.start wiki/job-cron: created
health.wait wiki/job-cron: started
`},
		{"killed after the job before: it does not run again", func(_ *Want, have *Observed) {
			delete(have.Jobs, "wiki/admin")
			have.Containers = have.Containers[:2]
		}, `
container.create wiki/app: no such container
container.start wiki/app: created
health.wait wiki/app: started
job.run wiki/admin: after the first start
container.create wiki/job-cron: no such container
container.start wiki/job-cron: created
health.wait wiki/job-cron: started
`},
		{"killed while a job runs: its container is taken up", func(_ *Want, have *Observed) {
			delete(have.Jobs, "wiki/admin")
			leave(have, 2, "left-id", "admin-1", "running", "")
			have.Containers[4].Container = "job-admin"
		}, `
job.run wiki/admin: after the first start
`},
		{"killed after the record and before the removal", func(_ *Want, have *Observed) {
			leave(have, 2, "left-id", "admin-1", "exited", "")
			have.Containers[4].Container = "job-admin"
		}, `
container.remove wiki/job-admin left-id: its job has run
`},
		{"the records are lost: what runs was prepared", func(_ *Want, have *Observed) {
			delete(have.Jobs, "wiki/migrate")
			have.Containers[2].State = "exited"
		}, `
container.start wiki/app app-id: it does not run; state exited -> running
health.wait wiki/app app-id: started
`},
		{"a regular job left the module", func(want *Want, _ *Observed) {
			want.Site.Services[0].Containers = want.Site.Services[0].Containers[:2]
		}, `
container.stop wiki/job-cron cron-id: no longer in chaton.hcl
container.remove wiki/job-cron cron-id: no longer in chaton.hcl
`},
	} {
		t.Run(test.name, func(t *testing.T) {
			want, have := withJobs(), jobsRan()
			test.change(&want, &have)
			got := Make(want, have)
			if diff := cmp.Diff(strings.TrimPrefix(test.want, "\n"), got.String()); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
			checkOrder(t, got)
		})
	}
}

func TestMake_JobsStandBetweenStarts(t *testing.T) {
	plan := Make(withJobs(), Observed{})
	for _, order := range [][2]string{
		{"job.run wiki/migrate", "health.wait wiki/db"},
		{"container.start wiki/app", "job.run wiki/migrate"},
		{"job.run wiki/admin", "health.wait wiki/app"},
		{"container.start wiki/job-cron", "job.run wiki/admin"},
		{"routes.switch wiki", "job.run wiki/admin"},
	} {
		if !waitsFor(plan, order[0], order[1]) {
			t.Errorf("%s does not wait for %s", order[0], order[1])
		}
	}
	if waitsFor(plan, "routes.switch wiki", "health.wait wiki/job-cron") {
		t.Error("visitors wait for a regular job")
	}
}
