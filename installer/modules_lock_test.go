package installer

import (
	"os"
	"path/filepath"
	"testing"

	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/site"
)

// After a run that did not come to its end, a service that was found healthy is
// kept as it is; one that was not may take a mended module.
func TestKeepReached_KeepsWhatServes(t *testing.T) {
	p, have := halfway(t)
	if err := p.keepReached(have); err != nil {
		t.Fatal(err)
	}
	lock, err := ReadLock(p.request.LockFile)
	if err != nil {
		t.Fatal(err)
	}
	if _, kept := lock.Kept("carnet", "notes"); !kept {
		t.Error("the service that serves is not kept")
	}
	if _, kept := lock.Kept("blog", "notes"); kept {
		t.Error("the service that never answered is kept")
	}
}

func TestKeepReached_LeavesAnOlderLockFileAlone(t *testing.T) {
	p, have := halfway(t)
	older := site.Lock{Pool: "10.213.0.0/16", Services: []site.LockedService{{Name: "wiki", Module: "dokuwiki", Version: "1.0.0", Hash: "a"}}}
	if err := os.WriteFile(p.request.LockFile, older.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := p.keepReached(have); err != nil {
		t.Fatal(err)
	}
	lock, err := ReadLock(p.request.LockFile)
	if err != nil {
		t.Fatal(err)
	}
	if lock.Keeps || len(lock.Services) != 1 {
		t.Errorf("got %+v, want it as it was", lock)
	}
}

func TestPrepared_AnotherContentThanTheLockedOneIsRefused(t *testing.T) {
	p, _ := halfway(t)
	p.lock = site.Lock{Keeps: true, Services: []site.LockedService{{Name: "carnet", Module: "notes", Version: "1.2.0", Hash: "another"}}}
	if err := p.checkKept(); err == nil {
		t.Error("got no error, want the site refused")
	}
	p.lock = p.lock.Move(site.LockedOf("carnet", "notes", "", p.Site.Services[0].Modules))
	if err := p.checkKept(); err != nil {
		t.Errorf("got %v of the locked content, want nothing", err)
	}
}

// halfway is a run in which one of two services became healthy.
func halfway(t testing.TB) (*Prepared, plan.Observed) {
	t.Helper()
	made := []site.KeptModule{{Name: "notes", Version: "1.2.0", Hash: "0123456789"}}
	p := &Prepared{request: Request{LockFile: filepath.Join(t.TempDir(), "chaton.lock.hcl")}, Site: &site.Site{}}
	var have plan.Observed
	for _, name := range []string{"carnet", "blog"} {
		container := &site.Container{Service: name, Name: "app", Spec: name}
		p.Site.Services = append(p.Site.Services, &site.Service{
			Name: name, Module: "notes", ModuleVersion: "1.2.0", ModuleHash: made[0].Hash, Modules: made,
			Containers: []*site.Container{container},
		})
		have.Containers = append(have.Containers, plan.Container{Service: name, Container: "app", Spec: name, State: "running"})
		p.Plan.Operations = append(p.Plan.Operations, plan.Operation{Kind: plan.HealthWait, Target: name + "/app", Container: container})
	}
	p.done.Store(p.Plan.Operations[0].ID(), true)
	return p, have
}
