package preflight

import (
	"strings"
	"testing"

	"framagit.org/chatiere/chatiere/installer/site"
)

func TestBusyPorts_BehindAFrontOnlyHTTPIsOurs(t *testing.T) {
	port, _ := hold(t, "tcp4", "nginx")
	behind := site.Gateway{Mode: "behind", Listen: []string{"127.0.0.1"}, HTTP: port}
	said := onlyBusy(t, behind, nil)
	if !strings.Contains(said, `mode = "behind" and http = 8080`) {
		t.Errorf("got %q, want another port for HTTP", said)
	}
	if found := BusyPorts(t.Context(), site.Gateway{Mode: "none", Listen: behind.Listen, HTTP: port, HTTPS: port}, nil); len(found) > 0 {
		t.Errorf("got %v without a gateway, want nothing", found)
	}
}

func TestBusyPorts_FrontThatDoesNotDecryptKeepsItsPorts(t *testing.T) {
	port, _ := hold(t, "tcp4", "nginx")
	said := onlyBusy(t, site.Gateway{Mode: "passthrough", Listen: []string{"127.0.0.1"}, HTTPS: port}, nil)
	for _, want := range []string{"nginx listens on it", "write http = 0 and https = 8443", "chatiere doctor --front nginx"} {
		if !strings.Contains(said, want) {
			t.Errorf("got %q, want %q in it", said, want)
		}
	}
}

func TestBusyPorts_FrontOnThisMachineAnswersContainersItself(t *testing.T) {
	port, _ := hold(t, "tcp4", "docker-proxy")
	// Another machine's, says chaton.hcl; the port is taken here all the same.
	said := onlyBusy(t, site.Gateway{Mode: "behind", Listen: []string{"127.0.0.1"}, HTTPS: port}, nil)
	for _, want := range []string{"cannot answer the containers of services there", "write https = 0"} {
		if !strings.Contains(said, want) {
			t.Errorf("got %q, want %q in it", said, want)
		}
	}
}

func TestHostEntrances_AreTheFrontsWhereItIsOnThisMachine(t *testing.T) {
	for name, test := range map[string]struct {
		gateway         site.Gateway
		outside, inside int
	}{
		"edge":             {site.Gateway{Mode: "edge", Listen: []string{"0.0.0.0"}, HTTP: 80, HTTPS: 8443}, 80, 80},
		"behind, here":     {site.Gateway{Mode: "behind", Listen: []string{"127.0.0.1"}, HTTP: 8080}, 80, 443},
		"behind, there":    {site.Gateway{Mode: "behind", Listen: []string{"192.0.2.10"}, HTTP: 8080, HTTPS: 443}, 8080, 443},
		"passthrough":      {site.Gateway{Mode: "passthrough", Listen: []string{"127.0.0.1"}, HTTPS: 8443}, 80, 443},
		"rehearsal, alone": {site.Gateway{Mode: "edge", Listen: []string{"127.0.0.1"}, HTTP: 8080, HTTPS: 8443}, 0, 8080},
		"none":             {site.Gateway{Mode: "none", Listen: []string{"0.0.0.0"}, HTTP: 80, HTTPS: 443}, 0, 0},
	} {
		found, err := HostEntrances(test.gateway, "", "")
		if err != nil {
			t.Fatal(err)
		}
		if outside, inside := first(found.Outside), first(found.Inside); outside != test.outside || inside != test.inside {
			t.Errorf("%s: got %d from outside and %d from inside, want %d and %d", name, outside, inside, test.outside, test.inside)
		}
	}
}

func first(ports []int) int {
	if len(ports) == 0 {
		return 0
	}
	return ports[0]
}
