package installer

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"framagit.org/chatiere/chatiere/installer/gateway/certificates"
	"framagit.org/chatiere/chatiere/installer/plan"
	"github.com/google/go-cmp/cmp"
)

func TestStatus_NeedsAPersonWhenSomethingIsWrong(t *testing.T) {
	now := time.Date(2026, time.November, 22, 12, 0, 0, 0, time.UTC)
	fine := func() Status {
		return Status{
			Gateway: true, Services: []ServiceStatus{{Name: "wiki", State: Running}, {Name: "pads", State: Starting}},
			Certificates: []certificates.Certificate{{State: certificates.Valid, NotBefore: now.AddDate(0, 0, -10), NotAfter: now.AddDate(0, 0, 80)}},
		}
	}
	cases := map[string]struct {
		change func(*Status)
		want   bool
	}{
		"all is well":                    {func(*Status) {}, false},
		"the gateway is silent":          {func(s *Status) { s.Gateway = false }, true},
		"it is silent during a run":      {func(s *Status) { s.Gateway, s.Run = false, &Holder{} }, false},
		"a service is paused":            {func(s *Status) { s.Services[0].State = Paused }, true},
		"a service is replaced by a run": {func(s *Status) { s.Services[0].State, s.Run = Absent, &Holder{} }, false},
		"changed by hand":                {func(s *Status) { s.Differences = []Difference{{Cause: "changed by hand"}} }, true},
		"chaton.hcl was edited":          {func(s *Status) { s.Edited, s.Differences = true, []Difference{{Cause: "no such container"}} }, false},
		"apply would refuse":             {func(s *Status) { s.Problems = []string{"port"} }, true},
		"a task failed":                  {func(s *Status) { s.Tasks = []Record{{Task: "backup", Problem: "full"}} }, true},
		"a certificate was not renewed": {func(s *Status) {
			s.Certificates[0].NotBefore, s.Certificates[0].NotAfter = now.AddDate(0, 0, -77), now.AddDate(0, 0, 13)
		}, true},
		"a certificate of a week, renewed":  {func(s *Status) { s.Certificates[0].NotBefore, s.Certificates[0].NotAfter = now, now.AddDate(0, 0, 7) }, false},
		"no certificate, even during a run": {func(s *Status) { s.Certificates[0].State, s.Run = certificates.Waiting, &Holder{} }, true},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			status := fine()
			c.change(&status)
			if got := status.NeedsAPerson(now); got != c.want {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

func TestStatus_ServiceIsAsItsWorstContainer(t *testing.T) {
	service := ServiceStatus{State: Running, Containers: []ContainerStatus{
		{State: Running, Memory: 1, MemoryLimit: 10}, {State: Restarting, Memory: 2, MemoryLimit: 10}, {State: Paused, MemoryLimit: 10},
	}}
	service.addUp()
	if service.State != Restarting || service.Memory != 3 || service.MemoryLimit != 30 {
		t.Errorf("got %s with %d of %d, want restarting with 3 of 30", service.State, service.Memory, service.MemoryLimit)
	}
	service = ServiceStatus{State: Running, Containers: []ContainerStatus{{State: Running, MemoryLimit: 10}, {State: Running}}}
	service.addUp()
	if service.MemoryLimit != 0 {
		t.Errorf("one container has no limit: got %d, want none", service.MemoryLimit)
	}
}

func TestStatus_DifferencesStandByTheirCause(t *testing.T) {
	stop := func(target string) plan.Operation {
		return plan.Operation{Kind: plan.ContainerStart, Target: target, Cause: "it does not run"}
	}
	got := differences(plan.Plan{Operations: []plan.Operation{
		stop("un/app"), {Kind: plan.NetworkCreate, Target: "essai-un", Cause: "no such network"}, stop("deux/app"),
		{Kind: plan.ImageRemove, Target: "chatiere/un:1", Cause: "older than the one before"},
	}})
	want := []Difference{
		{Cause: "no such network", Objects: []string{"essai-un"}}, {Cause: "it does not run", Objects: []string{"un/app", "deux/app"}},
	}
	if got[0].Cause != want[0].Cause {
		got[0], got[1] = got[1], got[0] // the order is the diff's
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// The lock is really held, by this process.
func TestState_RunningSaysWhoHoldsTheLockAndTakesNothing(t *testing.T) {
	state := State{Folder: t.TempDir()}
	if got := state.running(); got != nil {
		t.Errorf("no lock file: got %+v", got)
	}
	release, err := takeLock(state.lock(), Holder{Command: "chatiere apply", User: "root", Process: os.Getpid()})
	if err != nil {
		t.Fatal(err)
	}
	got := state.running()
	if got == nil || got.Command != "chatiere apply" {
		t.Errorf("got %+v, want the apply", got)
	}
	release()
	if got := state.running(); got != nil {
		t.Errorf("after its end: got %+v, want nobody", got)
	}
	file, err := os.Open(state.lock())
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	state.running()
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		t.Errorf("looking took the lock: %v", err)
	}
}

func TestIsLockOf_ReadsTheKernelsLines(t *testing.T) {
	for line, want := range map[string]bool{
		"1: FLOCK  ADVISORY  WRITE 28973 fe:00:1016002 0 EOF": true,
		"1: FLOCK  ADVISORY  WRITE 0 fe:00:1016002 0 EOF":     true,
		"1: FLOCK  ADVISORY  WRITE 5 fe:00:1016002 0 EOF":     false,
		"1: FLOCK  ADVISORY  WRITE 28973 fe:00:101600 0 EOF":  false,
		"1: POSIX  ADVISORY  WRITE 28973 fe:00:1016002 0 EOF": false,
		"1: -> FLOCK  ADVISORY  WRITE 28973 fe:00:1016002 0":  false,
		"": false,
	} {
		if got := isLockOf(line, 1016002, 28973); got != want {
			t.Errorf("%q: got %v, want %v", line, got, want)
		}
	}
}

func TestState_TasksAreReadFromTheirRecords(t *testing.T) {
	state := State{Folder: t.TempDir()}
	write(t, filepath.Join(state.Folder, "records", "certificates.json"),
		`{"task":"certificates","last":"2026-11-22T03:30:00Z","last_good":"2026-11-21T03:30:00Z","problem":"full"}`)
	write(t, filepath.Join(state.Folder, "records", "incident-7.json"), `{"kind":"incident"}`)
	write(t, filepath.Join(state.Folder, "records", "damaged.json"), `{`)
	want := []Record{{
		Task: "certificates", Problem: "full",
		Last: time.Date(2026, time.November, 22, 3, 30, 0, 0, time.UTC), LastGood: time.Date(2026, time.November, 21, 3, 30, 0, 0, time.UTC),
	}}
	if diff := cmp.Diff(want, state.tasks()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
