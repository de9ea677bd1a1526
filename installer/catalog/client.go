package catalog

import (
	"maps"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

// With is the catalogue with one module more, or another one in the place of
// its name.
func (c *Catalog) With(module *Module) *Catalog {
	changed := &Catalog{modules: maps.Clone(c.modules), sources: c.sources}
	changed.modules[module.Name] = module
	return changed
}

// ServersAlone is the module with nothing left that runs but its databases and
// caches: a dump is loaded before the software sees an empty database.
func (m *Module) ServersAlone() *Module {
	alone := *m
	alone.Volumes, alone.Containers, alone.Routes, alone.Publishes = nil, nil, nil, nil
	alone.Jobs, alone.Actions, alone.Backup, alone.Notice, alone.Tests = nil, nil, nil, nil, nil
	return &alone
}

// Client is a module that is nothing but a client of this engine, in one of its
// majors: what an engine's trial runs.
func (m *Module) Client(name, major string) *Module {
	return &Module{
		Name: name, Language: m.Language, Version: m.Version, Title: m.Title, Summary: m.Summary,
		Category: m.Category, Kind: "service", Verified: "contract",
		Databases: []*Database{{
			Engine: m.Name, Cache: m.Engine.Dump == nil,
			Version: hcl.StaticExpr(cty.StringVal(major), m.Range), Range: m.Range,
		}},
		Folder: m.Folder, Hash: m.Hash, Range: m.Range,
	}
}
