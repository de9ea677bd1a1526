package site

import (
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

// services reads the list and the blocks, in the order of the file; blocks
// stand in the order of their names.
func (r *answering) services() []ServiceAnswers {
	var chosen []ServiceAnswers
	if listed, written := r.given["services"]; written {
		chosen = append(chosen, r.listed(listed)...)
	}
	if blocks, written := r.given["service"]; written {
		chosen = append(chosen, r.named(blocks)...)
	}
	r.refuseTwins(chosen)
	return chosen
}

func (r *answering) listed(each given) []ServiceAnswers {
	if each.value.IsNull() || !each.value.Type().IsTupleType() {
		r.refuse(each.where, say("%q must be a list of objects", "services"), say("Write: [{ module = %q }]", "dokuwiki"))
		return nil
	}
	var chosen []ServiceAnswers
	for _, item := range each.value.AsValueSlice() {
		chosen = append(chosen, r.service("", item, each.where))
	}
	return chosen
}

func (r *answering) named(each given) []ServiceAnswers {
	if each.value.IsNull() || !each.value.Type().IsObjectType() {
		r.refuse(each.where, say("%q must be an object", "service"), say("Write each service under its name."))
		return nil
	}
	blocks := each.value.AsValueMap()
	var chosen []ServiceAnswers
	for _, name := range names(blocks) {
		chosen = append(chosen, r.service(name, blocks[name], each.where))
	}
	return chosen
}

// service reads one service; a string alone is a module that needs no more.
func (r *answering) service(name string, item cty.Value, where hcl.Range) ServiceAnswers {
	if name == "" && !item.IsNull() && item.Type() == cty.String {
		return ServiceAnswers{Module: r.string("module", given{item, where}, []check{filled})}
	}
	if item.IsNull() || !item.Type().IsObjectType() {
		r.refuse(where, say("A service must be an object"), say("Write: { module = %q }", "dokuwiki"))
		return ServiceAnswers{}
	}
	known := []string{"name", "module", "settings"}
	values := item.AsValueMap()
	for _, key := range names(values) {
		if !slices.Contains(known, key) {
			r.refuse(where, say("Unknown answer %q", key), hint(key, known))
		}
	}
	service := ServiceAnswers{Name: name}
	if value, written := values["name"]; written {
		service.Name = r.string("name", given{value, where}, nil)
	}
	if service.Name != "" {
		r.string("name", given{cty.StringVal(service.Name), where}, []check{dnsLabel})
	}
	module, written := values["module"]
	if !written {
		r.refuse(where, say("The answer %q is missing", "module"), say("It is a string: the name of a module, for example %q.", "dokuwiki"))
	} else {
		service.Module = r.string("module", given{module, where}, []check{filled})
	}
	service.Settings = r.settings(values["settings"], where)
	return service
}

func (r *answering) settings(value cty.Value, where hcl.Range) map[string]string {
	if value == cty.NilVal || value.IsNull() {
		return nil
	}
	if !value.Type().IsObjectType() {
		r.refuse(where, say("%q must be an object", "settings"), say("Write it between braces: { name = \"…\" }."))
		return nil
	}
	settings := map[string]string{}
	for name, item := range value.AsValueMap() {
		if !item.IsNull() {
			settings[name] = asSource(item)
		}
	}
	return settings
}

func (r *answering) refuseTwins(chosen []ServiceAnswers) {
	seen := map[string]bool{}
	for _, service := range chosen {
		name := orElse(service.Name, service.Module)
		if name != "" && seen[name] {
			r.refuse(start(r.name), say("Two services are named %q", name), say("Give one of them another name."))
		}
		seen[name] = true
	}
}
