package installer

import (
	"strings"
	"testing"
	"time"

	"framagit.org/chatiere/chatiere/installer/engine"
	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/schedule"
	"framagit.org/chatiere/chatiere/installer/site"
	"github.com/google/go-cmp/cmp"
)

func at(hour int) time.Time { return time.Date(2026, 11, 22, hour, 0, 0, 0, time.UTC) }

func TestRegularJob_FailuresGoOnWhenTheSchedulerIsRestarted(t *testing.T) {
	job := RegularJob{Service: "wiki", Job: "cron"}
	for _, step := range []struct {
		name   string
		report schedule.Report
		want   int
	}{
		{"two failures", schedule.Report{Started: at(1), Last: at(2), Failures: 2, Problem: "exit code 1"}, 2},
		{"asked again", schedule.Report{Started: at(1), Last: at(2), Failures: 2, Problem: "exit code 1"}, 2},
		{"restarted", schedule.Report{Started: at(3)}, 2},
		{"a third failure", schedule.Report{Started: at(3), Last: at(4), Failures: 1, Problem: "exit code 1"}, 3},
		{"asked again", schedule.Report{Started: at(3), Last: at(4), Failures: 1, Problem: "exit code 1"}, 3},
		{"success", schedule.Report{Started: at(3), Last: at(5), LastGood: at(5)}, 0},
		{"restarted after a success", schedule.Report{Started: at(6)}, 0},
		{"a failure after it", schedule.Report{Started: at(6), Last: at(7), Failures: 1, Problem: "exit code 1"}, 1},
	} {
		job = job.with(step.report)
		if job.Failures != step.want {
			t.Errorf("%s: got %d failures in a row, want %d", step.name, job.Failures, step.want)
		}
	}
	if !job.LastGood.Equal(at(5)) {
		t.Errorf("last success: got %s, want %s", job.LastGood, at(5))
	}
}

func TestRegularJob_LastRunIsKnownAfterARestart(t *testing.T) {
	job := RegularJob{}.with(schedule.Report{Started: at(1), Last: at(2), LastGood: at(2), Took: "1s"})
	job = job.with(schedule.Report{Started: at(3), Next: at(4)})
	want := schedule.Report{Started: at(3), Last: at(2), LastGood: at(2), Took: "1s", Next: at(4)}
	if diff := cmp.Diff(want, job.Report); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

func TestStatus_JobThatFailsAgainAndAgainNeedsAPerson(t *testing.T) {
	status := Status{Mode: "none", Services: []ServiceStatus{{Name: "wiki", State: Running, Jobs: []JobStatus{
		{Name: "cron", State: Running, Report: schedule.Report{Failures: 2, Problem: "exit code 1"}},
	}}}}
	if needs := status.Needs(at(1)); len(needs) != 0 {
		t.Errorf("after two failures: got %v", needs)
	}
	status.Services[0].Jobs[0].Failures = 3
	if needs := status.Needs(at(1)); len(needs) != 1 || needs[0].String() != "the job wiki/cron failed 3 times in a row: exit code 1" {
		t.Errorf("after three failures: got %v", needs)
	}
}

func TestJobError_OutputIsForTheOperatorAlone(t *testing.T) {
	failed := &JobError{Job: "wiki/migrate", Code: 3, Took: 1500 * time.Millisecond, Output: "no such table"}
	if got, want := failed.Error(), "the job wiki/migrate ended with exit code 3 after 1.5s"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if _, values := failed.Sentence(); values[len(values)-1] != "no such table" {
		t.Errorf("got %v, want the output", values)
	}
}

// jobSite has a job that works on one of two volumes.
func jobSite() (*site.Site, *site.Service) {
	service := &site.Service{
		Name: "wiki", Volumes: []*site.Volume{{Service: "wiki", Name: "data", Generation: 2}, {Service: "wiki", Name: "cache", Generation: 1}},
		Jobs: []*site.Container{{Service: "wiki", Name: "job-admin", Job: &site.Job{Name: "admin", When: site.JobOnce, Volumes: []string{"data"}, Basis: "one"}}},
	}
	return &site.Site{Services: []*site.Service{service}}, service
}

func TestDoneJobs_AreReadAsTheyWereWritten(t *testing.T) {
	wanted, service := jobSite()
	p := &Prepared{Site: wanted, request: Request{State: State{t.TempDir()}, Clock: func() time.Time { return at(1) }}}
	if known := p.request.State.doneJobs(wanted); len(known) != 0 {
		t.Errorf("before: got %v", known)
	}
	if err := p.keepDone(service, service.Jobs[0].Job, engine.Ended{Took: time.Second}); err != nil {
		t.Fatal(err)
	}
	want := map[string]plan.Done{"wiki/admin": {Basis: "one", Volumes: map[string]int{"data": 2}}}
	if diff := cmp.Diff(want, p.request.State.doneJobs(wanted)); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if tasks := p.request.State.tasks(); len(tasks) != 0 {
		t.Errorf("the record passes for a task of tick: %v", tasks)
	}
}

func TestForgetJobs_ANewVolumeKnowsNothingOfWhatWasDone(t *testing.T) {
	wanted, service := jobSite()
	p := &Prepared{Site: wanted, request: Request{State: State{t.TempDir()}, Clock: func() time.Time { return at(1) }}}
	if err := p.keepDone(service, service.Jobs[0].Job, engine.Ended{}); err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct {
		volume string
		left   int
	}{{"cache", 1}, {"data", 0}, {"data", 0}} {
		if err := p.forgetJobs(&site.Volume{Service: "wiki", Name: step.volume}); err != nil {
			t.Fatal(err)
		}
		if known := p.request.State.doneJobs(wanted); len(known) != step.left {
			t.Errorf("after a new volume %s: got %v, want %d", step.volume, known, step.left)
		}
	}
}

func TestForgetService_LeavesTheRecordsOfOthers(t *testing.T) {
	state := State{t.TempDir()}
	for _, name := range []string{jobRecord("wiki", "admin"), jobRecord("wiki", "cron"), jobRecord("wiki-two", "admin"), "health"} {
		if err := state.writeRecord(name, DoneJob{Job: name}); err != nil {
			t.Fatal(err)
		}
	}
	if err := state.forgetService("wiki"); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]bool{"job-wiki.admin": false, "job-wiki.cron": false, "job-wiki-two.admin": true, "health": true} {
		if got := state.readRecord(name, new(DoneJob)); got != want {
			t.Errorf("%s: got it kept %t, want %t", name, got, want)
		}
	}
}

func TestShown_SaysNoPlaceOfAThrowAwayContainer(t *testing.T) {
	wanted, service := jobSite()
	service.Jobs[0].Networks = []site.Attachment{{Network: "chat-wiki", Address: "10.213.0.9"}}
	service.Jobs[0].Image.ID = "sha256:1"
	forgetPlaces(wanted)
	if text := text(wanted); strings.Contains(text, "10.213.0.9") || strings.Contains(text, "sha256:1") {
		t.Errorf("got %s", text)
	}
}
