package site

import (
	"fmt"

	"framagit.org/chatiere/chatiere/installer/catalog"
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
)

// Validate computes every expression of a module of the catalogue with values
// of which only the type is known, so that what would go wrong in some chaton
// is found in none. It does so twice: what may be missing, such as the relay
// for mail, is once a typed null and once there.
func Validate(modules *catalog.Catalog, module *catalog.Module) hcl.Diagnostics {
	r := &resolving{modules: modules, secrets: PlaceholderSecrets{}, site: &Site{Domain: "chaton.example"}}
	var found hcl.Diagnostics
	stopped := r.watch.during(func() {
		for _, missing := range []bool{true, false} {
			r.watch.restart()
			v := &validating{resolving: r, module: module, missing: missing}
			found = append(found, v.all()...)
		}
	})
	if stopped != nil {
		return hcl.Diagnostics{stopped}
	}
	found = once(found)
	sortByPlace(found)
	return found
}

// once leaves out what is said twice of one place.
func once(diags hcl.Diagnostics) hcl.Diagnostics {
	said := map[string]bool{}
	var all hcl.Diagnostics
	for _, each := range diags {
		words := fmt.Sprint(each.Subject, each.Summary, each.Detail)
		if !said[words] {
			said[words] = true
			all = append(all, each)
		}
	}
	return all
}

// validating is one pass over one module.
type validating struct {
	*resolving
	module  *catalog.Module
	missing bool // what may be missing is
}

func (v *validating) all() hcl.Diagnostics {
	var found hcl.Diagnostics
	lines := v.lines()
	for _, each := range v.module.Expressions() {
		value, diags := v.compute(each.Value, v.seenBy(each, lines))
		found = append(found, diags...)
		if diags.HasErrors() {
			continue
		}
		if _, err := convert.Convert(value, each.Wants); err != nil {
			found = append(found, authored(each.Value.Range(), "Wrong type",
				"This must be "+each.Wants.FriendlyName()+": "+err.Error()+"."))
		}
	}
	return found
}

// seenBy adds what an expression knows beside the names of its line.
func (v *validating) seenBy(each catalog.Expression, lines map[int]scope) scope {
	s := lines[each.Line]
	if each.Own != "" && each.Line == 3 {
		own := v.variables()[each.Own]
		s = s.with("var", cty.ObjectVal(map[string]cty.Value{each.Own: own}))
	}
	if each.Inputs != nil {
		inputs := map[string]cty.Value{}
		for name, kind := range each.Inputs {
			inputs[name] = there(kind)
		}
		s = s.with("input", object(inputs))
	}
	if each.Line == 6 {
		s = s.with("capture", texts(each.Captures...)).with("account", texts(each.Account...))
	}
	return s
}

// lines are the scopes of the table "Order and scope".
func (v *validating) lines() map[int]scope {
	answers := v.surrounding()
	answers.functions = v.functionsFor(v.module.Name, v.module.Folder)
	wiring := answers.with("var", object(v.variables())).with("uses", object(v.used()))
	wiring = wiring.with("container", hostsOf("", v.module.Containers))
	if v.module.Kind == "engine" {
		wiring = wiring.with("client", v.client())
	}
	var secrets []string
	for _, each := range v.module.Secrets {
		secrets = append(secrets, each.Name)
	}
	running := wiring.with("secret", texts(secrets...))
	running = running.with("database", v.servers(false)).with("cache", v.servers(true))
	return map[int]scope{2: answers, 3: answers, 4: wiring, 5: running, 6: running}
}

func (v *validating) surrounding() scope {
	chaton := texts("name", "slug", "domain", "language").AsValueMap()
	chaton["country"], chaton["ca_file"], chaton["contact"] = v.perhaps(cty.String), v.perhaps(cty.String), texts("email")
	pages := map[string]cty.Value{}
	for _, id := range []string{"terms", "privacy", "legal", "help", "contact", "report"} {
		pages[id] = texts("url")
	}
	service := texts("name", "host", "url").AsValueMap()
	service["open_to"] = there(cty.List(cty.String))
	return scope{values: map[string]cty.Value{
		"service":      object(service),
		"chaton":       object(chaton),
		"organization": object(map[string]cty.Value{"type": v.perhaps(cty.String), "legal_name": v.perhaps(cty.String), "country": v.perhaps(cty.String)}),
		"page":         object(pages),
		"host":         object(map[string]cty.Value{"ipv4": v.perhaps(cty.String), "ipv6": v.perhaps(cty.String)}),
		"architecture": there(cty.String),
		"mail":         v.perhaps(relayType()),
	}}
}

func (v *validating) variables() map[string]cty.Value {
	values := map[string]cty.Value{}
	for _, each := range v.module.Variables {
		values[each.Name] = cty.UnknownVal(each.Type)
		if !v.missing {
			values[each.Name] = there(each.Type)
		}
	}
	return values
}

func (v *validating) used() map[string]cty.Value {
	values := map[string]cty.Value{}
	for _, each := range v.module.Uses {
		values[each.Name] = there(usedType())
		if each.Optional {
			values[each.Name] = v.perhaps(usedType())
		}
	}
	return values
}

func (v *validating) client() cty.Value {
	client := texts("service", "major", "name", "user", "password", "host").AsValueMap()
	client["extensions"], client["options"] = there(cty.List(cty.String)), cty.DynamicVal
	return object(client)
}

func (v *validating) servers(cache bool) cty.Value {
	servers := map[string]cty.Value{}
	for _, each := range v.module.Databases {
		if each.Cache == cache {
			server := texts("host", "name", "user", "password", "url").AsValueMap()
			server["port"] = there(cty.Number)
			servers[each.Engine] = object(server)
		}
	}
	return object(servers)
}

// perhaps is what may be missing.
func (v *validating) perhaps(kind cty.Type) cty.Value {
	if v.missing {
		return cty.NullVal(kind)
	}
	return there(kind)
}

// there is a value of which nothing but its type is known.
func there(kind cty.Type) cty.Value { return cty.UnknownVal(kind).RefineNotNull() }

func texts(names ...string) cty.Value {
	values := map[string]cty.Value{}
	for _, name := range names {
		values[name] = there(cty.String)
	}
	return object(values)
}
