package site

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// voiceFile has one service whose only entrances are published ports.
const voiceFile = bareChaton + `
service "voix" {
  module = "voice"
}
`

func TestResolve_PublishedPortsAreThoseOfTheHost(t *testing.T) {
	site, diags := resolveText(t, voiceFile, PlaceholderSecrets{})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	app := site.Service("voix").container("app")
	want := []Publish{
		{Name: "voice", HostPort: 64738, Port: 64738, Count: 1, Protocols: []string{"tcp", "udp"}},
		{Name: "chat", HostPort: 5222, Port: 5222, Count: 1, Protocols: []string{"tcp"}},
		{Name: "media", HostPort: 40000, Port: 40000, Count: 20, Protocols: []string{"udp"}},
	}
	if diff := cmp.Diff(want, app.Published); diff != "" {
		t.Errorf("published (-want +got):\n%s", diff)
	}
	if app.Update != "replace" {
		t.Errorf("got update %q; want replace, since two containers can't hold one port", app.Update)
	}
	agreed := []LockedPort{{"64738/tcp", "voix"}, {"64738/udp", "voix"}, {"5222/tcp", "voix"}, {"40000-40019/udp", "voix"}}
	if diff := cmp.Diff(agreed, site.PublicPorts()); diff != "" {
		t.Errorf("public ports (-want +got):\n%s", diff)
	}
	entrances := []string{"voix.petitchaton.example:64738", "voix.petitchaton.example:5222", "voix.petitchaton.example:40000-40019/udp"}
	if diff := cmp.Diff(entrances, site.Service("voix").Entrances()); diff != "" || site.Service("voix").HasPage() {
		t.Errorf("entrances of a service without a page (-want +got):\n%s", diff)
	}
	if got := site.Service("voix").Publish("media"); got == nil || got.Last() != 40019 {
		t.Errorf("got %v; want the range that is named media", got)
	}
}

func TestResolve_PublishedWithoutAWayOutHasItsOwnNetwork(t *testing.T) {
	cases := map[string]string{"": "pub", `egress = { fr = "Fédération", en = "Federation" }`: "out"}
	for egress, want := range cases {
		modules := changedModules(t, "voice/module.hcl", `user   = "1000:1000"`, "user   = \"1000:1000\"\n"+egress)
		site, diags := Resolve(modules, fileOf(t, voiceFile), PlaceholderSecrets{})
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		service := site.Service("voix")
		if len(service.Networks) != 2 || service.Networks[1].Kind != want || service.Networks[1].Name != "petitchaton-voix-"+want {
			t.Errorf("got %+v; want the internal network and one of kind %s", service.Networks, want)
		}
		if joined := service.container("app").Networks; len(joined) != 2 || joined[1].Network != service.Networks[1].Name {
			t.Errorf("got %+v; want a place in both", joined)
		}
	}
}

func TestResolve_PortsForThisMachineAloneAreNobodysBusiness(t *testing.T) {
	open, _ := resolveText(t, voiceFile, PlaceholderSecrets{})
	site, diags := resolveText(t, strings.Replace(voiceFile, `module = "voice"`, "module = \"voice\"\n  published = \"loopback\"", 1), PlaceholderSecrets{})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	if got := site.PublicPorts(); len(got) > 0 {
		t.Errorf("got %v; want no public port", got)
	}
	before, app := open.Service("voix").container("app"), site.Service("voix").container("app")
	if !app.Published[0].Loopback || app.Spec == before.Spec {
		t.Errorf("got %v with the same spec; want loopback, and another container for it", app.Published)
	}
}

func TestResolve_CertificatesOfOneFolderAreAddedUp(t *testing.T) {
	site, diags := resolveText(t, voiceFile, PlaceholderSecrets{})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	names := []string{"petitchaton.example", "salons.petitchaton.example", "voix.petitchaton.example"}
	want := []CertificateFolder{{Path: "/etc/voice/tls", Hosts: names, Reload: []string{"voice", "reload"}}}
	if diff := cmp.Diff(want, site.Service("voix").container("app").Certificates); diff != "" {
		t.Errorf("certificates (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"petitchaton.example"}, site.HostNames()); diff != "" {
		t.Errorf("names that visitors use (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(names, site.CertificateNames()); diff != "" {
		t.Errorf("names with a certificate (-want +got):\n%s", diff)
	}
}

func TestResolve_PublishMistakesOfAnAuthor(t *testing.T) {
	cases := map[string]struct{ old, new, want string }{
		"rolling":           {`user   = "1000:1000"`, "user = \"1000:1000\"\n  update = var.port > 0 ? \"rolling\" : \"replace\"", "can't hold one port"},
		"a wide range":      {`ports     = "40000-40019"`, `ports = var.port > 0 ? "40000-40020" : "1"`, "at most 20 ports"},
		"no range":          {`ports     = "40000-40019"`, `ports = var.port > 0 ? "40019-40000" : "1"`, "at most 20 ports"},
		"somebody's name":   {`fqdn("salons")`, `"www.ailleurs.example"`, "is not this chaton's"},
		"one port twice":    {`ports     = "40000-40019"`, `ports = "64730-64740"`, `The publish "voice" has it already`},
		"no port at all":    {`host_port   = var.port`, `host_port = var.port + 1000000`, "from 1 to 65535"},
		"two reloads":       {`certificate_hosts = [chaton.domain, fqdn("salons")]`, `reload = ["voice", "restart"]`, "has another one already"},
		"names for nothing": {`ports     = "40000-40019"`, "ports = \"40000-40019\"\n  certificate_hosts = [service.host]", "are for a certificate"},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			_, diags := Resolve(changedModules(t, "voice/module.hcl", test.old, test.new), fileOf(t, voiceFile), PlaceholderSecrets{})
			if !anyDetail(diags, test.want) {
				t.Errorf("got %v; want %q", diags, test.want)
			}
		})
	}
}

