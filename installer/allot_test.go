package installer

import (
	"errors"
	"net/netip"
	"strings"
	"testing"

	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/preflight"
	"framagit.org/chatiere/chatiere/installer/site"
	"github.com/google/go-cmp/cmp"
)

func wiki() *site.Site {
	return &site.Site{Slug: "chat", Services: []*site.Service{{
		Name:     "wiki",
		Networks: []*site.Network{{Service: "wiki", Name: "chat-wiki"}},
		Volumes:  []*site.Volume{{Service: "wiki", Name: "data"}},
		Containers: []*site.Container{
			{Service: "wiki", Name: "db", Spec: "db-1", Networks: []site.Attachment{{Network: "chat-wiki"}}},
			{Service: "wiki", Name: "app", Spec: "app-1", Networks: []site.Attachment{{Network: "chat-wiki"}},
				Mounts: []site.Mount{{Volume: "data", Path: "/data"}}},
		},
	}}}
}

func host(prefix, source string) []preflight.HostNetwork {
	return []preflight.HostNetwork{{Prefix: netip.MustParsePrefix(prefix), Source: source}}
}

func TestAllot_FirstTime(t *testing.T) {
	s := wiki()
	if err := allot(s, plan.Observed{}, site.Lock{}, nil, host("10.213.4.0/24", "wg0"), nil); err != nil {
		t.Fatal(err)
	}
	service := s.Services[0]
	got := map[string]string{
		"pool": s.Pool, "subnet": service.Networks[0].Subnet, "host": service.Networks[0].Gateway,
		"db": service.Containers[0].Networks[0].Address, "app": service.Containers[1].Networks[0].Address,
		"names lead to": service.Containers[1].HostAddress,
		"volume":        service.Volumes[0].ObjectName, "mount": service.Containers[1].Mounts[0].Object,
	}
	want := map[string]string{
		"pool": "10.214.0.0/16", "subnet": "10.214.0.0/26", "host": "10.214.0.1",
		"db": "10.214.0.2", "app": "10.214.0.3", "names lead to": "10.214.0.1",
		"volume": "chat-wiki-data-g1", "mount": "chat-wiki-data-g1",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

func TestAllot_PoolOfTheFileThatOverlapsIsRefusedWithAFreeOne(t *testing.T) {
	s := wiki()
	s.Pool = "10.213.0.0/16"
	err := allot(s, plan.Observed{}, site.Lock{}, nil, host("10.213.4.0/24", "route through wg0"), nil)
	var conflict *PoolError
	if !errors.As(err, &conflict) {
		t.Fatalf("got %v, want a *PoolError", err)
	}
	if conflict.Free != "10.214.0.0/16" || conflict.Conflict.Source != "route through wg0" {
		t.Errorf("got %v, want the conflict named and 10.214.0.0/16 proposed", conflict)
	}
}

func TestAllot_OurOwnBridgesAreNoConflict(t *testing.T) {
	s := wiki()
	have := plan.Observed{Networks: []plan.Network{{Name: "chat-wiki", Service: "wiki", Subnet: "10.213.0.64/26"}}}
	if err := allot(s, have, site.Lock{Pool: "10.213.0.0/16"}, nil, host("10.213.0.64/26", "address of br-1"), nil); err != nil {
		t.Fatal(err)
	}
	if got := s.Services[0].Networks[0].Subnet; got != "10.213.0.64/26" {
		t.Errorf("got %s, want the existing subnet kept", got)
	}
}

func TestAllot_AddressOfAnOldContainerIsGivenToNobody(t *testing.T) {
	s := wiki()
	have := plan.Observed{
		Networks: []plan.Network{{Name: "chat-wiki", Service: "wiki", Subnet: "10.213.0.0/26"}},
		Containers: []plan.Container{
			{Service: "wiki", Container: "db", Spec: "db-1", Networks: map[string]string{"chat-wiki": "10.213.0.2"}},
			{Service: "wiki", Container: "app", Spec: "app-0", Networks: map[string]string{"chat-wiki": "10.213.0.3"}},
		},
	}
	if err := allot(s, have, site.Lock{}, nil, nil, nil); err != nil {
		t.Fatal(err)
	}
	if got := s.Services[0].Containers[0].Networks[0].Address; got != "10.213.0.2" {
		t.Errorf("unchanged container: got %s, want its address kept", got)
	}
	if got := s.Services[0].Containers[1].Networks[0].Address; got != "10.213.0.4" {
		t.Errorf("replacement: got %s, want 10.213.0.4, not the old one's", got)
	}
}

func TestAllot_GenerationIsTheRecordedThenTheMountedThenTheHighest(t *testing.T) {
	have := plan.Observed{
		Volumes: []plan.Volume{
			{Name: "chat-wiki-data-g2", Service: "wiki", Volume: "data", Generation: 2},
			{Name: "chat-wiki-data-g3", Service: "wiki", Volume: "data", Generation: 3},
		},
		Containers: []plan.Container{{
			Service: "wiki", Container: "app", State: "running", Created: 5,
			Volumes: map[string]string{"/data": "chat-wiki-data-g2"},
		}},
	}
	recorded := wiki()
	recorded.Services[0].Volumes[0].Generation = 1
	for _, test := range []struct {
		name    string
		have    plan.Observed
		applied *site.Site
		want    int
	}{
		{"recorded", have, recorded, 1},
		{"mounted", have, nil, 2},
		{"highest", plan.Observed{Volumes: have.Volumes}, nil, 3},
	} {
		s := wiki()
		if err := allot(s, test.have, site.Lock{}, test.applied, nil, nil); err != nil {
			t.Fatal(err)
		}
		if got := s.Services[0].Volumes[0].Generation; got != test.want {
			t.Errorf("%s: got generation %d, want %d", test.name, got, test.want)
		}
	}
}

func TestAllot_TwoMountedGenerationsAreAnError(t *testing.T) {
	mounts := func(name, object string) plan.Container {
		return plan.Container{Service: "wiki", Container: name, State: "running", Volumes: map[string]string{"/data": object}}
	}
	have := plan.Observed{
		Volumes: []plan.Volume{
			{Name: "chat-wiki-data-g1", Service: "wiki", Volume: "data", Generation: 1},
			{Name: "chat-wiki-data-g2", Service: "wiki", Volume: "data", Generation: 2},
		},
		Containers: []plan.Container{mounts("app", "chat-wiki-data-g1"), mounts("app", "chat-wiki-data-g2")},
	}
	var refused *ProblemError
	err := allot(wiki(), have, site.Lock{}, nil, nil, nil)
	if !errors.As(err, &refused) || !strings.Contains(err.Error(), "chat-wiki-data-g1 and chat-wiki-data-g2") {
		t.Errorf("got %v, want both generations named", err)
	}
	have.Containers[0].State = "exited"
	s := wiki()
	if err := allot(s, have, site.Lock{}, nil, nil, nil); err != nil || s.Services[0].Volumes[0].Generation != 2 {
		t.Errorf("one of the two stopped: got generation %d, error %v; want the other one's, 2", s.Services[0].Volumes[0].Generation, err)
	}
}

func TestAllot_AnImageIsPinnedByTheLockThenTheEngineThenTheRegistry(t *testing.T) {
	const name = "docker.io/etherpad/etherpad:2.5.3"
	there := plan.Observed{Images: []plan.Image{{ID: "sha256:there", Names: []string{name}, Digests: []string{"sha256:engine"}}}}
	locked := site.Lock{Images: []site.LockedImage{{Name: name, Digest: "sha256:locked"}}}
	registry := map[string]string{name: "sha256:registry"}
	for _, test := range []struct {
		name string
		have plan.Observed
		lock site.Lock
		want site.Image
	}{
		{"locked", there, locked, site.Image{Reference: name, Digest: "sha256:locked"}},
		{"on the engine", there, site.Lock{}, site.Image{Reference: name, Digest: "sha256:engine", ID: "sha256:there"}},
		{"nowhere but in the registry", plan.Observed{}, site.Lock{}, site.Image{Reference: name, Digest: "sha256:registry"}},
	} {
		s := wiki()
		s.Services[0].Containers[1].Image.Reference = name
		if err := allot(s, test.have, test.lock, nil, nil, registry); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(test.want, s.Services[0].Containers[1].Image); diff != "" {
			t.Errorf("%s: -want +got\n%s", test.name, diff)
		}
	}
}
