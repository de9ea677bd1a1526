package site

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// specFormat is raised when the meaning of a spec changes; every container is
// then replaced once.
const specFormat = 1

// wanted is what a container's spec is made of (decision 3): what the site
// alone decides and what the engine is told. Order of starting, the reason of
// a way out and the way of updating are not told to the engine and are no
// reason to replace anything.
type wanted struct {
	Format       int
	Image        string
	Entrypoint   []string
	Command      []string
	User         string
	Environment  map[string]string
	Files        []RenderedFile
	Mounts       []string
	Binds        []Bind
	Tmpfs        []Tmpfs
	ReadOnly     bool
	Capabilities []string
	Memory       int64
	CPUs         float64
	Pids         int64
	StopGrace    int64
	Health       Health
	Hosts        []string
	Networks     []string
	HostNetwork  bool

	// Left out where there are none, as containers had no such thing before.
	Published    []string `json:",omitempty"`
	Certificates []string `json:",omitempty"`
	Job          *Job     `json:",omitempty"`
}

// seal computes Spec and Intent of a container from its other fields.
func (c *Container) seal(secrets Secrets) {
	c.Spec = secrets.Fingerprint(c.canonical(func(text string) string { return text }))
	// A plain hash, since a new vault has a new fingerprint key each time it is
	// not kept, and a plan must keep its identity until it is applied.
	c.Intent = hashOf(string(c.canonical(secrets.Redact)))
}

// canonical writes the wanted fields as JSON whose bytes depend on nothing
// else; redact is applied to what may hold a secret.
func (c *Container) canonical(redact func(string) string) []byte {
	w := wanted{
		Format: specFormat, Image: c.Image.identity(),
		Entrypoint: c.Entrypoint, Command: c.Command, User: c.User,
		Environment: map[string]string{}, Binds: c.Binds, Tmpfs: c.Tmpfs,
		ReadOnly: c.ReadOnly, Capabilities: c.Capabilities,
		Memory: c.Memory, CPUs: c.CPUs, Pids: c.Pids, StopGrace: int64(c.StopGrace),
		Health: c.Health, Hosts: c.Hosts, HostNetwork: c.HostNetwork,
	}
	for name, value := range c.Environment {
		w.Environment[name] = redact(value)
	}
	for _, file := range c.Files {
		w.Files = append(w.Files, RenderedFile{Path: file.Path, Hash: hashOf(redact(file.Content)), Mode: file.Mode})
	}
	for _, mount := range c.Mounts {
		w.Mounts = append(w.Mounts, fmt.Sprintf("%s at %s read-only %t", mount.Volume, mount.Path, mount.ReadOnly))
	}
	w.Job = c.Job
	for _, publish := range c.Published {
		w.Published = append(w.Published, publish.String())
	}
	for _, folder := range c.Certificates {
		w.Certificates = append(w.Certificates, folder.Path+" for "+joined(folder.Hosts))
	}
	for _, network := range c.Networks {
		w.Networks = append(w.Networks, network.Network+"/"+network.Alias)
	}
	return encode(w)
}

// identity is what an image is wanted by: a name, or the inputs of a build. A
// digest and an ID are the lock file's.
func (i Image) identity() string {
	if i.Build != nil {
		return "build " + i.Build.Inputs
	}
	return i.Name()
}

func encode(value any) []byte {
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		panic(err) // only for a type of ours that JSON cannot hold
	}
	return buffer.Bytes()
}
