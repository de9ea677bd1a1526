package site

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
)

// File is one chaton.hcl as written, decoded but not yet resolved. It keeps
// its source, so that diagnostics show lines and `add` can edit in place.
type File struct {
	Name   string // as given, for messages
	Folder string // where logo, templates and PEM files are looked for
	Source []byte

	Slug       string
	ChatonName string
	Domain     string
	Language   string
	Publication
	Engine   EngineBlock
	Gateway  GatewayBlock
	TLS      TLSBlock
	Sources  []*SourceBlock
	Services []*ServiceBlock

	// Ranges holds where each value stands, by dotted path
	// ("chaton.domain", "service.wiki.host").
	Ranges map[string]hcl.Range
	parsed *hcl.File

	// Found is set by whoever may look at the machine, before Resolve.
	Found MachineAddresses
}

// MachineAddresses are those by which the machine itself speaks with the
// internet; "" for none that visitors could use.
type MachineAddresses struct {
	IPv4 string `json:"ipv4"`
	IPv6 string `json:"ipv6"`
}

// At is the same file on a machine with those addresses.
func (f *File) At(found MachineAddresses) *File {
	placed := *f
	placed.Found = found
	return &placed
}

// EngineBlock is the `engine` block.
type EngineBlock struct {
	Kind string // docker, swarm, none
	Pool string // "" when not written
}

// GatewayBlock is the `gateway` block with its defaults filled in.
type GatewayBlock struct {
	Mode    string
	Listen  []string
	HTTP    int
	HTTPS   int
	Trusted []string
	Metrics int // 0: none
}

// TLSBlock is the `tls` block.
type TLSBlock struct {
	Issuer    string
	Directory string
	Staging   string
	CAFile    string
	EABKey    string
	Files     []CertificateFiles
}

// SourceBlock is where modules come from beside the shipped ones. Hash and
// Folder are those of whoever brought them here: Load reaches for no network.
type SourceBlock struct{ Source }

// ServiceBlock is one `service` block.
type ServiceBlock struct {
	Name       string
	Module     string
	Host       string
	Aliases    []string
	OpenTo     []string
	Load       string
	Opened     string
	Machine    string
	Published  string
	Settings   hcl.Expression // an object of literals, nil when absent
	Limits     []LimitsBlock
	Hosts      map[string]string
	Uses       map[string]string
	External   *External
	Software   *Software
	Privacy    *Privacy
	Rights     *Rights
	Closing    *Closing
	Guides     []Guide
	Exceptions []Exception
	Range      hcl.Range
}

// LimitsBlock raises a container's limits, never below the module's own.
type LimitsBlock struct {
	Container string
	Memory    string
	CPUs      float64
	Range     hcl.Range
}

// place is where a value stands, or else the nearest block around it.
func (f *File) place(path string) hcl.Range {
	for {
		if where, known := f.Ranges[path]; known {
			return where
		}
		dot := strings.LastIndexByte(path, '.')
		if dot < 0 {
			return start(f.Name)
		}
		path = path[:dot]
	}
}
