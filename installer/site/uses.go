package site

import (
	"slices"

	"framagit.org/chatiere/chatiere/installer/catalog"
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

// usedServices is `uses`: for each block of the module the service that
// answers it, or the typed null of an optional one that nobody answered.
func (a *assembly) usedServices() cty.Value {
	asked := []string{}
	values := map[string]cty.Value{}
	for _, use := range a.module.Uses {
		asked = append(asked, use.Name)
		values[use.Name] = a.used(use)
	}
	for _, name := range names(a.block.Uses) {
		if !slices.Contains(asked, name) {
			a.refuse(a.placeOfUse(name), say("The module %q asks for no service %q", a.module.Name, name), hint(name, asked))
		}
	}
	return object(values)
}

// used is one service as its user sees it.
func (a *assembly) used(use *catalog.Uses) cty.Value {
	name, answered := a.block.Uses[use.Name]
	switch {
	case !answered && use.Optional:
		return cty.NullVal(usedType())
	case !answered:
		a.refuse(a.block.Range, say("The service %q needs another one: %s", a.service.Name, use.Label.In(a.file.Language)), a.proposal(use))
		return cty.UnknownVal(usedType())
	}
	block := a.answerTo(use, name)
	if block == nil {
		return cty.UnknownVal(usedType())
	}
	if !slices.Contains(a.service.Uses, name) {
		a.service.Uses = append(a.service.Uses, name)
	}
	host := a.written(block).Host
	return cty.ObjectVal(map[string]cty.Value{
		"name": cty.StringVal(name), "host": cty.StringVal(host), "url": cty.StringVal(a.site.URLOf(host)),
	})
}

func (a *assembly) placeOfUse(name string) hcl.Range {
	return a.file.place("service." + a.service.Name + ".uses." + name)
}

func usedType() cty.Type {
	return cty.Object(map[string]cty.Type{"name": cty.String, "host": cty.String, "url": cty.String})
}

// answerTo finds the service that the operator named, nil after a complaint.
// A name that is declared nowhere has been complained of by Load.
func (a *assembly) answerTo(use *catalog.Uses, name string) *ServiceBlock {
	at := slices.IndexFunc(a.file.Services, func(block *ServiceBlock) bool { return block.Name == name })
	where := a.placeOfUse(use.Name)
	switch {
	case at < 0:
		return nil
	case name == a.service.Name:
		a.refuse(where, say("The service %q cannot use itself", name), a.proposal(use))
	case a.file.Services[at].External != nil:
		a.refuse(where, say("The service %q runs elsewhere", name), say("Containers reach a service of this machine only, through its gateway. Name one that has a module."))
	case !a.fits(use, a.file.Services[at]):
		a.refuse(where, say("The service %q is not what %q asks for", name, use.Name), a.proposal(use))
	default:
		return a.file.Services[at]
	}
	return nil
}

// fits says that a service is one that the module asks for.
func (a *assembly) fits(use *catalog.Uses, block *ServiceBlock) bool {
	if use.Module != "" {
		return block.Module == use.Module
	}
	_, name := ModuleOf(block.Module)
	module := a.modules.For(block.Name).Module(name)
	return module != nil && module.Category == use.Category
}

// proposal says what to write: the only service that fits, or the choice.
func (a *assembly) proposal(use *catalog.Uses) sentence {
	var fitting []string
	for _, block := range a.file.Services {
		if block.External == nil && block.Name != a.service.Name && a.fits(use, block) {
			fitting = append(fitting, block.Name)
		}
	}
	switch {
	case len(fitting) == 1:
		return say("Write: uses = { %s = %q }", use.Name, fitting[0])
	case len(fitting) > 1:
		return say("Write uses = { %s = … } with one of: %s.", use.Name, joined(fitting))
	case use.Module != "":
		return say("Add a service with the module %q, then name it: uses = { %s = … }", use.Module, use.Name)
	}
	return say("Add a service of the category %q, then name it: uses = { %s = … }", use.Category, use.Name)
}
