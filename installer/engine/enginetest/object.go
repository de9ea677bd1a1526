package enginetest

import (
	"net/http"
	"slices"
)

// Network is one network of the fake engine.
type Network struct {
	ID       string
	Name     string
	Labels   map[string]string
	Subnet   string
	Internal bool
}

// Volume is one volume of the fake engine.
type Volume struct {
	Name   string
	Labels map[string]string
}

// Image is one image of the fake engine.
type Image struct {
	ID      string
	Names   []string
	Digests []string
	Labels  map[string]string
}

func (d *Daemon) serveNetworks(mux *http.ServeMux) {
	mux.HandleFunc("GET /networks", func(w http.ResponseWriter, _ *http.Request) {
		list := []map[string]any{}
		for _, network := range d.Networks {
			list = append(list, network.inspect())
		}
		answer(w, list)
	})
	mux.HandleFunc("GET /networks/{id}", d.onNetwork(func(w http.ResponseWriter, found *Network) { answer(w, found.inspect()) }))
	mux.HandleFunc("DELETE /networks/{id}", d.onNetwork(func(w http.ResponseWriter, found *Network) {
		d.Networks = slices.DeleteFunc(d.Networks, func(n *Network) bool { return n == found })
		w.WriteHeader(http.StatusNoContent)
	}))
	mux.HandleFunc("POST /networks/create", d.createNetwork)
}

func (d *Daemon) onNetwork(do func(http.ResponseWriter, *Network)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		id := r.PathValue("id")
		for _, network := range d.Networks {
			if network.ID == id || network.Name == id {
				do(w, network)
				return
			}
		}
		fail(w, http.StatusNotFound, "network "+id+" not found")
	}
}

func (d *Daemon) createNetwork(w http.ResponseWriter, r *http.Request) {
	var body struct {
		Name     string
		Internal bool
		Labels   map[string]string
		IPAM     struct{ Config []struct{ Subnet string } }
	}
	read(r, &body)
	made := &Network{ID: d.id(), Name: body.Name, Labels: body.Labels, Internal: body.Internal}
	if len(body.IPAM.Config) > 0 {
		made.Subnet = body.IPAM.Config[0].Subnet
	}
	d.Networks = append(d.Networks, made)
	w.WriteHeader(http.StatusCreated)
	answer(w, map[string]any{"Id": made.ID})
}

func (n *Network) inspect() map[string]any {
	return map[string]any{
		"Id": n.ID, "Name": n.Name, "Labels": n.Labels, "Internal": n.Internal,
		"IPAM": map[string]any{"Config": []map[string]any{{"Subnet": n.Subnet}}},
	}
}

func (d *Daemon) serveVolumes(mux *http.ServeMux) {
	mux.HandleFunc("GET /volumes", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, map[string]any{"Volumes": d.Volumes})
	})
	mux.HandleFunc("GET /volumes/{name}", func(w http.ResponseWriter, r *http.Request) {
		for _, volume := range d.Volumes {
			if volume.Name == r.PathValue("name") {
				answer(w, volume)
				return
			}
		}
		fail(w, http.StatusNotFound, "no such volume")
	})
	mux.HandleFunc("POST /volumes/create", func(w http.ResponseWriter, r *http.Request) {
		made := &Volume{}
		read(r, made)
		d.Volumes = append(d.Volumes, made)
		w.WriteHeader(http.StatusCreated)
		answer(w, made)
	})
}

func (d *Daemon) serveImages(mux *http.ServeMux) {
	mux.HandleFunc("GET /images/json", func(w http.ResponseWriter, _ *http.Request) {
		list := []map[string]any{}
		for _, image := range d.Images {
			list = append(list, map[string]any{
				"Id": image.ID, "RepoTags": image.Names, "RepoDigests": image.Digests, "Labels": image.Labels,
			})
		}
		answer(w, list)
	})
	mux.HandleFunc("POST /images/create", func(w http.ResponseWriter, r *http.Request) {
		if d.options.SilentRegistry {
			<-r.Context().Done()
		}
		fail(w, http.StatusNotFound, "manifest unknown")
	})
	mux.HandleFunc("GET /images/{name...}", func(w http.ResponseWriter, r *http.Request) {
		name := r.PathValue("name")
		for _, image := range d.Images {
			if slices.Contains(append([]string{image.ID}, append(image.Names, image.Digests...)...), trimJSON(name)) {
				answer(w, map[string]any{"Id": image.ID, "Config": map[string]any{"Labels": image.Labels}})
				return
			}
		}
		fail(w, http.StatusNotFound, "No such image: "+name)
	})
}

func trimJSON(path string) string { return path[:max(0, len(path)-len("/json"))] }
