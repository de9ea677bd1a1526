package site

import (
	"slices"
	"testing"
)

const bareChaton = `
chaton "petitchaton" {
  name   = "Le Petit Chaton"
  domain = "petitchaton.example"
}

contact {
  email = "contact@ailleurs.example"
}
`

func TestResolve_AddressesAndPortsOfEachMode(t *testing.T) {
	cases := map[string]struct {
		block     string
		listen    string
		ports     []int
		url       string
		answering bool
		trusted   int
	}{
		"edge":                       {``, "0.0.0.0", []int{80, 443}, "https://wiki.example", false, 0},
		"edge at another port":       {`https = 8443`, "0.0.0.0", []int{80, 8443}, "https://wiki.example:8443", false, 0},
		"behind":                     {"mode = \"behind\"\nhttp = 8080", "127.0.0.1", []int{8080}, "https://wiki.example", false, 2},
		"behind another machine":     {"mode = \"behind\"\nlisten = [\"192.0.2.10\"]\ntrusted = [\"192.0.2.1/32\"]", "192.0.2.10", []int{80}, "https://wiki.example", true, 1},
		"behind a front's container": {"mode = \"behind\"\nlisten = [\"172.17.0.1\"]\nhttps = 0\ntrusted = [\"172.17.0.0/16\"]", "172.17.0.1", []int{80}, "https://wiki.example", false, 1},
		"passthrough":                {"mode = \"passthrough\"\nhttp = 0\nhttps = 8443", "127.0.0.1", []int{8443}, "https://wiki.example", false, 2},
		"none":                       {`mode = "none"`, "0.0.0.0", nil, "https://wiki.example", false, 0},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			s := resolvedGateway(t, "gateway {\n"+test.block+"\n}\n")
			gateway := s.Gateway
			if gateway.Listen[0] != test.listen || !slices.Equal(gateway.Ports(), test.ports) {
				t.Errorf("got %v %v, want %s %v", gateway.Listen, gateway.Ports(), test.listen, test.ports)
			}
			if got := s.URLOf("wiki.example"); got != test.url {
				t.Errorf("got %s, want %s", got, test.url)
			}
			if gateway.AnswersContainers() != test.answering || len(gateway.Trusted) != test.trusted {
				t.Errorf("got %t and %v, want %t and %d networks", gateway.AnswersContainers(), gateway.Trusted, test.answering, test.trusted)
			}
		})
	}
}

func TestResolve_WithoutAGatewayNothingIsPublishedByIt(t *testing.T) {
	s := resolvedGateway(t, "gateway {\n  mode = \"none\"\n}\n\nservice \"forge\" {\n  external {\n    url = \"https://git.petitchaton.example/\"\n  }\n  software {\n    name = \"Forgejo\"\n    license = \"GPL-3.0-or-later\"\n  }\n}\n")
	if got := s.HostNames(); len(got) > 0 || s.Page.Publish != "none" {
		t.Errorf("got %v and publish %q, want no name and none", got, s.Page.Publish)
	}
	if got, want := s.Service("forge").URL, "https://git.petitchaton.example"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestResolve_ContainersTrustWhoAnswersThem(t *testing.T) {
	cases := map[string]bool{
		"gateway {\n mode = \"behind\"\n http = 8080\n}\n":                                                    false, // the front, with a certificate that everybody trusts
		"gateway {\n mode = \"behind\"\n listen = [\"192.0.2.10\"]\n trusted = [\"192.0.2.1/32\"]\n}\n":       true,
		"gateway {\n mode = \"passthrough\"\n http = 0\n https = 8443\n}\n":                                   false,
		"gateway {\n mode = \"behind\"\n http = 8080\n}\n\ntls {\n  issuer = \"internal\"\n}\n":               false,
		"gateway {\n mode = \"passthrough\"\n http = 0\n https = 8443\n}\n\ntls {\n issuer = \"internal\"\n}": true,
	}
	for block, want := range cases {
		if got := resolvedGateway(t, block).OwnAuthority(); got != want {
			t.Errorf("got %t, want %t for\n%s", got, want, block)
		}
	}
}

func resolvedGateway(t testing.TB, block string) *Site {
	t.Helper()
	file, diags := Load("chaton.hcl", []byte(bareChaton+block))
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	s, diags := Resolve(testModules(t), file, PlaceholderSecrets{})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	return s
}
