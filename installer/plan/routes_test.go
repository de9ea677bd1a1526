package plan

import (
	"strings"
	"testing"

	"framagit.org/chatiere/chatiere/installer/site"
	"github.com/google/go-cmp/cmp"
)

// listening is chaton() with names that its containers reach at the gateway.
func listening() (Want, Observed) {
	want, have := chaton(), running()
	for _, container := range want.Site.Services[0].Containers {
		container.Hosts = []string{"wiki.example"}
	}
	want.Listeners = map[string]string{"wiki": "at 10.213.0.1"}
	have.Listeners = map[string]string{"wiki": "at 10.213.0.1"}
	return want, have
}

func TestAnnounce_BeforeTheFirstContainerThatLooksForTheGateway(t *testing.T) {
	want, _ := listening()
	p := Make(want, Observed{})
	for _, before := range []string{"network.create chat-wiki", "health.wait gateway"} {
		if !waitsFor(p, "routes.add wiki", before) {
			t.Errorf("routes.add does not wait for %s in\n%s", before, p)
		}
	}
	for _, start := range []string{"container.start wiki/db", "container.start wiki/app"} {
		if !waitsFor(p, start, "routes.add wiki") {
			t.Errorf("%s does not wait for routes.add in\n%s", start, p)
		}
	}
	if waitsFor(p, "container.create wiki/app", "routes.add wiki") {
		t.Error("containers are made only once the gateway listens; want them made meanwhile")
	}
	checkOrder(t, p)
}

func TestAnnounce_OnlyWhatChanged(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(*Want, *Observed)
		want   string
	}{
		{"nothing", func(*Want, *Observed) {}, ""},
		{"the relay", func(want *Want, _ *Observed) { want.Listeners["wiki"] = "at 10.213.0.1 with a relay" },
			"routes.add wiki: its network or the relay changed\n"},
		{"the last route, and not the network", func(want *Want, _ *Observed) { delete(want.Routes, "wiki") },
			"routes.remove wiki: no longer in chaton.hcl\n"},
		{"a service that left", func(want *Want, _ *Observed) {
			want.Site.Services, want.Routes, want.Listeners = nil, map[string]string{"": "site"}, nil
		}, "routes.remove wiki: no longer in chaton.hcl\n"},
		{"a service without routes that left", func(want *Want, have *Observed) {
			want.Site.Services, want.Routes, want.Listeners = nil, map[string]string{"": "site"}, nil
			delete(have.Routes, "wiki")
		}, "routes.remove wiki: no longer in chaton.hcl\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			want, have := listening()
			test.change(&want, &have)
			p := Make(want, have)
			got := ""
			for line := range strings.Lines(p.String()) {
				if strings.HasPrefix(line, "routes.") {
					got += line
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
			checkOrder(t, p)
		})
	}
}

// A service keeps its network when its last route goes, and loses it when it
// leaves: the performer tells the two apart by the service.
func TestRoutesRemove_NamesTheServiceThatStays(t *testing.T) {
	want, have := listening()
	delete(want.Routes, "wiki")
	stays := find(Make(want, have), "routes.remove wiki")
	want.Site.Services, want.Listeners = nil, nil
	leaves := find(Make(want, have), "routes.remove wiki")
	if stays.Service == nil || leaves.Service != nil {
		t.Errorf("got services %v and %v, want the one that stays and none", stays.Service, leaves.Service)
	}
}

func TestPlan_IDFollowsTheRelay(t *testing.T) {
	want, have := listening()
	have.Listeners = nil
	first := Make(want, have).ID()
	want.Site.Services[0].Relay = "mail.example:465"
	if second := Make(want, have).ID(); first == second {
		t.Error("another relay gives the same plan ID")
	}
}

func find(p Plan, id string) Operation {
	for _, operation := range p.Operations {
		if operation.ID() == id {
			return operation
		}
	}
	return Operation{Service: &site.Service{}}
}
