// Package site turns chaton.hcl and a catalogue into one plain description in
// which nothing is left to decide.
//
// Load reads what the operator wrote; Resolve evaluates the modules that it
// names and decides everything but what the machine has a say in. Both say
// everything wrong at once, each at its own line. A diagnostic meant for the
// operator carries its sentence in Extra, as a Message; one meant for a
// module's author is English only.
package site

import (
	"path"
	"time"
)

// Site is one chaton in which nothing is left to decide: plain data, equal for
// equal inputs, written to disk as JSON with secrets replaced by their names.
//
// Resolve fills everything but what the machine has a say in. The fields
// marked "allotted" are filled by installer.Prepare from what it observes
// (subnets, addresses, volume generations, image IDs) and are empty before.
type Site struct {
	Slug     string // label of the chaton block; names every object on the engine
	Name     string
	Domain   string // ASCII (IDNA) form
	Language string

	Publication // what the chaton says of itself, as written
	Gateway     Gateway
	TLS         TLS
	Pool        string // CIDR that service networks are taken from; allotted when chaton.hcl has none
	Services    []*Service

	// Sources are those of its services' modules, by chaton.hcl.
	Sources []Source `json:",omitempty"`
}

// Service is one service of the chaton.
type Service struct {
	Name          string
	Module        string
	ModuleVersion string
	ModuleHash    string
	Title         Text
	Summary       Text
	Category      string
	Host          string // main host name
	URL           string // "https://host", with its port when it is not 443, no final slash
	Aliases       []string
	OpenTo        []string
	Load          string // OPEN or FULL
	Opened        string // ISO date; "" means on trial
	Closing       *Closing
	External      *External // runs elsewhere: declared, never touched
	Machine       string    // name of its machine block; "" is the one chatiere runs on
	Software      Software
	Privacy       *Privacy
	Rights        *Rights
	Exceptions    []Exception

	Containers []*Container // databases first
	Volumes    []*Volume
	Networks   []*Network
	Uses       []string `json:",omitempty"` // services that its containers reach by name, through the gateway
	Relay      string   `json:",omitempty"` // "host:port" of the chaton's relay; "" when no container sends mail
	Routes     []*Route
	Databases  []*Database
	Secrets    []SecretName
	Notice     Text // evaluated; may hold revealed secrets: terminal only

	// Modules are what it is made from: its own first, then those of its
	// databases. Origin says where its own comes from, "" of one that ships with
	// the kit.
	Modules []KeptModule `json:",omitempty"`
	Origin  string       `json:",omitempty"`

	// Jobs are the containers of jobs that run once and are thrown away, in the
	// order of the module. Those of regular jobs are among Containers.
	Jobs []*Container `json:",omitempty"`
}

// Containers lists those of all services, in the order of the site; none of a
// site that is nil, as the record of a chaton that was never applied is.
func (s *Site) Containers() []*Container {
	if s == nil {
		return nil
	}
	var all []*Container
	for _, service := range s.Services {
		all = append(all, service.Containers...)
	}
	return all
}

// OnTrial says that the service is reachable but not announced.
func (s *Service) OnTrial() bool { return s.Opened == "" && s.External == nil }

// SecretName is a secret of a service by name; its value is in the vault only.
type SecretName struct {
	Name    string
	Length  int
	Charset string // alphanumeric, hex, base64, words
	Reveal  bool
	Label   Text
}

// Container is one container that must run.
type Container struct {
	Service      string // "" for the kit's own gateway
	Name         string
	Module       string // "dokuwiki@1.0.0", of the engine module for a database; "" for the gateway
	Image        Image
	Entrypoint   []string // nil: the image's
	Command      []string // nil: the image's
	User         string   // "uid:gid"; "" is the image's own
	Environment  map[string]string
	Files        []RenderedFile
	Mounts       []Mount
	Tmpfs        []Tmpfs
	ReadOnly     bool
	Capabilities []string
	Memory       int64 // bytes
	CPUs         float64
	Pids         int64
	After        []string // containers of the same service that must be healthy first
	Egress       Text     // reason for a way out; nil: none
	Mail         bool     `json:",omitempty"` // reaches the chaton's relay, through the gateway
	Update       string   // "rolling" or "replace"
	StopGrace    time.Duration
	Ports        []Port
	Health       Health
	Hosts        []string     // host names that resolve to the gateway, in the service's network
	Networks     []Attachment // in the order in which they are joined
	HostAddress  string       // allotted: what Hosts resolve to, the host's address in the first network
	HostNetwork  bool         // the gateway only (decision 5)
	Binds        []Bind       // the gateway only

	Published    []Publish           `json:",omitempty"` // ports of the host that lead here
	Certificates []CertificateFolder `json:",omitempty"` // for software that does its own TLS

	// Serves marks a container of a database or cache, which the service's own
	// wait for. Job is what a container carries instead of a service.
	Serves bool `json:",omitempty"`
	Job    *Job `json:",omitempty"`

	// Spec is the hex HMAC of what the engine is told of the above, without
	// what is allotted (decision 3). Two equal specs never cause a replacement.
	Spec string
	// Intent is a plain digest of the same with secrets replaced by their
	// names: it says what is wanted before a secret exists, and goes into a
	// plan's identity.
	Intent string
}

