// Package enginetest is a container engine for tests: an HTTP handler on a
// unix socket that speaks as much of the engine's API as package engine asks
// for, and refuses what a real one refuses, in its words. It keeps objects in
// memory and runs nothing but what a test runs in its place. The client against
// it is the real one.
package enginetest

import (
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// Options says how the engine presents itself. The zero value is the engine
// of Debian 12.
type Options struct {
	Version string // "" is 20.10.24
	API     string // newest API; "" is 1.41
	MinAPI  string // oldest API; "" is 1.12
	Podman  bool
	// Rootless makes it an engine that an ordinary user started.
	Rootless bool
	// SilentRegistry makes every pull hang until the client gives up.
	SilentRegistry bool
	// Registry lists what can be pulled: name with its tag -> digest.
	Registry map[string]string
	// Run is called when a container starts, with the engine locked, and
	// returns what ends it. A test runs there what must really answer.
	Run func(Container) (end func(), err error)
	// Ends says that a container ends by itself, at once, and with which code.
	Ends func(Container) (code int, ends bool)
	// Bridge is the same for a network: a real engine gives the machine an
	// address in each.
	Bridge func(Network) (end func(), err error)
}

// Daemon is a running fake engine. Its objects may be put there before, and
// read after, but not while it is being asked.
type Daemon struct {
	Host       string // for DOCKER_HOST
	Containers []*Container
	Networks   []*Network
	Volumes    []*Volume
	Images     []*Image

	options  Options
	mux      *http.ServeMux
	mutex    sync.Mutex
	requests []string
	changes  []Change
	made     int
	cut      cut
	running  map[string]func() // ID -> ends what the test runs for a container or a network
	execs    map[string]int    // ID -> exit code
}

// Start runs a fake engine until the test ends.
func Start(t testing.TB, options Options) *Daemon {
	t.Helper()
	fallback(&options.Version, "20.10.24")
	fallback(&options.API, "1.41")
	fallback(&options.MinAPI, "1.12")
	socket := filepath.Join(t.TempDir(), "engine.sock")
	listener, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	daemon := &Daemon{
		Host: "unix://" + socket, options: options,
		running: map[string]func(){}, execs: map[string]int{},
	}
	daemon.mux = daemon.routes()
	server := &httptest.Server{Listener: listener, Config: &http.Server{Handler: daemon.handler()}}
	server.Start()
	t.Cleanup(func() {
		server.Close()
		daemon.endAll()
	})
	return daemon
}

func fallback(value *string, otherwise string) {
	if *value == "" {
		*value = otherwise
	}
}

// Requests lists what was asked, as "GET /containers/json", without the API
// version and the query.
func (d *Daemon) Requests() []string {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	return append([]string(nil), d.requests...)
}

func (d *Daemon) routes() *http.ServeMux {
	mux := http.NewServeMux()
	mux.HandleFunc("/_ping", func(http.ResponseWriter, *http.Request) {})
	mux.HandleFunc("GET /version", d.version)
	mux.HandleFunc("GET /info", d.info)
	d.serveContainers(mux)
	d.serveLives(mux)
	d.serveExecs(mux)
	d.serveNetworks(mux)
	d.serveVolumes(mux)
	d.serveImages(mux)
	d.serveSources(mux)
	return mux
}

func (d *Daemon) handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Api-Version", d.options.API)
		w.Header().Set("Content-Type", "application/json")
		api, path := splitVersion(r.URL.Path)
		if refusal := d.refuse(api); refusal != "" {
			fail(w, http.StatusBadRequest, refusal)
			return
		}
		d.mutex.Lock()
		defer d.mutex.Unlock()
		d.requests = append(d.requests, r.Method+" "+path)
		r.URL.Path = path
		d.serve(w, r)
	})
}

// splitVersion parts "/v1.41/info" into "1.41" and "/info".
func splitVersion(path string) (api, rest string) {
	first, rest, found := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	if !found || !strings.HasPrefix(first, "v1.") {
		return "", path
	}
	return first[1:], "/" + rest
}

func (d *Daemon) refuse(api string) string {
	switch {
	case api == "":
		return ""
	case minor(api) > minor(d.options.API):
		return fmt.Sprintf("client version %s is too new. Maximum supported API version is %s", api, d.options.API)
	case minor(api) < minor(d.options.MinAPI):
		return fmt.Sprintf("client version %s is too old. Minimum supported API version is %s", api, d.options.MinAPI)
	}
	return ""
}

func minor(api string) int {
	_, text, _ := strings.Cut(api, ".")
	number, err := strconv.Atoi(text)
	if err != nil {
		panic(fmt.Sprintf("enginetest: %q is no API version", api))
	}
	return number
}

func (d *Daemon) version(w http.ResponseWriter, _ *http.Request) {
	name := "Engine"
	if d.options.Podman {
		name = "Podman Engine"
	}
	answer(w, map[string]any{
		"Version": d.options.Version, "ApiVersion": d.options.API, "MinAPIVersion": d.options.MinAPI,
		"Components": []map[string]any{{"Name": name, "Version": d.options.Version}},
	})
}

func (d *Daemon) info(w http.ResponseWriter, _ *http.Request) {
	security := []string{"name=seccomp,profile=default"}
	if d.options.Rootless {
		security = append(security, "name=rootless")
	}
	answer(w, map[string]any{
		"ServerVersion": d.options.Version, "SecurityOptions": security, "NCPU": 2, "MemTotal": 4 << 30,
		"OperatingSystem": "Debian GNU/Linux 12 (bookworm)", "KernelVersion": "6.1.0", "Architecture": "x86_64", "Driver": "overlay2",
	})
}

// id makes up a new object's ID, whose beginning tells objects apart, as people
// and plans write it.
func (d *Daemon) id() string {
	d.made++
	return fmt.Sprintf("%012x%052d", d.made, 0)
}

// answer writes what a client may not live to read: it is killed on purpose.
func answer(w http.ResponseWriter, body any) { _ = json.NewEncoder(w).Encode(body) }

func fail(w http.ResponseWriter, status int, text string) {
	w.WriteHeader(status)
	answer(w, map[string]string{"message": text})
}

// read panics with http.ErrAbortHandler on a body that was cut: its sender was
// killed.
func read(r *http.Request, into any) {
	if err := json.NewDecoder(r.Body).Decode(into); err != nil {
		panic(http.ErrAbortHandler)
	}
}
