package enginetest

import (
	"archive/tar"
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"path"
	"strings"
)

// serveSources is where images come from.
func (d *Daemon) serveSources(mux *http.ServeMux) {
	mux.HandleFunc("POST /images/create", func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("fromImage") != "" {
			d.pull(w, r)
			return
		}
		d.importImage(w, r)
	})
	mux.HandleFunc("POST /build", d.build)
	mux.HandleFunc("GET /distribution/{name...}", d.askRegistry)
}

// askRegistry says where a name leads, without pulling.
func (d *Daemon) askRegistry(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimSuffix(r.PathValue("name"), "/json")
	digest, known := d.options.Registry[name]
	if !known {
		fail(w, http.StatusNotFound, "manifest unknown")
		return
	}
	answer(w, map[string]any{"Descriptor": map[string]any{"digest": digest}})
}

func (d *Daemon) pull(w http.ResponseWriter, r *http.Request) {
	if d.options.SilentRegistry {
		<-r.Context().Done()
	}
	repository, tag := r.URL.Query().Get("fromImage"), r.URL.Query().Get("tag")
	for name, digest := range d.options.Registry {
		known, knownTag, _ := cutLast(name, ":")
		if familiar(known) != familiar(repository) || (tag != knownTag && tag != digest) {
			continue
		}
		pulled := d.image(familiar(known) + "@" + digest)
		if pulled == nil {
			pulled = &Image{ID: "sha256:" + d.id(), Digests: []string{familiar(known) + "@" + digest}, User: "1000:1000"}
			d.Images = append(d.Images, pulled)
		}
		if tag == knownTag {
			d.name(pulled, name)
		}
		answer(w, map[string]string{"status": "Download complete"})
		return
	}
	fail(w, http.StatusNotFound, "manifest unknown")
}

func cutLast(text, separator string) (before, after string, found bool) {
	at := strings.LastIndex(text, separator)
	if at < 0 {
		return text, "", false
	}
	return text[:at], text[at+len(separator):], true
}

// importImage takes the changes for the whole of the image's description.
func (d *Daemon) importImage(w http.ResponseWriter, r *http.Request) {
	if _, err := io.Copy(io.Discard, r.Body); err != nil {
		panic(http.ErrAbortHandler)
	}
	query := r.URL.Query()
	made := &Image{ID: "sha256:" + d.id(), Labels: map[string]string{}}
	for _, change := range query["changes"] {
		made.describe(change)
	}
	d.Images = append(d.Images, made)
	if repository := query.Get("repo"); repository != "" {
		d.name(made, withTag(repository, query.Get("tag")))
	}
	answer(w, map[string]string{"status": made.ID})
}

// withTag joins a name and its tag, which clients send together or apart.
func withTag(repository, tag string) string {
	if tag == "" {
		return repository
	}
	return repository + ":" + tag
}

// describe reads a line of a recipe.
func (i *Image) describe(line string) {
	words := strings.Fields(line)
	switch {
	case len(words) < 2:
	case words[0] == "USER":
		i.User = words[1]
	case words[0] == "LABEL":
		name, value, _ := strings.Cut(words[1], "=")
		i.Labels[name] = value
	}
}

func (d *Daemon) build(w http.ResponseWriter, r *http.Request) {
	made := &Image{ID: "sha256:" + d.id(), Labels: map[string]string{}}
	if err := json.Unmarshal([]byte(r.URL.Query().Get("labels")), &made.Labels); err != nil {
		fail(w, http.StatusBadRequest, err.Error())
		return
	}
	made.readContext(r.Body, r.URL.Query().Get("dockerfile"))
	d.Images = append(d.Images, made)
	d.name(made, r.URL.Query().Get("t"))
	answer(w, map[string]string{"stream": "Successfully built\n"})
}

// readContext reads the recipe among a build's files.
func (i *Image) readContext(body io.Reader, recipe string) {
	archive := tar.NewReader(body)
	for {
		header, err := archive.Next()
		switch {
		case errors.Is(err, io.EOF):
			return
		case err != nil:
			panic(http.ErrAbortHandler)
		case path.Base(header.Name) != recipe:
			continue
		}
		lines := bufio.NewScanner(archive)
		for lines.Scan() {
			if !strings.HasPrefix(lines.Text(), "LABEL") {
				i.describe(lines.Text())
			}
		}
	}
}
