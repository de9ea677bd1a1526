package engine

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"framagit.org/chatiere/chatiere/installer/engine/enginetest"
	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/site"
)

// registry is an image registry on loopback that has one tiny image.
type registry struct {
	mutex sync.Mutex
	// refusing answers 429 until the kit itself has asked how long to wait: how
	// often the engine asks before it gives up is its own affair.
	refusing bool
	asked    []string
	blobs    map[string][]byte
	manifest []byte
	digest   string
	address  string
}

func startRegistry(t *testing.T, refusing bool) *registry {
	t.Helper()
	r := &registry{refusing: refusing, blobs: map[string][]byte{}}
	var layer bytes.Buffer
	packed := gzip.NewWriter(&layer)
	raw := make([]byte, 1024) // an empty archive
	packed.Write(raw)
	must(t, packed.Close())
	config := fmt.Appendf(nil, `{"architecture":"amd64","os":"linux","config":{"Cmd":["/x"]},"rootfs":{"type":"layers","diff_ids":["%s"]}}`, digestOf(raw))
	entry := func(kind string, blob []byte) map[string]any {
		r.blobs[digestOf(blob)] = blob
		return map[string]any{"mediaType": kind, "size": len(blob), "digest": digestOf(blob)}
	}
	manifest, err := json.Marshal(map[string]any{
		"schemaVersion": 2, "mediaType": manifestKind,
		"config": entry("application/vnd.docker.container.image.v1+json", config),
		"layers": []any{entry("application/vnd.docker.image.rootfs.diff.tar.gzip", layer.Bytes())},
	})
	must(t, err)
	r.manifest, r.digest = manifest, digestOf(manifest)
	server := httptest.NewServer(r)
	t.Cleanup(server.Close)
	r.address = strings.TrimPrefix(server.URL, "http://")
	return r
}

const manifestKind = "application/vnd.docker.distribution.manifest.v2+json"

func digestOf(content []byte) string { return fmt.Sprintf("sha256:%x", sha256.Sum256(content)) }

func (r *registry) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.asked = append(r.asked, request.Method+" "+request.URL.Path)
	path := request.URL.Path
	switch {
	case strings.Contains(path, "/manifests/") && r.refusing:
		r.refusing = strings.Contains(request.UserAgent(), "docker")
		w.Header().Set("Retry-After", "3")
		w.WriteHeader(http.StatusTooManyRequests)
		fmt.Fprint(w, `{"errors":[{"code":"TOOMANYREQUESTS","message":"slow down"}]}`)
	case strings.Contains(path, "/manifests/"):
		w.Header().Set("Content-Type", manifestKind)
		w.Header().Set("Docker-Content-Digest", r.digest)
		w.Header().Set("Content-Length", strconv.Itoa(len(r.manifest)))
		w.Write(r.manifest)
	case strings.Contains(path, "/blobs/"):
		w.Write(r.blobs[path[strings.LastIndex(path, "/")+1:]])
	}
}

func (r *registry) count() int {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	return len(r.asked)
}

func pull(t *testing.T, e *Engine, wanted site.Image) []string {
	t.Helper()
	var said []string
	note := func(event plan.Event) { said = append(said, event.Detail) }
	must(t, e.Do(t.Context(), plan.Operation{Kind: plan.ImagePull, Target: wanted.Name(), Image: &wanted}, note))
	return said
}

func TestF12_PullWaitsAsTheRegistrySays(t *testing.T) {
	e, r := realEngine(t), startRegistry(t, true)
	wanted := site.Image{Reference: r.address + "/" + e.options.Slug + ":1", Digest: r.digest}
	t.Cleanup(func() { removeByID(t, e, wanted.Reference) })
	began := time.Now()
	said := pull(t, e, wanted)
	if len(said) == 0 || said[0] != "the registry did not deliver; next try in 3s" {
		t.Errorf("got %q", said)
	}
	if waited := time.Since(began); waited < 3*time.Second {
		t.Errorf("waited %s, the registry wants 3s", waited)
	}
}

func TestF12_PresentImageCausesNoRequest(t *testing.T) {
	e, r := realEngine(t), startRegistry(t, false)
	wanted := site.Image{Reference: r.address + "/" + e.options.Slug + ":1", Digest: r.digest}
	t.Cleanup(func() { removeByID(t, e, wanted.Reference) })
	pull(t, e, wanted)
	found, err := e.findImage(t.Context(), site.Image{Reference: wanted.Reference})
	must(t, err)
	before := r.count()
	pull(t, e, wanted)
	pull(t, e, site.Image{Reference: wanted.Reference})
	pull(t, e, site.Image{Reference: "127.0.0.1:1/elsewhere:1", ID: found.ID})
	if after := r.count(); before == 0 || after != before {
		t.Errorf("requests: got %d, then %d", before, after)
	}
}

func TestReal_BaseWithoutARegistryFailsFastAndSaysWhy(t *testing.T) {
	e := realEngine(t)
	began := time.Now()
	err := e.Do(t.Context(), plan.Operation{Kind: plan.ImageImport, Image: &site.Image{Reference: "127.0.0.1:1/base:1"}}, nil)
	if err == nil || !strings.Contains(err.Error(), "only docker.io/library/debian:SUITE-slim") {
		t.Errorf("got %v", err)
	}
	if waited := time.Since(began); waited > baseTime {
		t.Errorf("took %s", waited)
	}
}

func TestPull_SilentRegistryIsGivenUp(t *testing.T) {
	daemon := enginetest.Start(t, enginetest.Options{SilentRegistry: true})
	err := fakeEngine(t, daemon).pullOnce(t.Context(), "docker.io/library/debian:trixie-slim", 50*time.Millisecond, func(string) {})
	if err == nil || err.Error() != "the image registry does not answer" {
		t.Errorf("got %v", err)
	}
}

func TestParseRetryAfter_SecondsAndDates(t *testing.T) {
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	cases := map[string]time.Duration{
		"": 0, "soon": 0, "-3": 0, "17": 17 * time.Second,
		"Sun, 22 Nov 2026 12:01:00 GMT": time.Minute, "Sun, 22 Nov 2026 11:00:00 GMT": 0,
	}
	for header, want := range cases {
		if got := parseRetryAfter(header, now); got != want {
			t.Errorf("%q: got %s, want %s", header, got, want)
		}
	}
}

func TestPullMeter_LayersAddUp(t *testing.T) {
	stream := `{"status":"Pulling fs layer","id":"a"}
{"status":"Downloading","id":"a","progressDetail":{"current":1000000,"total":5000000}}
{"status":"Downloading","id":"b","progressDetail":{"current":2000000,"total":4000000}}
{"status":"Downloading","id":"b","progressDetail":{"current":2000001,"total":4000000}}
{"error":"unexpected EOF"}`
	var said []string
	meter := &pullMeter{progress: func(line string) { said = append(said, line) }, layers: map[string]layer{}}
	err := readMessages(strings.NewReader(stream), meter.note)
	if err == nil || err.Error() != "unexpected EOF" {
		t.Errorf("got error %v", err)
	}
	if got, want := strings.Join(said, "; "), "1 MB of 5 MB; 3 MB of 9 MB"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
