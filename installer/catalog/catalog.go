package catalog

import (
	"sort"

	"github.com/hashicorp/hcl/v2"
)

// Catalog is a set of modules and the sources they were read from.
type Catalog struct {
	modules map[string]*Module
	sources map[string]*hcl.File
	kept    map[string]*Catalog // of services that are made from another one
	offered map[string]*Catalog // of services whose module comes from elsewhere
}

// Module returns the module of that name, or nil.
func (c *Catalog) Module(name string) *Module { return c.modules[name] }

// Names lists the modules, sorted.
func (c *Catalog) Names() []string {
	names := make([]string, 0, len(c.modules))
	for name := range c.modules {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

// Sources gives every file that was read, by name, for snippets under
// diagnostics.
func (c *Catalog) Sources() map[string]*hcl.File { return c.sources }
