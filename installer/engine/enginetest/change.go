package enginetest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
)

// Change is one request that changed something, or tried to.
type Change struct {
	Request string // "POST /containers/create"
	Object  string // "container petit-wiki-app-01234567", "image chatiere/echo:1"
	ID      string // of a container that existed before, else ""
	Status  int    // of the answer
}

// Changes lists what was asked to change since the last Forget. Checks inside
// of a container are no change.
func (d *Daemon) Changes() []Change {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	return append([]Change(nil), d.changes...)
}

// Forget starts a new list of changes, and a new count for CutAt.
func (d *Daemon) Forget() {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	d.changes, d.cut = nil, cut{}
}

// ByHand makes a request as a person does with another client: it is neither
// listed nor counted. The error is the engine's refusal.
func (d *Daemon) ByHand(method, path string, body any) error {
	content, err := json.Marshal(body)
	if err != nil {
		return err
	}
	d.mutex.Lock()
	defer d.mutex.Unlock()
	answered := httptest.NewRecorder()
	d.mux.ServeHTTP(answered, httptest.NewRequest(method, path, bytes.NewReader(content)))
	if answered.Code >= http.StatusBadRequest {
		return fmt.Errorf("%s %s: %d %s", method, path, answered.Code, strings.TrimSpace(answered.Body.String()))
	}
	return nil
}

// serve answers one request, and does what CutAt asked for.
func (d *Daemon) serve(w http.ResponseWriter, r *http.Request) {
	if d.cut.done {
		panic(http.ErrAbortHandler)
	}
	if !isChange(r) {
		d.mux.ServeHTTP(w, r)
		return
	}
	change := Change{Request: r.Method + " " + r.URL.Path, Object: d.objectOf(r), ID: d.idOf(r)}
	d.cut.seen++
	if d.cut.at == d.cut.seen {
		d.cutOff(r, change)
	}
	answered := &statusWriter{ResponseWriter: w, status: http.StatusOK}
	d.mux.ServeHTTP(answered, r)
	change.Status = answered.status
	d.changes = append(d.changes, change)
}

// isChange leaves execs out: the engine makes the same checks by itself.
func isChange(r *http.Request) bool {
	return r.Method != http.MethodGet && r.Method != http.MethodHead &&
		!strings.HasSuffix(r.URL.Path, "/exec") && !strings.HasPrefix(r.URL.Path, "/exec/")
}

// objectOf names what a request is about, as it was before it.
func (d *Daemon) objectOf(r *http.Request) string {
	parts := strings.SplitN(strings.TrimPrefix(r.URL.Path, "/"), "/", 3)
	query := r.URL.Query()
	switch kind := strings.TrimSuffix(parts[0], "s"); {
	case r.URL.Path == "/containers/create":
		return "container " + query.Get("name")
	case r.URL.Path == "/build":
		return "image " + query.Get("t")
	case r.URL.Path == "/images/create" && query.Get("fromImage") != "":
		return "image " + query.Get("fromImage") + ":" + query.Get("tag")
	case r.URL.Path == "/images/create":
		return "image " + query.Get("repo") + ":" + query.Get("tag")
	case kind == "container":
		return "container " + d.nameOf(parts[1])
	case kind == "network" && len(parts) > 1:
		return "network " + d.networkName(parts[1])
	case kind == "image":
		return "image " + d.imageName(strings.TrimSuffix(strings.TrimPrefix(r.URL.Path, "/images/"), "/tag"))
	default:
		return kind + " " + parts[len(parts)-1]
	}
}

func (d *Daemon) idOf(r *http.Request) string {
	parts := strings.Split(strings.TrimPrefix(r.URL.Path, "/"), "/")
	if found := d.container(parts[min(1, len(parts)-1)]); found != nil {
		return found.ID
	}
	return ""
}

func (d *Daemon) nameOf(id string) string {
	if found := d.container(id); found != nil {
		return found.Name
	}
	return id
}

func (d *Daemon) networkName(id string) string {
	if found := d.network(id); found != nil {
		return found.Name
	}
	return id
}

func (d *Daemon) imageName(name string) string {
	if found := d.image(name); found != nil && found.ID == name && len(found.Names) > 0 {
		return found.Names[0]
	}
	return name
}

// statusWriter remembers the status.
type statusWriter struct {
	http.ResponseWriter
	status int
}

// WriteHeader notes the status and passes it on.
func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}
