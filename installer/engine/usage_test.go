package engine

import (
	"testing"
	"time"

	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/site"
	"github.com/docker/docker/api/types/container"
)

func TestFailingSince_ReckonsWhatTheEngineForgot(t *testing.T) {
	at := func(second int) time.Time { return time.Date(2026, time.November, 22, 12, 0, second, 0, time.UTC) }
	log := func(seconds ...int) []*container.HealthcheckResult {
		var results []*container.HealthcheckResult
		for _, second := range seconds {
			results = append(results, &container.HealthcheckResult{Start: at(second)})
		}
		return results
	}
	cases := map[string]struct {
		health container.Health
		want   time.Time
	}{
		"the last two":      {container.Health{FailingStreak: 2, Log: log(0, 10, 20, 30, 40)}, at(30)},
		"all":               {container.Health{FailingStreak: 5, Log: log(0, 10, 20, 30, 40)}, at(0)},
		"two more are gone": {container.Health{FailingStreak: 7, Log: log(20, 30, 40, 50, 59)}, at(0)},
		"nothing is known":  {container.Health{FailingStreak: 3}, time.Time{}},
	}
	for name, c := range cases {
		if got := failingSince(&c.health, 10*time.Second); !got.Equal(c.want) {
			t.Errorf("%s: got %v, want %v", name, got, c.want)
		}
	}
}

func TestReal_UsageOfWhatRunsFailsAndEnded(t *testing.T) {
	e := realEngine(t)
	source, in := programImage(t, e), isolated(t, e, "wiki")
	ids := map[string]string{}
	for name, port := range map[string]int{"well": 8080, "failing": 8081, "ended": 8080} {
		wanted := webContainer(source, in)
		wanted.Name, wanted.Health.Port = name, port
		wanted.Health.Start, wanted.Health.Retries = time.Millisecond, 1
		run(t, e, wanted)
		ids[name] = inspected(t, e, wanted).ID
		if name == "failing" {
			nativeHealth(t, e, ids[name])
		}
		if name == "ended" {
			do(t, e, plan.Operation{Kind: plan.ContainerStop, Container: wanted})
		}
	}
	usage, err := e.Usage(t.Context(), []string{ids["well"], ids["failing"], ids["ended"], "0123456789ab"})
	must(t, err)
	if len(usage) != 3 {
		t.Errorf("got %d containers, want 3: one is not there", len(usage))
	}
	if got := usage[ids["well"]]; got.Memory <= 0 || got.Memory > got.MemoryLimit || got.MemoryLimit != 64<<20 || got.Since.IsZero() || !got.Failing.IsZero() {
		t.Errorf("running: got %+v", got)
	}
	if got := usage[ids["failing"]]; got.Failing.IsZero() || got.Complaint != "not listening" {
		t.Errorf("failing: got %+v, want since when, and what the check said", got)
	}
	if got := usage[ids["ended"]]; got.Memory != 0 || time.Since(got.Since) > time.Minute {
		t.Errorf("ended: got %+v, want when, and no memory", got)
	}
}

func inspected(t *testing.T, e *Engine, wanted *site.Container) container.InspectResponse {
	t.Helper()
	found, err := e.docker.ContainerInspect(t.Context(), e.ContainerName(wanted))
	must(t, err)
	return found
}

func TestReal_StoredVolumesHaveSizeAndAge(t *testing.T) {
	e := realEngine(t)
	wanted := webContainer(programImage(t, e), isolated(t, e, "wiki"))
	wanted.User = "0:0"
	for generation, name := range []string{"", "g1", "g2"} {
		if generation == 0 {
			continue
		}
		volume := &site.Volume{Service: "wiki", Name: "data", Generation: generation, ObjectName: e.options.Slug + "-wiki-data-" + name}
		do(t, e, plan.Operation{Kind: plan.VolumeCreate, Volume: volume})
		wanted.Mounts = []site.Mount{{Volume: "data", Path: "/data", Object: volume.ObjectName}}
	}
	run(t, e, wanted)
	if code, err := e.Exec(t.Context(), e.ContainerName(wanted), []string{"/chatiere", "write", "/data/x"}, nil, nil, nil); code != 0 || err != nil {
		t.Fatalf("write: got code %d, %v", code, err)
	}
	stored, err := e.StoredVolumes(t.Context())
	must(t, err)
	sizes := map[int]int64{}
	for _, volume := range stored {
		sizes[volume.Generation] = volume.Size
		if volume.Service != "wiki" || volume.Volume != "data" || time.Since(volume.Created) > time.Minute {
			t.Errorf("got %+v, want it new and wiki's", volume)
		}
	}
	if want := int64(len("bonjour")); len(stored) != 2 || sizes[1] != 0 || sizes[2] != want {
		t.Errorf("got sizes %v, want 0 and %d", sizes, want)
	}
}