func TestResolve_TwoHoldersOfOnePortAreBothNamed(t *testing.T) {
	cases := map[string]struct{ text, summary, detail string }{
		"two services": {
			voiceFile + "\nservice \"voix2\" {\n  module = \"voice\"\n}\n",
			`The services "voix" and "voix2" both publish 64738/tcp 64738/udp`, "The first stands at line 11.",
		},
		"the gateway": {
			voiceFile + "\ngateway {\n  https = 5222\n}\n",
			`The service "voix" publishes port 5222, where the gateway listens`, "stands at line 16.",
		},
		"the gateway's address": {
			strings.Replace(voiceFile, `module = "voice"`, "module = \"voice\"\n  settings = { port = 443 }", 1) + "\ngateway {\n  listen = [\"192.0.2.1\"]\n}\n",
			`The service "voix" publishes port 443, where the gateway listens`, "stands at line 17.",
		},
		"the usual gateway": {
			strings.Replace(voiceFile, `module = "voice"`, "module = \"voice\"\n  settings = { port = 80 }", 1),
			`The service "voix" publishes port 80, where the gateway listens`, "written in a gateway block",
		},
		"a front that decrypts": {
			voiceFile + "\ngateway {\n  mode = \"behind\"\n  http = 8080\n}\n",
			`The service "voix" does its own TLS and needs a certificate`, `mode = "passthrough"`,
		},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			_, diags := resolveText(t, test.text, PlaceholderSecrets{})
			if len(diags) == 0 || diags[0].Summary != test.summary || !strings.Contains(diags[0].Detail, test.detail) {
				t.Errorf("got %v; want %s %s", diags, test.summary, test.detail)
			}
		})
	}
}

func TestLock_RemembersPublicPorts(t *testing.T) {
	site, diags := resolveText(t, voiceFile, PlaceholderSecrets{})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	site.Pool = "10.213.0.0/16"
	lock := LockOf(site, func(Image) (id, digest string) { return "", "" })
	read, diags := ParseLock("chaton.lock.hcl", lock.Bytes())
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	if diff := cmp.Diff(lock.Pins(), read.Pins()); diff != "" || read.Pins()[PinOf("40000-40019/udp")] != "voix" {
		t.Errorf("pins (-want +got):\n%s\nin\n%s", diff, lock.Bytes())
	}
}

func TestSpec_ChangesWithWhatIsPublished(t *testing.T) {
	changes := map[string]func(*Container){
		"port":     func(c *Container) { c.Published[0].HostPort++ },
		"protocol": func(c *Container) { c.Published[2].Protocols = []string{"tcp"} },
		"name":     func(c *Container) { c.Certificates[0].Hosts = c.Certificates[0].Hosts[1:] },
		"folder":   func(c *Container) { c.Certificates[0].Path = "/etc/tls" },
	}
	for name, change := range changes {
		app := voiceContainer(t)
		before := app.Spec
		change(app)
		if app.seal(PlaceholderSecrets{}); app.Spec == before {
			t.Errorf("%s: got the same spec; want another", name)
		}
	}
	app := voiceContainer(t)
	before := app.Spec
	app.Published[0].Addresses, app.Certificates[0].Reload = []string{"127.0.0.1"}, nil
	if app.seal(PlaceholderSecrets{}); app.Spec != before {
		t.Error("got another spec for what the engine is not told; want the same")
	}
}

func voiceContainer(t testing.TB) *Container {
	t.Helper()
	site, diags := resolveText(t, voiceFile, PlaceholderSecrets{})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	return site.Service("voix").container("app")
}

func fileOf(t testing.TB, text string) *File {
	t.Helper()
	file, diags := Load("chaton.hcl", []byte(text))
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	return file
}
