package main

import (
	"cmp"
	"encoding/json"
	"io/fs"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"framagit.org/chatiere/chatiere/examples"
	"framagit.org/chatiere/chatiere/installer/gateway/acmetest"
	"framagit.org/chatiere/chatiere/installer/site"
)

// TestE2E_RealServices runs the shipped modules: first the demo as a newcomer
// does, then a chaton whose certificates come from a real ACME server, then
// the end of both. The order lets the second use the images of the first.
func TestE2E_RealServices(t *testing.T) {
	demo := newChaton(t, "demo")
	acme := newChaton(t, "e2e-acme")
	t.Run("demo", func(t *testing.T) { demonstration(t, demo) })
	t.Run("certificates from a real ACME server", func(t *testing.T) { realACME(t, acme) })
	for _, name := range []string{"first-evening", "university-club"} {
		t.Run("example "+name, func(t *testing.T) { example(t, name) })
	}
	t.Run("destroy leaves nothing, and what others use", func(t *testing.T) { leaveNothing(t, demo, acme) })
}

// demonstration is `setup.sh demo` without the installation.
func demonstration(t *testing.T, c *chaton) {
	c.t = t
	start := time.Now()
	got := c.expect(exitDone, "demo")
	t.Logf("demo: %v\n%s", time.Since(start), got.err)
	c.https = portOf(t, got.out)
	client := c.client(c.authority())

	home := c.get(client, "petitchaton.localhost", "/")
	if home.status != http.StatusOK || home.protocol != "HTTP/2.0" || !strings.Contains(home.body, "Le Petit Chaton") {
		t.Errorf("home page: got %d over %s\n%.300s", home.status, home.protocol, home.body)
	}
	if wiki := c.get(client, "wiki.petitchaton.localhost", "/"); wiki.status != http.StatusOK || !strings.Contains(wiki.body, "dokuwiki") {
		t.Errorf("wiki: got %d\n%.300s", wiki.status, wiki.body)
	}
	if agenda := c.get(client, "agenda.petitchaton.localhost", "/.web/"); agenda.status != http.StatusOK || !strings.Contains(agenda.body, "Radicale") {
		t.Errorf("agenda: got %d\n%.300s", agenda.status, agenda.body)
	}
	for _, name := range []string{"demo", "agenda", "wiki"} {
		properties := c.get(client, "petitchaton.localhost", "/.well-known/chatonsinfos/"+name+".properties")
		if media := properties.header.Get("Content-Type"); properties.status != http.StatusOK || media != "text/plain; charset=utf-8" {
			t.Errorf("%s.properties: got %d, %q", name, properties.status, media)
		}
		if !strings.Contains(properties.body, "file.protocol = ChatonsInfos-0.5") {
			t.Errorf("%s.properties: got\n%.300s", name, properties.body)
		}
	}
	pasted(t, got.out)
	c.expect(exitDone, "demo") // warm: nothing to do
	accounts(t, c, client)
	allHealthy(t, c.slug)
	keepImages(t)
}

// keepImages leaves a created container of nobody's on each image that took
// long to make, so that the next test and the next run find it: `destroy`
// leaves what others use. That an unused image goes is the echo test's.
func keepImages(t *testing.T) {
	for _, label := range []string{"org.chatiere.inputs", "org.chatiere.base"} {
		for name := range strings.Lines(docker(t, "images", "--filter", "label="+label, "--format", "{{.Repository}}:{{.Tag}}")) {
			name = strings.TrimSpace(name)
			keeper := "chatiere-test-keeper-" + regexp.MustCompile(`[^a-zA-Z0-9]+`).ReplaceAllString(name, "-")
			if strings.Contains(name, "<none>") || strings.Contains(name, "/echo:") || docker(t, "ps", "-aq", "--filter", "name=^"+keeper+"$") != "" {
				continue
			}
			docker(t, "create", "--name", keeper, name, "true")
		}
	}
}

// pasted runs the lines that the demo prints, as a newcomer would.
func pasted(t *testing.T, out string) {
	lines := 0
	for line := range strings.Lines(out) {
		if !strings.HasPrefix(line, "curl ") {
			continue
		}
		lines++
		output, err := exec.Command("sh", "-c", strings.TrimSpace(line)+" --fail --silent --show-error --output /dev/null").CombinedOutput()
		if err != nil {
			t.Errorf("%s: %v\n%s", line, err, output)
		}
	}
	if lines < 3 {
		t.Errorf("the demo printed %d curl lines, want at least 3:\n%s", lines, out)
	}
}

func portOf(t *testing.T, out string) int {
	found := regexp.MustCompile(`--resolve petitchaton\.localhost:(\d+):`).FindStringSubmatch(out)
	if found == nil {
		t.Fatalf("no port in\n%s", out)
	}
	port, err := strconv.Atoi(found[1])
	if err != nil {
		t.Fatal(err)
	}
	return port
}

