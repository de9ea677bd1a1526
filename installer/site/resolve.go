package site

import (
	"maps"
	"slices"

	"framagit.org/chatiere/chatiere/installer/catalog"
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

// resolving is one run of Resolve.
type resolving struct {
	modules *catalog.Catalog
	file    *File
	secrets Secrets
	site    *Site
	around  scope
	claimed claims
	builds  map[contextPlace]*Build
	diags   hcl.Diagnostics

	mailNamed    bool // by an expression of what is being made
	passwordMiss bool // the relay's missing password was complained of

	watch   watch
	plain   map[string]function.Function // with their limits; made once
	yielded int                          // bytes that functions gave in the attribute being computed
	hashes  int                          // of passwords, made for the service being made

	taken []portClaim // of the host, published by services
}

// Resolve decides everything that a loaded file and a catalogue decide, and
// refuses what this version cannot run. It reads nothing from the machine but
// the PEM file that `tls.acme.ca` names. The site is never nil, and only fit
// for use when the diagnostics hold no error.
func Resolve(modules *catalog.Catalog, file *File, secrets Secrets) (*Site, hcl.Diagnostics) {
	r := startResolving(modules, file, secrets)
	if stopped := r.watch.during(r.resolve); stopped != nil {
		return &Site{}, hcl.Diagnostics{stopped}
	}
	return r.site, r.diags
}

func (r *resolving) resolve() {
	r.refuseLater()
	r.checkGateway()
	r.checkMetrics()
	r.claimed.take(r.site.SiteHost(), "/", "site", r.file.place("site.host"))
	r.checkRelay()
	r.services()
	r.checkExternalAccount()
	r.checkCovered()
	sortByPlace(r.diags)
}

// startResolving decides what all services have around them.
func startResolving(modules *catalog.Catalog, file *File, secrets Secrets) *resolving {
	r := &resolving{modules: modules, file: file, secrets: secrets, claimed: claims{}, builds: map[contextPlace]*Build{}}
	r.site = &Site{
		Slug:        file.Slug,
		Name:        file.ChatonName,
		Domain:      ascii(file.Domain),
		Language:    file.Language,
		Publication: file.Publication,
		Gateway:     Gateway(file.Gateway),
		TLS:         TLS{Issuer: file.TLS.Issuer, Directory: file.TLS.Directory, Staging: file.TLS.Staging, EABKey: file.TLS.EABKey, Files: namedFiles(file.TLS.Files)},
		Pool:        file.Engine.Pool,
	}
	for _, block := range file.UsedSources() {
		r.site.Sources = append(r.site.Sources, block.Source)
	}
	r.site.Page.Host = ascii(orElse(file.Page.Host, file.Domain))
	r.readAuthority()
	r.around = r.surroundings()
	return r
}

func (r *resolving) refuse(where hcl.Range, summary, detail sentence) {
	r.diags = append(r.diags, problem(where, summary, detail))
}

func (r *resolving) author(where hcl.Range, summary, detail string) {
	r.diags = append(r.diags, authored(where, summary, detail))
}

func (r *resolving) later(path, what string) {
	r.diags = append(r.diags, notYet(r.file.place(path), what))
}

// refuseLater names what the language has and this version has not.
func (r *resolving) refuseLater() {
	file := r.file
	if file.Engine.Kind != "docker" {
		r.later("engine.kind", "engine.kind = \""+file.Engine.Kind+"\"")
	}
	if file.Page.Publish == "folder" {
		r.later("site.publish", "site.publish = \"folder\"")
	}
}

// services resolves every block, then joins them; with errors a service is
// what could be resolved.
func (r *resolving) services() {
	var made []*assembly
	for _, block := range r.file.Services {
		service := r.written(block)
		r.site.Services = append(r.site.Services, service)
		if block.External != nil {
			declareExternal(service, block)
		} else if a := r.assembled(block, service); a != nil {
			made = append(made, a)
		}
	}
	for _, a := range made {
		a.join()
	}
}

// assembled makes a service from its module; nil when there is none.
func (r *resolving) assembled(block *ServiceBlock, service *Service) *assembly {
	service.URL = r.site.URLOf(service.Host)
	module := r.moduleOf(block)
	if module == nil {
		return nil
	}
	a := &assembly{resolving: r, block: block, module: module, service: service}
	r.watch.restart()
	r.hashes = 0
	a.assemble()
	return a
}

// written is what chaton.hcl says of a service.
func (r *resolving) written(block *ServiceBlock) *Service {
	service := &Service{
		Name:       block.Name,
		Module:     block.Module,
		Host:       ascii(orElse(block.Host, block.Name+"."+r.site.Domain)),
		OpenTo:     block.OpenTo,
		Load:       block.Load,
		Opened:     block.Opened,
		Closing:    block.Closing,
		External:   block.External,
		Machine:    block.Machine,
		Exceptions: block.Exceptions,
	}
	for _, alias := range block.Aliases {
		service.Aliases = append(service.Aliases, ascii(alias))
	}
	return service
}

func (r *resolving) moduleOf(block *ServiceBlock) *catalog.Module {
	where := r.file.place("service." + block.Name + ".module")
	source, name := ModuleOf(block.Module)
	modules := r.modules.For(block.Name)
	if source != "" && !r.brought(source, modules, where) {
		return nil
	}
	module := modules.Module(name)
	if module == nil {
		r.refuse(where, say("Unknown module %q", block.Module), hint(name, servable(modules)))
		return nil
	}
	if module.Kind == "engine" {
		r.refuse(where, say("The module %q is no service", block.Module), say("It runs a database for other modules. Choose one of: %s.", joined(servable(modules))))
		return nil
	}
	return module
}

// brought says that a source's modules are here. That they are not is no
// mistake of the file; the service is left out, and says so by having no
// version.
func (r *resolving) brought(source string, modules *catalog.Catalog, where hcl.Range) bool {
	var known []string
	for _, block := range r.file.Sources {
		known = append(known, block.Name)
	}
	switch {
	case !slices.Contains(known, source):
		r.refuse(where, say("There is no source %q", source), sourceHint(source, known))
	case modules == r.modules:
		r.diags = append(r.diags, advice(where, say("The source %q is not here yet", source),
			say("What its modules say was not looked at: chatiere plan fetches it.")))
	default:
		return true
	}
	return false
}

func sourceHint(source string, known []string) sentence {
	if len(known) > 0 {
		return hint(source, known)
	}
	return say("Write: source %q { git = \"…\" revision = \"…\" }, each attribute on its own line.", source)
}

// Unmade lists the services that could not be made because their source is not
// here: a site that has one is not to be put in place.
func (s *Site) Unmade() []string {
	var names []string
	for _, service := range s.Services {
		if service.External == nil && service.ModuleVersion == "" {
			names = append(names, service.Name)
		}
	}
	return names
}

// servable lists the modules that a service may name.
func servable(modules *catalog.Catalog) []string {
	names := []string{}
	for _, name := range modules.Names() {
		if modules.Module(name).Kind != "engine" {
			names = append(names, name)
		}
	}
	return names
}

// secretValues are the values of a module's secrets by name; prefix is that of
// an engine's own in the service that it serves.
func (r *resolving) secretValues(service, prefix string, declared []*catalog.Secret) map[string]cty.Value {
	values := map[string]cty.Value{}
	for _, each := range declared {
		values[each.Name] = cty.StringVal(r.secrets.Secret(service, prefix+each.Name, each.Length, each.Charset))
	}
	return values
}

func names[V any](of map[string]V) []string { return slices.Sorted(maps.Keys(of)) }
