package preflight

import (
	"errors"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"framagit.org/chatiere/chatiere/installer/site"
	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// The lines under testdata passed nginx -t, apachectl -t and haproxy -c of
// Debian, caddy adapt, and a YAML reader.
func TestFront_LinesOfEachProxy(t *testing.T) {
	hosts := []string{"petitchaton.example", "wiki.petitchaton.example", "agenda.petitchaton.example"}
	behind := site.Gateway{Mode: "behind", Listen: []string{"127.0.0.1"}, HTTP: 8081}
	for _, name := range FrontNames() {
		t.Run(name, func(t *testing.T) {
			lines, err := Front(name, hosts, behind)
			if err != nil {
				t.Fatal(err)
			}
			golden(t, filepath.Join("front", name), lines)
		})
	}
}

func TestFront_LinesThatDoNotDecrypt(t *testing.T) {
	hosts := []string{"petitchaton.example", "wiki.petitchaton.example"}
	passthrough := site.Gateway{Mode: "passthrough", Listen: []string{"127.0.0.1"}, HTTPS: 8443}
	for _, name := range []string{"nginx", "haproxy", "traefik"} {
		t.Run(name, func(t *testing.T) {
			lines, err := Front(name, hosts, passthrough)
			if err != nil {
				t.Fatal(err)
			}
			golden(t, filepath.Join("front", "passthrough-"+name), lines)
		})
	}
	for _, name := range []string{"apache", "caddy"} {
		_, err := Front(name, hosts, passthrough)
		var unable *FrontError
		if !errors.As(err, &unable) || !unable.Unable {
			t.Errorf("%s: got %v, want that it cannot", name, err)
		}
	}
}

func TestFront_ForwardsWhereTheGatewayListens(t *testing.T) {
	cases := map[string]site.Gateway{
		"127.0.0.1:8080":   {Mode: "edge", Listen: []string{"0.0.0.0"}, HTTP: 80, HTTPS: 443},
		"127.0.0.1:8081":   {Mode: "behind", Listen: []string{"0.0.0.0", "::"}, HTTP: 8081},
		"[::1]:8082":       {Mode: "behind", Listen: []string{"::"}, HTTP: 8082},
		"192.168.3.4:8083": {Mode: "behind", Listen: []string{"192.168.3.4"}, HTTP: 8083},
		"127.0.0.1:8443":   {Mode: "passthrough", Listen: []string{"127.0.0.1"}, HTTP: 80, HTTPS: 8443},
		"127.0.0.1:8084":   {Mode: "behind", Listen: []string{"172.17.0.1", "127.0.0.1"}, HTTP: 8084},
	}
	for want, gateway := range cases {
		if got := frontTarget(gateway); got != want {
			t.Errorf("%v: got %s, want %s", gateway, got, want)
		}
	}
}

func TestFront_UnknownProxyIsRefusedWithThoseKnown(t *testing.T) {
	_, err := Front("lighttpd", []string{"petitchaton.example"}, site.Gateway{})
	var unknown *FrontError
	if !errors.As(err, &unknown) || unknown.Name != "lighttpd" {
		t.Errorf("got %v, want a FrontError on lighttpd", err)
	}
}

func TestFront_WithoutAHostNameThereIsNothingToForward(t *testing.T) {
	if lines, err := Front("nginx", nil, site.Gateway{}); err == nil {
		t.Errorf("got %q, want an error", lines)
	}
}

// golden compares with a file under testdata, or writes it.
func golden(t testing.TB, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s: -want +got\n%s", path, diff)
	}
}
