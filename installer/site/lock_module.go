package site

import (
	"slices"
	"sort"

	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"
)

// LockedService is the module that a service was installed with, and those of
// its databases.
type LockedService struct {
	Name    string         `hcl:"name,label"`
	Module  string         `hcl:"module"`
	Version string         `hcl:"version"`
	Hash    string         `hcl:"hash"`
	Origin  string         `hcl:"origin,optional"`
	Engines []LockedModule `hcl:"engine,block"`
}

// LockedModule is one module by its content.
type LockedModule struct {
	Name    string `hcl:"name,label"`
	Version string `hcl:"version"`
	Hash    string `hcl:"hash"`
}

// LockedSource is what one revision of a source held.
type LockedSource struct {
	Name     string `hcl:"name,label"`
	Git      string `hcl:"git"`
	Revision string `hcl:"revision"`
	Hash     string `hcl:"hash"`
}

// LockedOf is the lock of a service that is made from these modules, its own
// first; written is its module as chaton.hcl names it.
func LockedOf(service, written, origin string, made []KeptModule) LockedService {
	locked := LockedService{Name: service, Module: written, Origin: origin}
	for i, each := range made {
		if i == 0 {
			locked.Version, locked.Hash = each.Version, each.Hash
			continue
		}
		locked.Engines = append(locked.Engines, LockedModule{Name: each.Name, Version: each.Version, Hash: each.Hash})
	}
	return locked
}

// Modules lists what the service is made from: its own module first.
func (s LockedService) Modules() []KeptModule {
	_, name := ModuleOf(s.Module)
	made := []KeptModule{{Name: name, Version: s.Version, Hash: s.Hash}}
	for _, engine := range s.Engines {
		made = append(made, KeptModule{Name: engine.Name, Version: engine.Version, Hash: engine.Hash})
	}
	return made
}

// Kept is the module that a service was installed with, while chaton.hcl names
// the same one. A lock file of before copies were made keeps none.
func (l Lock) Kept(service, written string) (LockedService, bool) {
	for _, locked := range l.Services {
		if l.Keeps && locked.Name == service && locked.Module == written && locked.Hash != "" {
			return locked, true
		}
	}
	return LockedService{}, false
}

// Move is the lock by which the service is made from another module from now
// on. Only `upgrade` moves one, after its snapshot; what is wanted is read anew
// with it.
func (l Lock) Move(to LockedService) Lock {
	moved := l
	moved.Services = slices.DeleteFunc(slices.Clone(l.Services), func(locked LockedService) bool { return locked.Name == to.Name })
	moved.Services = append(moved.Services, to)
	return moved
}

// Source is what is known of a source at one revision, a zero one when nothing
// is.
func (l Lock) Source(name, revision string) LockedSource {
	for _, locked := range l.Sources {
		if locked.Name == name && locked.Revision == revision {
			return locked
		}
	}
	return LockedSource{}
}

// lockedSources leaves out what nobody brought here.
func lockedSources(sources []Source) []LockedSource {
	var locked []LockedSource
	for _, source := range sources {
		if source.Hash != "" {
			locked = append(locked, LockedSource{Name: source.Name, Git: source.Git, Revision: source.Revision, Hash: source.Hash})
		}
	}
	return locked
}

func (l Lock) pinModules(pins map[string]string) {
	if l.Keeps && len(l.Services) > 0 {
		pins["modules"] = "kept"
	}
	for _, service := range l.Services {
		pins["service "+service.Name] = service.Module + " " + service.Version + " " + shortHash(service.Hash)
		for _, engine := range service.Engines {
			pins["service "+service.Name+", "+engine.Name] = engine.Version + " " + shortHash(engine.Hash)
		}
	}
	for _, source := range l.Sources {
		pins["source "+source.Name] = source.Git + " " + source.Revision + " " + shortHash(source.Hash)
	}
}

func serviceBlock(service LockedService) *hclwrite.Block {
	block := hclwrite.NewBlock("service", []string{service.Name})
	setFilled(block.Body(), "module", service.Module)
	setFilled(block.Body(), "version", service.Version)
	block.Body().SetAttributeValue("hash", cty.StringVal(service.Hash))
	setFilled(block.Body(), "origin", service.Origin)
	for _, engine := range service.Engines {
		inner := block.Body().AppendNewBlock("engine", []string{engine.Name})
		setFilled(inner.Body(), "version", engine.Version)
		setFilled(inner.Body(), "hash", engine.Hash)
	}
	return block
}

func appendSources(body *hclwrite.Body, sources []LockedSource) {
	sort.Slice(sources, func(i, j int) bool { return sources[i].Name < sources[j].Name })
	for _, source := range sources {
		block := hclwrite.NewBlock("source", []string{source.Name})
		setFilled(block.Body(), "git", source.Git)
		setFilled(block.Body(), "revision", source.Revision)
		setFilled(block.Body(), "hash", source.Hash)
		appendBlock(body, block)
	}
}

// setFilled leaves out what is empty, which gohcl would write as null.
func setFilled(body *hclwrite.Body, name, value string) {
	if value != "" {
		body.SetAttributeValue(name, cty.StringVal(value))
	}
}
