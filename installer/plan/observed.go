// Package plan compares what must run with what runs and lists the operations,
// each with its cause. It is pure: no clock, no file, no engine.
package plan

import "framagit.org/chatiere/chatiere/installer/site"

// Observed is what one chaton has on the engine, found by label (decision 2),
// as package engine saw it.
type Observed struct {
	Containers []Container
	Networks   []Network
	Volumes    []Volume
	Images     []Image
	// Foreign lists objects that bear one of our names without our label;
	// a name that the plan needs and that stands here is an error.
	Foreign []Foreign
	// Neighbours says that another chaton stands on this engine.
	Neighbours bool
	// States holds the other `.id`s found on this slug's objects, with the
	// state folder their label records.
	States map[string]string

	// What the gateway says of itself. Serving is the ID of the one that answers,
	// "" when none does; HandsOver says that one as wanted can take its sockets;
	// Lasting are those that were replaced and still answer long requests.
	// Behind says that a gateway waits for the end of the one that serves.
	Serving   string
	Behind    bool
	HandsOver bool
	Lasting   []string

	// What is not on the engine, read from the state folder.
	Secrets      map[string]bool   // "service/name" of every kept secret
	Routes       map[string]string // as Want.Routes, of what the gateway serves
	Listeners    map[string]string // as Want.Listeners, of where it listens
	Certificates map[string]bool   // names that hold a valid certificate
	Authority    string            // as Want.Authority
	Copies       map[string]string // as Want.Copies, of what the gateway was given
	Lock         map[string]string // as Want.Lock; nil when there is no lock file
	Timer        string            // as Want.Timer; "" when it is not at work
	Filling      map[string]string // as Want.Filling, of what was put there last; nil when nobody wrote it down
	// Given are the certificates in the folders of containers, as "service/container name".
	Given map[string]bool
	// Jobs holds what is known of jobs that ran once, by "service/job".
	Jobs map[string]Done
	// Modules and Sources hold the copies in the state folder, by edition: false
	// of one that is not what was copied.
	Modules map[string]bool
	Sources map[string]bool
	// Applied is the site of the last apply, with secrets replaced by their
	// names; nil when there was none or when the record is lost.
	Applied *site.Site
}

// Container is one existing container of this chaton.
type Container struct {
	ID        string
	Name      string
	Service   string
	Container string
	Spec      string
	Module    string
	State     string // created, running, restarting, exited, dead, paused
	Health    string // healthy, unhealthy, starting, "" when not running
	Restart   string // restart policy
	ImageID   string
	Networks  map[string]string // network name -> address
	Volumes   map[string]string // mount path -> volume's object name
	Memory    int64
	Pids      int64
	CPUs      float64
	Created   int64  // Unix seconds
	Process   int    // on this machine, 0 when not running
	Ports     []Port // of the host, that lead to it while it runs
}

// Network is one existing network of this chaton.
type Network struct {
	ID       string
	Name     string
	Service  string
	Subnet   string
	Internal bool
}

// Volume is one existing volume of this chaton.
type Volume struct {
	Name       string
	Service    string
	Volume     string
	Generation int
}

// Image is one image on the engine that a plan may need, ours or pulled.
type Image struct {
	ID      string
	Names   []string // with their tags: canonical, short for what the kit built or imported
	Digests []string // the registry's digest of the name at the same place, or ""
	Ours    []string // the names that the kit gave
	Used    bool     // somebody else's container needs it: it is not ours to remove
	Inputs  string   // label of a built image
	Own     string   // label of the kit's image: hash of the binary
	Created int64    // Unix seconds
}

// Foreign is an object that is not ours and bears a name that we would use.
type Foreign struct {
	Kind string // container, network, volume
	Name string
}
