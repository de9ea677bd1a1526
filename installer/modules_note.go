package installer

import (
	"strconv"
	"strings"

	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/site"
)

// moduleNotes says which services keep a module while a newer one is there,
// which changes nothing, and which of them ran before modules were kept.
func (p *Prepared) moduleNotes() []plan.Sentence {
	var notes []plan.Sentence
	for _, service := range here(p.Site) {
		for i, kept := range service.Modules {
			offered, found := p.newer(service.Name, kept)
			switch {
			case !found:
			case i > 0:
				notes = append(notes, plan.Say("%s: module %s %s kept, %s available (chatiere upgrade %s)", service.Name, kept.Name, kept.Version, offered, service.Name))
			case offered == kept.Version:
				notes = append(notes, plan.Say("%s: module %s kept, another content of that version available (chatiere upgrade %s)", service.Name, kept.Version, service.Name))
			default:
				notes = append(notes, plan.Say("%s: module %s kept, %s available (chatiere upgrade %s)", service.Name, kept.Version, offered, service.Name))
			}
		}
		if before, changed := p.ranBefore(service); changed {
			notes = append(notes, plan.Say("%s: it ran with module %s, of which no copy was kept; %s takes its place", service.Name, before, service.ModuleVersion))
		}
	}
	return notes
}

// newer is the version of the module that an upgrade would take: another
// content, and not an older one.
func (p *Prepared) newer(service string, kept site.KeptModule) (version string, found bool) {
	module := p.request.Catalog.Offered(service).Module(kept.Name)
	if module == nil || module.Hash == kept.Hash || older(module.Version, kept.Version) {
		return "", false
	}
	return module.Version, true
}

// ranBefore is the version that a service ran with by a lock file of before
// modules were kept, when it is made from another content now.
func (p *Prepared) ranBefore(service *site.Service) (version string, changed bool) {
	for _, locked := range p.lock.Services {
		if !p.lock.Keeps && locked.Name == service.Name && locked.Module == service.Module {
			return locked.Version, locked.Hash != service.ModuleHash
		}
	}
	return "", false
}

// older compares two semantic versions by their numbers; what follows a hyphen
// comes before the version itself.
func older(version, than string) bool {
	a, aBefore, _ := strings.Cut(version, "-")
	b, bBefore, _ := strings.Cut(than, "-")
	numbers, others := strings.Split(a, "."), strings.Split(b, ".")
	for i := range min(len(numbers), len(others)) {
		number, _ := strconv.Atoi(numbers[i])
		other, _ := strconv.Atoi(others[i])
		if number != other {
			return number < other
		}
	}
	return aBefore != "" && bBefore == ""
}
