package installer

import (
	"encoding/json"
	"fmt"
	"testing"

	"framagit.org/chatiere/chatiere/installer/gateway"
	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/site"
	"github.com/google/go-cmp/cmp"
)

// A hundred services and more get networks of their own, and the gateway takes
// what it is then told.
func TestListeners_AHundredServicesHaveTheirOwnNetwork(t *testing.T) {
	s := &site.Site{Slug: "chat", Pool: "10.213.0.0/16"}
	for i := range 120 {
		name := fmt.Sprintf("s%d", i)
		s.Services = append(s.Services, &site.Service{Name: name, Networks: []*site.Network{
			{Service: name, Name: "chat-" + name, Kind: "internal"}, {Service: name, Name: "chat-" + name + "-out", Kind: "out"},
		}})
	}
	if err := allotSubnets(s, plan.Observed{}, nil); err != nil {
		t.Fatal(err)
	}
	var routes gateway.Routes
	for _, service := range s.Services {
		network, own := networkOf(service)
		if !own {
			t.Fatalf("got no network for %s, want one", service.Name)
		}
		routes = withNetwork(routes, network)
	}
	data, err := json.Marshal(routes)
	if err != nil {
		t.Fatal(err)
	}
	parsed, problems := gateway.Parse(data)
	if len(problems) > 0 || len(parsed.Networks) != 120 {
		t.Errorf("got %d networks, %v; want 120 and no refusal", len(parsed.Networks), problems)
	}
	if got, want := parsed.Networks[1].Address, "10.213.0.129/26"; got != want {
		t.Errorf("got %s, want %s: the network of -out lies between", got, want)
	}
}

func TestListeners_AreThoseOfTheRoutesFile(t *testing.T) {
	service := &site.Service{Name: "wiki", Relay: "mail.example:465", Networks: []*site.Network{
		{Service: "wiki", Name: "chat-wiki", Subnet: "10.213.0.0/26", Gateway: "10.213.0.1"},
	}}
	wanted := wantedListeners(&site.Site{Services: []*site.Service{service, {Name: "elsewhere"}}})
	network, _ := networkOf(service)
	before := gateway.Routes{Networks: []gateway.Network{{Service: "wiki", Address: "10.213.0.1/26"}, {Service: "pads", Address: "10.213.0.65/26"}}}
	after := withNetwork(before, network)
	if diff := cmp.Diff(wanted["wiki"], heardListeners(after)["wiki"]); diff != "" || len(wanted) != 1 {
		t.Errorf("got %v; -want +got\n%s", wanted, diff)
	}
	if got := len(withoutNetwork(after, "pads").Networks); got != 1 || len(after.Networks) != 2 || before.Networks[0].Relay != "" {
		t.Errorf("got %d networks of %v, want 1 left and the others untouched", got, after.Networks)
	}
}
