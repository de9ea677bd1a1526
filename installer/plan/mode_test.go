package plan

import (
	"strings"
	"testing"

	"framagit.org/chatiere/chatiere/installer/site"
	"github.com/google/go-cmp/cmp"
)

func TestDefinition_OfTheGatewayIsWhatChatonHCLSaysOfIt(t *testing.T) {
	want, have := chaton(), running()
	want.Gateway.Spec = "gw-2"
	have.Applied = &site.Site{Gateway: site.Gateway{Mode: "edge", Listen: []string{"0.0.0.0", "::"}, HTTP: 80, HTTPS: 443}}
	want.Shown = &site.Site{Gateway: site.Gateway{Mode: "behind", Listen: []string{"127.0.0.1"}, HTTP: 8080, Trusted: []string{"127.0.0.1/32"}}}
	var got []string
	for _, operation := range Make(want, have).Operations {
		if operation.Kind == ContainerCreate && operation.Target == "gateway" {
			for _, change := range operation.Changes {
				got = append(got, change.Field+": "+change.Old+" → "+change.New)
			}
		}
	}
	expected := []string{
		"mode: edge → behind", "listen: 0.0.0.0 :: → 127.0.0.1", "http: 80 → 8080", "https: 443 → 0", "trusted:  → 127.0.0.1/32",
	}
	if diff := cmp.Diff(expected, got); diff != "" {
		t.Errorf("changes: -want +got\n%s", diff)
	}
}

func TestMake_WithoutAGatewayTheOneBeforeGoes(t *testing.T) {
	want, have := chaton(), running()
	want.Gateway, want.Probe, want.Routes, want.Certificates = nil, nil, nil, nil
	want.Site.Services = nil
	text := Make(want, have).String()
	for _, line := range []string{"container.stop gateway", "container.remove gateway", "container.remove wiki/app", "network.remove chat-wiki"} {
		if !strings.Contains(text, line) {
			t.Errorf("got\n%s\nwant %q in it", text, line)
		}
	}
	for _, line := range []string{"routes.", "certificate.", "volume."} {
		if strings.Contains(text, line) {
			t.Errorf("got\n%s\nwant no %q in it", text, line)
		}
	}
}
