package engine

import (
	"slices"
	"strings"
	"testing"
	"time"

	"framagit.org/chatiere/chatiere/installer/engine/enginetest"
	"framagit.org/chatiere/chatiere/installer/site"
	"github.com/docker/docker/api/types/image"
)

// What a killed run left of a job is taken up, so that a job which ended well
// is not run again.
func TestRunJob_TakesUpWhatAKilledRunLeft(t *testing.T) {
	for _, test := range []struct {
		name   string
		left   *enginetest.Container
		starts int
	}{
		{"nothing", nil, 1},
		{"one that ended well", &enginetest.Container{State: "exited"}, 0},
		{"one that failed", &enginetest.Container{State: "exited", ExitCode: 3}, 1},
		{"one that was never started", &enginetest.Container{State: "created"}, 1},
		{"one of another definition", &enginetest.Container{State: "exited", Labels: map[string]string{labelSpec: "other"}}, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			daemon := enginetest.Start(t, enginetest.Options{Ends: func(enginetest.Container) (int, bool) { return 0, true }})
			network := wikiNetwork
			daemon.Networks = []*enginetest.Network{{ID: "n1", Name: network.Name, Labels: ours(), Subnet: network.Subnet, Internal: true}}
			daemon.Volumes = []*enginetest.Volume{{Name: "petit-probe", Labels: ours()}}
			daemon.Images = []*enginetest.Image{{ID: "sha256:i1", Names: []string{"web:1"}}}
			engine := fakeEngine(t, daemon)
			job := webContainer(site.Image{Reference: "web:1"}, &network)
			job.Service, job.Name, job.Mounts, job.Job = "wiki", "job-admin", nil, &site.Job{Name: "admin", When: site.JobOnce, Timeout: time.Minute}
			if test.left != nil {
				test.left.ID, test.left.Name, test.left.ImageID = strings.Repeat("a", 64), engine.ContainerName(job), "sha256:i1"
				test.left.Labels = ours(append([]string{labelService, "wiki", labelContainer, "job-admin"}, labelsOf(test.left, job)...)...)
				daemon.Containers = append(daemon.Containers, test.left)
			}
			ended, err := engine.RunJob(t.Context(), job, []*site.Network{&network}, func(string) {})
			must(t, err)
			if ended.Code != 0 || ended.ID == "" {
				t.Errorf("got %+v", ended)
			}
			starts := slices.DeleteFunc(daemon.Requests(), func(request string) bool { return !strings.HasSuffix(request, "/start") })
			if len(starts) != test.starts || len(daemon.Containers) != 1 {
				t.Errorf("got %d starts and %d containers, want %d and one", len(starts), len(daemon.Containers), test.starts)
			}
		})
	}
}

func labelsOf(left *enginetest.Container, job *site.Container) []string {
	if other := left.Labels[labelSpec]; other != "" {
		return []string{labelSpec, other}
	}
	return []string{labelSpec, job.Spec}
}

func TestJobConfig_IsCarriedByTheProbeProgram(t *testing.T) {
	daemon := enginetest.Start(t, enginetest.Options{})
	engine := fakeEngine(t, daemon)
	regular := &site.Container{
		Service: "wiki", Name: "job-cron", Entrypoint: []string{"php", "cron.php"}, Health: site.Health{Kind: "schedule"},
		Job: &site.Job{Name: "cron", Every: "5m", Offset: 7 * time.Second, Timeout: time.Minute, Stdin: site.JobStdin},
	}
	config := engine.containerConfig(regular, image.InspectResponse{})
	want := "/.chatiere/chatiere probe schedule --every 5m --offset 7s --timeout 1m0s --stdin /.chatiere-stdin -- php cron.php"
	if got := strings.Join(config.Entrypoint, " "); got != want || config.Cmd != nil {
		t.Errorf("got %q and %v, want %q", got, config.Cmd, want)
	}
	if got, want := strings.Join(config.Healthcheck.Test, " "), "CMD /.chatiere/chatiere probe scheduled"; got != want {
		t.Errorf("check: got %q, want %q", got, want)
	}
	if got := restartPolicyOf(regular).Name; got != "unless-stopped" {
		t.Errorf("a regular job: got restart %q", got)
	}
	regular.Job.Every, regular.Job.When = "", site.JobBefore
	once := engine.containerConfig(regular, image.InspectResponse{})
	if once.Healthcheck.Test[0] != "NONE" || restartPolicyOf(regular).Name != "no" || once.Entrypoint[2] != "job" {
		t.Errorf("a job that runs once: got %v, %v, restart %q", once.Entrypoint, once.Healthcheck.Test, restartPolicyOf(regular).Name)
	}
}