// allHealthy waits for the engine's own health checks, which come once an
// interval (decision 12).
func allHealthy(t *testing.T, slug string) {
	deadline := time.NewTimer(100 * time.Second)
	defer deadline.Stop()
	look := time.NewTicker(time.Second)
	defer look.Stop()
	for {
		states := docker(t, "ps", "-a", "--format", "{{.Names}} {{.Status}}", "--filter", "label=org.chatiere.chaton="+slug)
		if strings.Count(states, "(healthy)") == strings.Count(states, "\n")+1 {
			return
		}
		select {
		case <-deadline.C:
			t.Fatalf("not all healthy:\n%s", states)
		case <-look.C:
		}
	}
}

// realACME obtains every certificate from pebble and uses three services.
func realACME(t *testing.T, c *chaton) {
	c.t = t
	ca := acmetest.Start(t, c.https)
	if err := os.WriteFile(filepath.Join(c.folder, "ca.pem"), ca.Root, 0o644); err != nil {
		t.Fatal(err)
	}
	text := strings.NewReplacer("DIRECTORY", ca.Directory, "HTTPS", strconv.Itoa(c.https), "HTTP", strconv.Itoa(c.http)).Replace(`
chaton "e2e-acme" {
  name     = "Le Chaton d'essai"
  domain   = "e2e.example"
  language = "fr"
}

contact {
  email = "contact@ailleurs.example"
}

gateway {
  listen = ["127.0.0.1"]
  http   = HTTP
  https  = HTTPS
}

tls {
  issuer = "acme"
  acme {
    directory = "DIRECTORY"
    ca        = "ca.pem"
  }
}

service "wiki" {
  module = "dokuwiki"
}

service "agenda" {
  module = "radicale"
}

service "flux" {
  module = "miniflux"
}
`)
	if err := os.WriteFile(filepath.Join(c.folder, "chaton.hcl"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	c.expect(exitDone, "apply", "--yes")
	t.Logf("apply: %v", time.Since(start))

	client := c.client(ca.Pool())
	if wiki := c.get(client, "wiki.e2e.example", "/"); wiki.status != http.StatusOK || !strings.Contains(wiki.body, "dokuwiki") {
		t.Errorf("wiki: got %d\n%.300s", wiki.status, wiki.body)
	}
	if agenda := c.get(client, "agenda.e2e.example", "/.web/"); agenda.status != http.StatusOK {
		t.Errorf("agenda: got %d\n%.300s", agenda.status, agenda.body)
	}
	me := c.get(client, "flux.e2e.example", "/v1/me", func(request *http.Request) {
		request.SetBasicAuth("admin", c.secret("flux/admin_password"))
	})
	var user struct {
		Username string
		Admin    bool `json:"is_admin"`
	}
	if err := json.Unmarshal([]byte(me.body), &user); err != nil || user.Username != "admin" || !user.Admin {
		t.Errorf("flux: got %d %s, want the administrator", me.status, me.body)
	}
	for _, name := range []string{"e2e.example", "wiki.e2e.example", "agenda.e2e.example", "flux.e2e.example"} {
		if got := ca.Orders(name); got != 1 {
			t.Errorf("orders for %s: got %d, want 1", name, got)
		}
	}
	c.expect(exitDone, "plan")
	c.expect(exitDone, "status")
	keepImages(t)
}

// example puts a file of examples/ in place, on loopback names, and opens each
// of its services.
func example(t *testing.T, name string) {
	c := newChaton(t, "e2e-"+name)
	source, err := fs.ReadFile(examples.Files, name+"/chaton.hcl")
	if err != nil {
		t.Fatal(err)
	}
	domain := c.slug + ".localhost"
	rehearsal, err := site.Rehearse(source, c.slug, domain, c.http, c.https)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(c.folder, "chaton.hcl"), rehearsal, 0o644); err != nil {
		t.Fatal(err)
	}
	c.expect(exitDone, "apply", "--yes")
	c.expect(exitDone, "status")
	c.expect(exitDone, "declare")
	client := c.client(c.authority())
	file, _ := site.Load("chaton.hcl", rehearsal)
	for _, service := range file.Services {
		host := cmp.Or(service.Host, service.Name+"."+domain)
		if got := c.get(client, host, "/"); got.status != http.StatusOK {
			t.Errorf("%s: got %d\n%.300s", host, got.status, got.body)
		}
	}
	if home := c.get(client, domain, "/"); !strings.Contains(home.body, "En préparation") {
		t.Errorf("home page of services on trial: got\n%.300s", home.body)
	}
	c.expect(exitDone, "plan")
}

func leaveNothing(t *testing.T, demo, acme *chaton) {
	demo.t, acme.t = t, t
	demo.expect(exitDone, "destroy", "--yes", "--data", "--name", "demo")
	if left := objects(t, "demo"); left != "" {
		t.Errorf("left of the demo:\n%s", left)
	}
	acme.expect(exitDone, "plan") // the other chaton is as it was
	acme.expect(exitDone, "destroy", "--yes", "--data")
	if left := objects(t, acme.slug); left != "" {
		t.Errorf("left of the chaton:\n%s", left)
	}
}
