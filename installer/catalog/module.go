// Package catalog reads service modules written in HCL and says everything
// wrong with them at once.
//
// A module is decoded in two halves. What is constant (titles, licences,
// sizes of nothing but digits) is plain data here. What depends on a chaton
// (the environment, hosts, files) stays an hcl.Expression, which package site
// evaluates in the scopes of design/modules.md, "Order and scope". Every value
// keeps its source range, so that a mistake found late is still shown at its
// line.
package catalog

import (
	"io/fs"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// Module is one service, or one database or cache engine, as its author wrote
// it. It is never changed after Load.
type Module struct {
	Name     string // the label of its block, equal to its folder's name
	Language int
	Version  string // semantic version
	Title    Text
	Summary  Text
	Category string
	Kind     string // "service" or "engine"
	Replaces []string
	OpenTo   []string
	Needs    string
	Verified string // the author's claim, "contract" or "live"

	Software   *Software // nil in an engine module
	Variables  []*Variable
	Secrets    []*Secret
	Databases  []*Database // caches too, see Database.Cache
	Volumes    []*Volume
	Containers []*Container
	Routes     []*Route
	Publishes  []*Publish
	Jobs       []*Job
	Actions    []*Action
	Uses       []*Uses
	Backup     *Backup
	Privacy    *Privacy
	Rights     *Rights
	Guides     []*Guide
	Exceptions []*Exception
	Notice     *Notice
	Tests      []*Test
	Engine     *Engine // nil in a service module

	Folder fs.FS  // the module's own folder: image contexts and templates
	Hash   string // hex SHA-256 of the folder's content without CHANGELOG.md, see Hash
	Range  hcl.Range

	body *hclsyntax.Body // of all files, see Expressions

	// Origin says where a module comes from that did not ship with the kit, ""
	// of one that did.
	Origin string
}

// Software is what a module installs, spelled as the collective's catalogue
// spells it.
type Software struct {
	Name    string
	Version string
	Website string
	Source  string
	License string // SPDX expression
	Modules []string
	Package string // Debian package that measures the version, or ""
	Range   hcl.Range
}

// Variable is a question to the operator.
type Variable struct {
	Name        string
	Type        cty.Type
	Label       Text
	Help        Text
	Default     hcl.Expression // nil: must be answered
	Advanced    bool
	Sensitive   bool
	Format      string
	Choices     []string
	Validations []Validation
	Range       hcl.Range
}

// Validation refuses an answer with the author's own sentence.
type Validation struct {
	Condition hcl.Expression
	Message   hcl.Expression
	Range     hcl.Range
}

// Secret is generated once and never asked.
type Secret struct {
	Name    string
	Length  int
	Charset string
	Reveal  bool
	Label   Text
	Range   hcl.Range
}

// Database is a database or cache server that the platform runs for this
// service alone.
type Database struct {
	Engine     string // name of an engine module
	Cache      bool
	Version    hcl.Expression
	Extensions hcl.Expression // nil when absent, like the two below
	Memory     hcl.Expression
	Options    hcl.Expression
	Range      hcl.Range
}

// Volume is data that outlives containers.
type Volume struct {
	Name        string
	Backup      bool
	Description Text
	Range       hcl.Range
}

// Route is an HTTP entrance through the gateway.
type Route struct {
	Name      string
	Container hcl.Expression
	Port      hcl.Expression
	Host      hcl.Expression
	Path      hcl.Expression
	BodyLimit hcl.Expression
	Timeout   hcl.Expression
	Headers   hcl.Expression
	Range     hcl.Range
}

// Publish is any other port open to the outside.
type Publish struct {
	Name             string
	Container        hcl.Expression
	Port             hcl.Expression
	Ports            hcl.Expression
	Protocols        hcl.Expression
	HostPort         hcl.Expression
	Certificate      hcl.Expression
	CertificateHosts hcl.Expression
	Reload           hcl.Expression
	Range            hcl.Range
}

// Job is a command run before a replacement, once, or regularly.
type Job struct {
	Name      string
	Container hcl.Expression
	Command   hcl.Expression
	When      hcl.Expression
	Every     hcl.Expression
	Timeout   hcl.Expression
	Stdin     hcl.Expression
	Range     hcl.Range
}

// Action is a task that an operator asks for, by exec in the running
// container.
type Action struct {
	Name      string
	Label     Text
	Container hcl.Expression
	Command   hcl.Expression
	Stdin     hcl.Expression
	Inputs    []*Input
	Writes    string
	Range     hcl.Range
}

// Input is a value that an action needs: asked like a Variable, or generated.
type Input struct {
	Variable
	Generate int // length of a generated secret; 0: asked
}

// Uses is another service of the same chaton.
type Uses struct {
	Name     string
	Label    Text
	Category string
	Module   string
	Optional bool
	Range    hcl.Range
}

// Backup is what surrounds a snapshot.
type Backup struct {
	Before  *Hook
	After   *Hook
	Exclude []string // paths in volumes: the volume's name, then the path in it
	Live    bool
	Range   hcl.Range
}

// Hook is a command in a running container.
type Hook struct {
	Container hcl.Expression
	Command   hcl.Expression
	Range     hcl.Range
}

// Test is proof that the service works. Its body is decoded when it is run.
type Test struct {
	Name  string
	Body  hcl.Body
	Range hcl.Range
}

// Engine says how a database or cache server is run for a client.
type Engine struct {
	Majors      []string
	Container   string
	Volume      string
	VersionFile string
	Port        int
	URL         hcl.Expression
	Extensions  []string
	Dump        hcl.Expression // command; nil when the block is absent, like the three below
	Check       hcl.Expression
	Load        hcl.Expression
	Password    hcl.Expression
	Range       hcl.Range
}
