package main

import (
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-containerregistry/pkg/registry"
)

// imageRegistry is a real image registry on loopback that counts what it is
// asked for and can send everybody away for a while.
type imageRegistry struct {
	address string
	serve   http.Handler

	mutex      sync.Mutex
	asked      int
	refusals   int // manifests still to be refused with 429
	retryAfter int // seconds, said with each refusal
}

func startImageRegistry(t *testing.T) *imageRegistry {
	t.Helper()
	r := &imageRegistry{serve: registry.New(registry.Logger(log.New(io.Discard, "", 0)))}
	server := httptest.NewServer(r)
	t.Cleanup(server.Close)
	r.address = strings.TrimPrefix(server.URL, "http://")
	return r
}

// ServeHTTP counts and refuses before the registry answers.
func (r *imageRegistry) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	r.mutex.Lock()
	r.asked++
	refused := r.refusals > 0 && strings.Contains(request.URL.Path, "/manifests/")
	if refused {
		r.refusals--
		w.Header().Set("Retry-After", strconv.Itoa(r.retryAfter))
	}
	r.mutex.Unlock()
	if refused {
		http.Error(w, `{"errors":[{"code":"TOOMANYREQUESTS","message":"slow down"}]}`, http.StatusTooManyRequests)
		return
	}
	r.serve.ServeHTTP(w, request)
}

func (r *imageRegistry) refuse(manifests, seconds int) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.refusals, r.retryAfter = manifests, seconds
}

func (r *imageRegistry) count() int {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	return r.asked
}

// offer pushes the echo service's image under a tag, and leaves nothing of it
// on the engine. label makes it another image of the same program.
func (r *imageRegistry) offer(t *testing.T, tag, label string) (name string) {
	t.Helper()
	name = r.address + "/echo:" + tag
	context := r.context(t)
	docker(t, "build", "-q", "--label", "example.word="+label, "-t", name, "-f", filepath.Join(context, "Containerfile"), context)
	docker(t, "push", "-q", name)
	docker(t, "rmi", name)
	return name
}

// forget takes everything that came from the registry off the engine, images
// without a tag included.
func (r *imageRegistry) forget(t *testing.T) {
	t.Helper()
	for _, id := range strings.Fields(docker(t, "images", "-q", "--no-trunc", r.address+"/echo")) {
		_ = dockerQuietly("rmi", "-f", id)
	}
}

func (r *imageRegistry) context(t *testing.T) string {
	t.Helper()
	folder, err := echoModules()
	if err != nil {
		t.Fatal(err)
	}
	return filepath.Join(folder, "echo", "image")
}

// pulledEcho makes a chaton whose echo module names an image of the registry.
func pulledEcho(t *testing.T, slug, image string) *chaton {
	t.Helper()
	c := newChaton(t, slug)
	c.modules = t.TempDir()
	c.nameImage(image)
	return c
}

// nameImage writes the echo module with an image in the place of its build.
func (c *chaton) nameImage(image string) {
	c.t.Helper()
	module, err := os.ReadFile("testdata/echo/module/module.hcl")
	if err != nil {
		c.t.Fatal(err)
	}
	built := "  build {\n    context = \"image\"\n  }\n"
	if !strings.Contains(string(module), built) {
		c.t.Fatal("the echo module has no build block to replace")
	}
	text := strings.Replace(string(module), built, "  image = "+strconv.Quote(image)+"\n", 1)
	tag := image[strings.LastIndex(image, ":")+1:]
	text = strings.Replace(text, "  version = \"1.0.0\"\n", "  version = "+strconv.Quote(tag)+"\n", 1)
	if err := os.MkdirAll(filepath.Join(c.modules, "echo"), 0o755); err != nil {
		c.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(c.modules, "echo", "module.hcl"), []byte(text), 0o644); err != nil {
		c.t.Fatal(err)
	}
}

// TestF12_Registry is failures.md, 12: a registry that is slow, that limits, or
// that moves a tag never changes what runs, and is asked only for what is
// missing.
func TestF12_Registry(t *testing.T) {
	r := startImageRegistry(t)
	image := r.offer(t, "1.0.0", "un")
	c := pulledEcho(t, "e2e-registry", image)
	t.Cleanup(func() { c.run("destroy", "--yes", "--data"); r.forget(t) })
	c.write(echoService, "bonjour", false)

	planned := c.expect(exitPending, "plan").out
	if !strings.Contains(planned, "sha256:") {
		t.Errorf("plan: got\n%s\nwant the digest that apply would record", planned)
	}
	r.refuse(2, 1)
	c.expect(exitDone, "apply", "--yes")
	if r.refusals != 0 {
		t.Errorf("%d refusals were not met: the registry was not asked again", r.refusals)
	}
	digest := c.lockedDigest()
	if !strings.Contains(planned, digest) {
		t.Errorf("the lock file pins %s, which the plan did not say:\n%s", digest, planned)
	}

	t.Run("what is there by digest causes no request", func(t *testing.T) { presentImage(t, c, r) })
	t.Run("a tag that moved upstream changes nothing", func(t *testing.T) { movedTag(t, c, r, image, digest) })
	t.Run("a name given to another image by hand is said and changes nothing", func(t *testing.T) { retaggedByHand(t, c, image) })
	t.Run("a registry that sends away leaves what runs alone", func(t *testing.T) { sentAway(t, c, r) })
}

