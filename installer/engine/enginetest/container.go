package enginetest

import (
	"net/http"
	"os"
	"slices"
	"strconv"
)

// Container is one container of the fake engine.
type Container struct {
	ID       string
	Name     string
	Image    string // as create named it
	ImageID  string
	User     string
	Command  []string
	Labels   map[string]string
	State    string // created, running, paused, exited, …
	Health   string
	ExitCode int
	Restart  string
	Memory   int64
	NanoCPUs int64
	Pids     int64
	Created  int64             // Unix seconds
	Networks map[string]string // network -> address
	Joined   map[string]string // network -> its ID, from the first start on
	Volumes  map[string]string // path -> volume
	Binds    map[string]string // path -> file or folder of the host
	Body     map[string]any    // what create was asked for
}

func (d *Daemon) serveContainers(mux *http.ServeMux) {
	mux.HandleFunc("GET /containers/json", func(w http.ResponseWriter, _ *http.Request) {
		list := []map[string]any{}
		for _, container := range d.Containers {
			list = append(list, container.summary())
		}
		answer(w, list)
	})
	mux.HandleFunc("POST /containers/create", d.createContainer)
	mux.HandleFunc("GET /containers/{id}/json", d.onContainer(func(w http.ResponseWriter, _ *http.Request, found *Container) {
		answer(w, found.inspect())
	}))
	mux.HandleFunc("POST /containers/{id}/rename", d.onContainer(d.renameContainer))
	mux.HandleFunc("POST /containers/{id}/update", d.onContainer(updateContainer))
	mux.HandleFunc("DELETE /containers/{id}", d.onContainer(d.removeContainer))
}

// container finds by ID, its beginning or name.
func (d *Daemon) container(id string) *Container {
	for _, container := range d.Containers {
		if container.ID == id || container.Name == id || len(id) >= 12 && len(id) < len(container.ID) && container.ID[:len(id)] == id {
			return container
		}
	}
	return nil
}

func (d *Daemon) onContainer(do func(http.ResponseWriter, *http.Request, *Container)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if found := d.container(r.PathValue("id")); found != nil {
			do(w, r, found)
			return
		}
		fail(w, http.StatusNotFound, "No such container: "+r.PathValue("id"))
	}
}

func (d *Daemon) renameContainer(w http.ResponseWriter, r *http.Request, found *Container) {
	name := r.URL.Query().Get("name")
	if d.container(name) != nil {
		refuseName(w, name)
		return
	}
	found.Name = name
	w.WriteHeader(http.StatusNoContent)
}

func refuseName(w http.ResponseWriter, name string) {
	fail(w, http.StatusConflict, `Conflict. The container name "/`+name+`" is already in use`)
}

func updateContainer(w http.ResponseWriter, r *http.Request, found *Container) {
	var wanted struct {
		Memory        int64
		RestartPolicy struct{ Name string }
	}
	read(r, &wanted)
	if wanted.RestartPolicy.Name != "" {
		found.Restart = wanted.RestartPolicy.Name
	}
	if wanted.Memory != 0 {
		found.Memory = wanted.Memory
	}
	answer(w, map[string]any{"Warnings": nil})
}

func (d *Daemon) removeContainer(w http.ResponseWriter, r *http.Request, found *Container) {
	forced, _ := strconv.ParseBool(r.URL.Query().Get("force"))
	if (found.State == "running" || found.State == "paused") && !forced {
		fail(w, http.StatusConflict, "You cannot remove a "+found.State+" container")
		return
	}
	d.end(found.ID)
	d.Containers = slices.DeleteFunc(d.Containers, func(c *Container) bool { return c == found })
	w.WriteHeader(http.StatusNoContent)
}

func (c *Container) summary() map[string]any {
	return map[string]any{
		"Id": c.ID, "Names": []string{"/" + c.Name}, "Image": c.Image, "ImageID": c.ImageID,
		"Labels": c.Labels, "State": c.State, "Created": c.Created,
	}
}

// inspect leaves the old top-level address fields out, as new engines do.
func (c *Container) inspect() map[string]any {
	endpoints := map[string]any{}
	for name, address := range c.Networks {
		endpoints[name] = c.endpoint(name, address)
	}
	mounts := []map[string]any{}
	for path, volume := range c.Volumes {
		mounts = append(mounts, map[string]any{"Type": "volume", "Name": volume, "Destination": path})
	}
	return map[string]any{
		"Id": c.ID, "Name": "/" + c.Name, "Image": c.ImageID,
		"State": map[string]any{
			"Status": c.State, "Running": c.alive(), "Paused": c.State == "paused", "ExitCode": c.ExitCode,
			"Pid":    c.process(),
			"Health": map[string]any{"Status": c.Health},
		},
		"Config": map[string]any{"Labels": c.Labels, "Image": c.Image, "User": c.User, "Cmd": c.Command},
		"HostConfig": map[string]any{
			"RestartPolicy": map[string]any{"Name": c.Restart},
			"Memory":        c.Memory, "NanoCpus": c.NanoCPUs, "PidsLimit": c.Pids,
		},
		"NetworkSettings": map[string]any{"Networks": endpoints},
		"Mounts":          mounts,
	}
}

// endpoint has an address only while the container is alive; the one that was
// asked for stays written beside it.
func (c *Container) endpoint(name, address string) map[string]any {
	endpoint := map[string]any{
		"NetworkID": c.Joined[name], "IPAMConfig": map[string]any{"IPv4Address": address},
	}
	if c.alive() {
		endpoint["IPAddress"] = address
	}
	return endpoint
}

// process is the one of whoever runs the test: what a container does is done
// there.
func (c *Container) process() int {
	if !c.alive() {
		return 0
	}
	return os.Getpid()
}

// alive says that the container has processes.
func (c *Container) alive() bool { return c.State == "running" || c.State == "paused" }
