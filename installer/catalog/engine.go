package catalog

import (
	"slices"

	"github.com/hashicorp/hcl/v2"
)

// engines checks, once all modules are read, that each database and cache has
// a module that runs it. A module whose engine can't be used is not offered.
func (l *loader) engines() {
	var unusable []string
	for _, name := range l.catalog.Names() {
		before := len(l.diagnostics)
		for _, database := range l.catalog.modules[name].Databases {
			l.engine(database)
		}
		if len(l.diagnostics) > before {
			unusable = append(unusable, name)
			own := append(hcl.Diagnostics{}, l.diagnostics[before:]...)
			l.diagnostics = append(l.diagnostics[:before], bounded(own)...)
		}
	}
	for _, name := range unusable {
		delete(l.catalog.modules, name)
	}
}

func (l *loader) engine(database *Database) {
	module := l.catalog.Module(database.Engine)
	switch {
	case module == nil && l.broken(database.Engine):
		l.add(database.Range, "Broken engine", "The module %q has mistakes of its own. Correct it first.", database.Engine)
	case module == nil:
		l.add(database.Range, "Unknown engine", "There is no module %q that runs it. %s%s", database.Engine,
			engineChoice(l.engineNames()), suggestion(database.Engine, l.engineNames()))
	case module.Kind != "engine":
		l.add(database.Range, "Not an engine", "The module %q is a service. %s", database.Engine, engineChoice(l.engineNames()))
	case !database.Cache && module.Engine.Dump == nil:
		l.add(database.Range, "Not a database", "The module %q dumps nothing: after a restore all of it would be lost. Write cache %q.", database.Engine, database.Engine)
	case database.Cache && module.Engine.Dump != nil:
		l.add(database.Range, "Not a cache", "The module %q keeps data, which a cache loses. Write database %q.", database.Engine, database.Engine)
	default:
		l.version(database, module)
	}
}

// broken says that there is a module of that name, with mistakes of its own.
func (l *loader) broken(name string) bool {
	_, seen := l.seen[name]
	return seen
}

func (l *loader) version(database *Database, module *Module) {
	major, ok := literalString(database.Version)
	if ok && !slices.Contains(module.Engine.Majors, major) {
		l.add(database.Version.Range(), "Unknown version", "%s has no version %q. Write %s.%s", module.Name, major,
			list(quoted(module.Engine.Majors)), suggestion(major, module.Engine.Majors))
	}
	for name, subject := range literalList(database.Extensions) {
		if !slices.Contains(module.Engine.Extensions, name) {
			l.extension(name, subject, module)
		}
	}
}

func (l *loader) extension(name string, subject hcl.Range, module *Module) {
	carried := "It carries none."
	if len(module.Engine.Extensions) > 0 {
		carried = "It carries " + list(quoted(module.Engine.Extensions)) + "."
	}
	l.add(subject, "Unknown extension", "The image of %s has no extension %q. %s%s", module.Name, name,
		carried, suggestion(name, module.Engine.Extensions))
}

func (l *loader) engineNames() []string {
	var engines []string
	for _, name := range l.catalog.Names() {
		if l.catalog.modules[name].Kind == "engine" {
			engines = append(engines, name)
		}
	}
	return engines
}

func engineChoice(engines []string) string {
	if len(engines) == 0 {
		return "The catalogue holds no engine."
	}
	return "The catalogue holds " + list(quoted(engines)) + "."
}