func presentImage(t *testing.T, c *chaton, r *imageRegistry) {
	before := r.count()
	c.expect(exitDone, "plan")
	docker(t, "rm", "-f", c.container("echo/app"))
	if planned := c.expect(exitPending, "plan").out; strings.Contains(planned, "image") {
		t.Errorf("got\n%s\nwant no image to be pulled", planned)
	}
	c.expect(exitDone, "apply", "--yes")
	if asked := r.count() - before; asked != 0 {
		t.Errorf("got %d requests to the registry, want none", asked)
	}
}

func movedTag(t *testing.T, c *chaton, r *imageRegistry, image, digest string) {
	before := docker(t, "inspect", "--format", "{{.Image}}", c.container("echo/app"))
	docker(t, "rm", "-f", c.container("echo/app"))
	docker(t, "rmi", "-f", image)
	r.offer(t, "1.0.0", "moved")
	c.expect(exitDone, "apply", "--yes")
	if got := docker(t, "inspect", "--format", "{{.Image}}", c.container("echo/app")); got != before {
		t.Errorf("got a container of image %s, want the pinned one, %s", got, before)
	}
	if got := c.lockedDigest(); got != digest {
		t.Errorf("the lock file went from %s to %s", digest, got)
	}
	c.expect(exitDone, "plan")
}

func retaggedByHand(t *testing.T, c *chaton, image string) {
	before := docker(t, "inspect", "--format", "{{.Id}}", c.container("echo/app"))
	docker(t, "tag", base(t), image)
	defer func() { _ = dockerQuietly("rmi", image) }()
	if got := c.expect(exitDone, "plan"); !strings.Contains(got.out+got.err, "was given to another image by hand") {
		t.Errorf("got\n%s\n%s\nwant the name and who has it now said", got.out, got.err)
	}
	c.expect(exitDone, "apply", "--yes")
	if got := docker(t, "inspect", "--format", "{{.Id}}", c.container("echo/app")); got != before {
		t.Error("the container was replaced")
	}
}

// base is any other image, made for the purpose.
func base(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "Dockerfile"), []byte("FROM scratch\nLABEL example.other=1\nCOPY Dockerfile /\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	name := "e2e-registry-other:1"
	docker(t, "build", "-q", "-t", name, folder)
	t.Cleanup(func() { _ = dockerQuietly("rmi", name) })
	return name
}

func sentAway(t *testing.T, c *chaton, r *imageRegistry) {
	before := docker(t, "inspect", "--format", "{{.Id}} {{.State.StartedAt}}", c.container("echo/app"))
	c.nameImage(r.offer(t, "1.1.0", "deux"))
	// The service keeps its module; another one takes the new image.
	c.write(echoService+"service \"deux\" {\n  module = \"echo\"\n}\n", "bonjour", false)
	r.refuse(1000, 3600)
	defer r.refuse(0, 0)
	got := c.expect(exitFailed, "apply", "--yes")
	if !strings.Contains(got.err, "1h0m0s") {
		t.Errorf("got\n%s\nwant how long the registry asks to wait", got.err)
	}
	if after := docker(t, "inspect", "--format", "{{.Id}} {{.State.StartedAt}}", c.container("echo/app")); after != before {
		t.Errorf("the running container changed: got %s, want %s", after, before)
	}
	if body := c.get(c.client(c.authority()), "echo."+c.slug+".localhost", "/").body; body != "bonjour https\n" {
		t.Errorf("got %q", body)
	}
}

// lockedDigest is the only digest of the lock file.
func (c *chaton) lockedDigest() string {
	c.t.Helper()
	lock, err := os.ReadFile(filepath.Join(c.folder, "chaton.lock.hcl"))
	if err != nil {
		c.t.Fatal(err)
	}
	_, rest, found := strings.Cut(string(lock), `digest = "`)
	if !found {
		c.t.Fatalf("no digest in\n%s", lock)
	}
	digest, _, _ := strings.Cut(rest, `"`)
	return digest
}
