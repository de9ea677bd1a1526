package enginetest

import (
	"net/http"
	"slices"
)

// Volume is one volume of the fake engine.
type Volume struct {
	Name   string
	Labels map[string]string
}

func (d *Daemon) serveVolumes(mux *http.ServeMux) {
	mux.HandleFunc("GET /volumes", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, map[string]any{"Volumes": d.Volumes})
	})
	mux.HandleFunc("GET /volumes/{name}", func(w http.ResponseWriter, r *http.Request) {
		if found := d.volume(r.PathValue("name")); found != nil {
			answer(w, found)
			return
		}
		fail(w, http.StatusNotFound, "no such volume")
	})
	mux.HandleFunc("POST /volumes/create", func(w http.ResponseWriter, r *http.Request) {
		wanted := &Volume{}
		read(r, wanted)
		w.WriteHeader(http.StatusCreated)
		answer(w, d.ensureVolume(wanted.Name, wanted.Labels))
	})
	mux.HandleFunc("DELETE /volumes/{name}", d.removeVolume)
}

func (d *Daemon) volume(name string) *Volume {
	for _, volume := range d.Volumes {
		if volume.Name == name {
			return volume
		}
	}
	return nil
}

// ensureVolume answers with the volume of that name, whoever's it is.
func (d *Daemon) ensureVolume(name string, labels map[string]string) *Volume {
	if found := d.volume(name); found != nil {
		return found
	}
	made := &Volume{Name: name, Labels: labels}
	d.Volumes = append(d.Volumes, made)
	return made
}

func (d *Daemon) removeVolume(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	if d.volume(name) == nil {
		fail(w, http.StatusNotFound, "no such volume")
		return
	}
	for _, container := range d.Containers {
		for _, mounted := range container.Volumes {
			if mounted == name {
				fail(w, http.StatusConflict, "remove "+name+": volume is in use - ["+container.ID+"]")
				return
			}
		}
	}
	d.Volumes = slices.DeleteFunc(d.Volumes, func(v *Volume) bool { return v.Name == name })
	w.WriteHeader(http.StatusNoContent)
}
