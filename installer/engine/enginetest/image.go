package enginetest

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// Image is one image of the fake engine.
type Image struct {
	ID      string
	Names   []string
	Digests []string
	Labels  map[string]string
	User    string
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
	mux.HandleFunc("GET /images/{name...}", d.inspectImage)
	mux.HandleFunc("POST /images/{name...}", d.tagImage)
	mux.HandleFunc("DELETE /images/{name...}", d.removeImage)
}

// image finds by ID, name or digest.
func (d *Daemon) image(name string) *Image {
	short := familiar(name)
	for _, image := range d.Images {
		if image.ID == name || slices.Contains(image.Names, name) || slices.Contains(image.Names, short) || slices.Contains(image.Digests, short) {
			return image
		}
	}
	return nil
}

// familiar is how the engine writes a name.
func familiar(name string) string {
	return strings.TrimPrefix(strings.TrimPrefix(name, "docker.io/"), "library/")
}

func (d *Daemon) inspectImage(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimSuffix(r.PathValue("name"), "/json")
	found := d.image(name)
	if found == nil {
		fail(w, http.StatusNotFound, "No such image: "+name)
		return
	}
	answer(w, map[string]any{
		"Id": found.ID, "RepoTags": found.Names, "RepoDigests": found.Digests,
		"Config": map[string]any{"Labels": found.Labels, "User": found.User},
	})
}

func (d *Daemon) tagImage(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimSuffix(r.PathValue("name"), "/tag")
	found := d.image(name)
	if found == nil {
		fail(w, http.StatusNotFound, "No such image: "+name)
		return
	}
	d.name(found, r.URL.Query().Get("repo")+":"+r.URL.Query().Get("tag"))
	w.WriteHeader(http.StatusCreated)
}

// name takes a name from whoever bears it.
func (d *Daemon) name(image *Image, name string) {
	name = familiar(name)
	for _, other := range d.Images {
		other.Names = slices.DeleteFunc(other.Names, func(borne string) bool { return borne == name })
	}
	image.Names = append(image.Names, name)
}

// removeImage takes a name away, and the image with its last one.
// Lose takes the images away whose name begins so, even from containers that
// run: the engine's own store can lose what the engine would not remove.
func (d *Daemon) Lose(prefix string) {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	d.Images = slices.DeleteFunc(d.Images, func(image *Image) bool {
		return slices.ContainsFunc(image.Names, func(name string) bool { return strings.HasPrefix(name, prefix) })
	})
}

func (d *Daemon) removeImage(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	found := d.image(name)
	if found == nil {
		fail(w, http.StatusNotFound, "No such image: "+name)
		return
	}
	last := len(found.Names) <= 1 || found.ID == name
	forced, _ := strconv.ParseBool(r.URL.Query().Get("force"))
	stands := func(c *Container) bool { return c.ImageID == found.ID && (!forced || c.alive()) }
	if last && slices.ContainsFunc(d.Containers, stands) {
		fail(w, http.StatusConflict, "conflict: unable to remove repository reference \""+name+"\": a container is using its referenced image")
		return
	}
	found.Names = slices.DeleteFunc(found.Names, func(borne string) bool { return borne == familiar(name) })
	if last {
		d.Images = slices.DeleteFunc(d.Images, func(i *Image) bool { return i == found })
	}
	answer(w, []map[string]string{{"Untagged": name}})
}
