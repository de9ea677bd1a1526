package catalog

import "github.com/hashicorp/hcl/v2"

// Container is what runs. Expressions are nil when the attribute is absent;
// package site puts the defaults of design/modules.md in their place.
type Container struct {
	Name         string
	Image        hcl.Expression
	Build        *Build
	Memory       hcl.Expression
	Command      hcl.Expression
	Entrypoint   hcl.Expression
	User         hcl.Expression
	Environment  hcl.Expression
	Files        []*File
	Mounts       []*Mount
	Tmpfs        hcl.Expression
	ReadOnly     hcl.Expression
	Capabilities hcl.Expression
	CPUs         hcl.Expression
	Pids         hcl.Expression
	After        hcl.Expression
	Egress       hcl.Expression
	Architecture hcl.Expression
	Update       hcl.Expression
	StopGrace    hcl.Expression
	Ports        []*Port
	Health       *Health
	Range        hcl.Range
}

// Build is an image made from a context folder of the module.
type Build struct {
	Context hcl.Expression
	Range   hcl.Range
}

// File is rendered outside and mounted read-only (decision 13).
type File struct {
	Path    string
	Content hcl.Expression
	Mode    hcl.Expression
	Range   hcl.Range
}

// Mount puts a volume at a path of a container.
type Mount struct {
	Volume   string
	Path     hcl.Expression
	ReadOnly hcl.Expression
	Range    hcl.Range
}

// Port is a port that a container listens on.
type Port struct {
	Name   string
	Number hcl.Expression
	Range  hcl.Range
}

// Health is one check with two readers (decision 12). Exactly one of HTTP,
// TCP and Command is given.
type Health struct {
	HTTP     *HealthHTTP
	TCP      *HealthTCP
	Command  hcl.Expression
	Start    hcl.Expression
	Interval hcl.Expression
	Timeout  hcl.Expression
	Retries  hcl.Expression
	Range    hcl.Range
}

// HealthHTTP asks for a page.
type HealthHTTP struct {
	Port   hcl.Expression
	Path   hcl.Expression
	Status hcl.Expression
	Range  hcl.Range
}

// HealthTCP opens a connection.
type HealthTCP struct {
	Port  hcl.Expression
	Range hcl.Range
}