// FullName is "service/container", as plans and errors name it.
func (c *Container) FullName() string {
	if c.Service == "" {
		return c.Name
	}
	return c.Service + "/" + c.Name
}

// Uncovered lists the VOLUME paths of its built image where neither a mount nor
// a tmpfs of the module stands: what is written there is gone with the
// container.
func (c *Container) Uncovered() []string {
	if c.Image.Build == nil {
		return nil
	}
	covered := map[string]bool{}
	for _, mount := range c.Mounts {
		covered[path.Clean(mount.Path)] = true
	}
	for _, memory := range c.Tmpfs {
		covered[path.Clean(memory.Path)] = true
	}
	var paths []string
	for _, volume := range c.Image.Build.Volumes {
		if !covered[path.Clean(volume)] {
			paths = append(paths, path.Clean(volume))
		}
	}
	return paths
}

// RenderedFile is rendered by us and mounted read-only (decision 13).
type RenderedFile struct {
	Path    string
	Content string `json:"-"`
	Hash    string // hex SHA-256 of Content
	Mode    uint32
}

// Mount puts a volume of the service at a path.
type Mount struct {
	Volume   string
	Path     string
	ReadOnly bool
	Object   string // allotted: the volume's ObjectName
}

// Bind puts a folder of the state directory into the gateway.
type Bind struct {
	Source   string // absolute
	Path     string
	ReadOnly bool
}

// Tmpfs is a writable path in memory; it counts in the container's memory.
type Tmpfs struct {
	Path       string
	Size       int64
	Executable bool
}

// Port is a port inside the container.
type Port struct {
	Name   string
	Number int
}

// Health is one check with two readers (decision 12). One of HTTP, TCP and
// Command is set.
type Health struct {
	Kind     string // "http", "tcp" or "command"
	Port     int
	Path     string
	Status   int    // 0: 200 to 399
	Host     string // sent as Host
	Command  []string
	Start    time.Duration
	Interval time.Duration
	Timeout  time.Duration
	Retries  int
}

// Volume is data that outlives containers.
type Volume struct {
	Service     string
	Name        string
	Backup      bool
	Description Text

	Generation int    // allotted, from 1
	ObjectName string // allotted: <slug>-<service>-<volume>-g<N>
}

// Network is one bridge of a service (decision 6).
type Network struct {
	Service string
	Name    string // <slug>-<service>, …-out, …-pub
	Kind    string // "internal", "out" or "pub"

	Subnet  string // allotted, a /26
	Gateway string // allotted: the host's address in it
}

// Attachment is a container's place in a network.
type Attachment struct {
	Network string // Network.Name
	Alias   string
	Address string // allotted
}

// Route is an HTTP entrance through the gateway.
type Route struct {
	Name      string
	Service   string
	Host      string
	Path      string // ends in "/"
	Container string
	Port      int
	BodyLimit int64
	Timeout   time.Duration
	Headers   map[string]string
}

// Database is a server that the platform runs for one service.
type Database struct {
	Engine      string // name of the engine module
	Major       string
	Container   string // name of its server's container in this service
	Volume      string
	VersionFile string
	Dump        []string
	Check       []string
	Load        []string
	Password    []string
}

// Gateway is how the chaton is reached.
type Gateway struct {
	Mode    string // edge, behind, passthrough, none
	Listen  []string
	HTTP    int      // 0: none
	HTTPS   int      // in mode behind: see AnswersContainers
	Trusted []string // networks of the proxy in front, believed on who visitors are
	Metrics int      `json:",omitempty"` // port on loopback for a collector of this machine; 0: none
}

// TLS is where certificates come from.
type TLS struct {
	Issuer    string // letsencrypt, internal, acme, files
	Directory string // acme: the directory's URL
	// Staging is acme's directory where first orders are rehearsed, "" for none.
	Staging string `json:",omitempty"`
	CA      string // acme: PEM of its root, read from the file beside chaton.hcl
	EABKey  string // acme: key identifier; its secret is in the vault
	// Files are those of the issuer "files", by name.
	Files []CertificateFiles `json:",omitempty"`
}
