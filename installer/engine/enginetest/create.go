package enginetest

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os"
)

// creation is what create is asked for, as far as it matters here.
type creation struct {
	Image      string
	User       string
	Cmd        []string
	Labels     map[string]string
	HostConfig struct {
		RestartPolicy struct{ Name string }
		Memory        int64
		NanoCpus      int64
		PidsLimit     int64
		Mounts        []mounting
	}
	NetworkingConfig struct {
		EndpointsConfig map[string]*endpoint
	}
}

type mounting struct {
	Type, Source, Target string
	VolumeOptions        struct{ Labels map[string]string }
}

type endpoint struct {
	IPAMConfig struct{ IPv4Address string }
}

func (d *Daemon) createContainer(w http.ResponseWriter, r *http.Request) {
	name := r.URL.Query().Get("name")
	if d.container(name) != nil {
		refuseName(w, name)
		return
	}
	wanted, body := readCreation(r)
	source := d.image(wanted.Image)
	if source == nil {
		fail(w, http.StatusNotFound, "No such image: "+wanted.Image)
		return
	}
	for _, mount := range wanted.HostConfig.Mounts {
		if _, err := os.Stat(mount.Source); mount.Type == "bind" && err != nil {
			fail(w, http.StatusBadRequest, `invalid mount config for type "bind": bind source path does not exist: `+mount.Source)
			return
		}
	}
	made := d.newContainer(name, source, wanted)
	made.Body = body
	d.Containers = append(d.Containers, made)
	w.WriteHeader(http.StatusCreated)
	answer(w, map[string]any{"Id": made.ID})
}

// readCreation reads the body twice: by its fields, and whole.
func readCreation(r *http.Request) (wanted creation, whole map[string]any) {
	content, err := io.ReadAll(r.Body)
	if err == nil {
		err = json.Unmarshal(content, &whole)
	}
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	if err := json.NewDecoder(bytes.NewReader(content)).Decode(&wanted); err != nil {
		panic(err)
	}
	return wanted, whole
}

func (d *Daemon) newContainer(name string, source *Image, wanted creation) *Container {
	host := wanted.HostConfig
	made := &Container{
		ID: d.id(), Name: name, Image: wanted.Image, ImageID: source.ID, State: "created",
		User: wanted.User, Command: wanted.Cmd, Labels: wanted.Labels,
		Restart: host.RestartPolicy.Name, Memory: host.Memory, NanoCPUs: host.NanoCpus, Pids: host.PidsLimit,
		Networks: map[string]string{}, Joined: map[string]string{}, Volumes: map[string]string{}, Binds: map[string]string{},
	}
	if made.User == "" {
		made.User = source.User
	}
	// A second for each object, so that the newest is never in doubt.
	made.Created = int64(d.made)
	for _, mount := range host.Mounts {
		if mount.Type == "bind" {
			made.Binds[mount.Target] = mount.Source
			continue
		}
		made.Volumes[mount.Target] = mount.Source
		d.ensureVolume(mount.Source, mount.VolumeOptions.Labels)
	}
	for network, place := range wanted.NetworkingConfig.EndpointsConfig {
		made.Networks[network] = place.address()
	}
	return made
}

func (e *endpoint) address() string {
	if e == nil {
		return ""
	}
	return e.IPAMConfig.IPv4Address
}
