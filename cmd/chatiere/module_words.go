package main

import (
	"framagit.org/chatiere/chatiere/installer"
	"framagit.org/chatiere/chatiere/installer/catalog"
	"framagit.org/chatiere/chatiere/installer/plan"
)

// moduleOperation says an operation on the copies of modules.
func (a *app) moduleOperation(o plan.Operation) string {
	switch o.Kind {
	case plan.ModuleKeep:
		return a.printer.Sayf("keep a copy of module %s", o.Target)
	case plan.SourceFetch:
		return a.printer.Sayf("keep the modules of source %s", o.Target)
	}
	return a.timerOperation(o)
}

// moduleFacts say what a service is made from: the version, where it comes from
// when it did not ship with the kit, and what an upgrade would take.
func (a *app) moduleFacts(service installer.ServiceStatus) []string {
	facts := []string{service.Module + " " + service.Version}
	switch service.Origin {
	case catalog.OriginFolder:
		facts = append(facts, a.printer.Sayf("from a folder of modules"))
	case catalog.OriginSource:
		facts = append(facts, a.printer.Sayf("from a source of chaton.hcl"))
	}
	if service.Available != "" {
		facts = append(facts, a.printer.Sayf("%s available (chatiere upgrade %s)", service.Available, service.Name))
	}
	return facts
}
