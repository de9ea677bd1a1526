package site

import (
	"framagit.org/chatiere/chatiere/installer/catalog"
	"github.com/hashicorp/hcl/v2"
)

// CheckModules says which services name a module that cannot be theirs. Resolve
// says it too, and more; this is for a file whose mistakes keep it from being
// resolved, so that all are told at once.
func CheckModules(modules *catalog.Catalog, file *File) hcl.Diagnostics {
	r := &resolving{modules: modules, file: file}
	for _, block := range file.Services {
		if block.External == nil && block.Module != "" {
			r.moduleOf(block)
		}
	}
	return r.diags
}

// Modules names the modules that the services are made of, in their order.
func (f *File) Modules() []string {
	var names []string
	for _, block := range f.Services {
		if block.External == nil && block.Module != "" {
			names = append(names, block.Module)
		}
	}
	return names
}
