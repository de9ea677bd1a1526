package enginetest

import (
	"net/http"
	"slices"
)

// Container is one container of the fake engine.
type Container struct {
	ID       string
	Name     string
	ImageID  string
	Labels   map[string]string
	State    string // created, running, exited, …
	Health   string
	ExitCode int
	Restart  string
	Memory   int64
	NanoCPUs int64
	Pids     int64
	Networks map[string]string // network -> address
	Volumes  map[string]string // path -> volume
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
	mux.HandleFunc("POST /containers/{id}/rename", d.onContainer(func(w http.ResponseWriter, r *http.Request, found *Container) {
		found.Name = r.URL.Query().Get("name")
		w.WriteHeader(http.StatusNoContent)
	}))
	mux.HandleFunc("POST /containers/{id}/start", d.onContainer(setState("running")))
	mux.HandleFunc("POST /containers/{id}/stop", d.onContainer(setState("exited")))
	mux.HandleFunc("DELETE /containers/{id}", d.onContainer(func(w http.ResponseWriter, _ *http.Request, found *Container) {
		if found.State == "running" {
			fail(w, http.StatusConflict, "You cannot remove a running container")
			return
		}
		d.Containers = slices.DeleteFunc(d.Containers, func(c *Container) bool { return c == found })
		w.WriteHeader(http.StatusNoContent)
	}))
}

func setState(state string) func(http.ResponseWriter, *http.Request, *Container) {
	return func(w http.ResponseWriter, _ *http.Request, found *Container) {
		found.State = state
		w.WriteHeader(http.StatusNoContent)
	}
}

func (d *Daemon) onContainer(do func(http.ResponseWriter, *http.Request, *Container)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		id := r.PathValue("id")
		for _, container := range d.Containers {
			if container.ID == id || container.Name == id {
				do(w, r, container)
				return
			}
		}
		fail(w, http.StatusNotFound, "No such container: "+id)
	}
}

func (d *Daemon) createContainer(w http.ResponseWriter, r *http.Request) {
	made := &Container{ID: d.id(), Name: r.URL.Query().Get("name"), State: "created", Labels: map[string]string{}}
	for _, container := range d.Containers {
		if container.Name == made.Name {
			fail(w, http.StatusConflict, "The container name is already in use")
			return
		}
	}
	read(r, &made.Body)
	if labels, ok := made.Body["Labels"].(map[string]any); ok {
		for name, value := range labels {
			made.Labels[name], _ = value.(string)
		}
	}
	made.ImageID, _ = made.Body["Image"].(string)
	d.Containers = append(d.Containers, made)
	w.WriteHeader(http.StatusCreated)
	answer(w, map[string]any{"Id": made.ID})
}

func (c *Container) summary() map[string]any {
	return map[string]any{
		"Id": c.ID, "Names": []string{"/" + c.Name}, "ImageID": c.ImageID, "Labels": c.Labels, "State": c.State,
	}
}

// inspect leaves the old top-level address fields out, as new engines do.
func (c *Container) inspect() map[string]any {
	endpoints := map[string]any{}
	for name, address := range c.Networks {
		endpoints[name] = map[string]any{"IPAddress": address}
	}
	mounts := []map[string]any{}
	for path, volume := range c.Volumes {
		mounts = append(mounts, map[string]any{"Type": "volume", "Name": volume, "Destination": path})
	}
	return map[string]any{
		"Id": c.ID, "Name": "/" + c.Name, "Image": c.ImageID,
		"State": map[string]any{
			"Status": c.State, "Running": c.State == "running", "ExitCode": c.ExitCode,
			"Health": map[string]any{"Status": c.Health},
		},
		"Config":          map[string]any{"Labels": c.Labels},
		"HostConfig":      map[string]any{"RestartPolicy": map[string]any{"Name": c.Restart}, "Memory": c.Memory, "NanoCpus": c.NanoCPUs, "PidsLimit": c.Pids},
		"NetworkSettings": map[string]any{"Networks": endpoints},
		"Mounts":          mounts,
	}
}
