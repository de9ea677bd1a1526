package site

import (
	"framagit.org/chatiere/chatiere/installer/catalog"
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

// assembly is one service being made from its module. The scopes are those of
// the numbered lines of "Order and scope".
type assembly struct {
	*resolving
	block   *ServiceBlock
	module  *catalog.Module
	service *Service

	answering scope // line 2: variable.default
	shaping   scope // line 4: routes, images, sizes
	running   scope // line 5: environment, files, commands

	servers map[string]scope // line 5 of each engine module, for its tests

	// By container, what its `publish` blocks say.
	published map[string][]Publish
	certified map[string][]CertificateFolder
}

func (a *assembly) assemble() {
	a.describe()
	a.answering = a.serviceScope()
	a.shaping = a.answering.with("var", object(a.variables())).with("container", a.containerNames())
	a.shaping = a.shaping.with("uses", a.usedServices())
	a.secretNames("", a.module.Secrets)
	a.running = a.shaping.with("secret", object(a.secretValues(a.service.Name, "", a.module.Secrets)))
	a.databases()
	for _, volume := range a.module.Volumes {
		a.service.Volumes = append(a.service.Volumes, &Volume{
			Service: a.service.Name, Name: volume.Name, Backup: volume.Backup, Description: volume.Description,
		})
	}
	a.routes()
	a.publishes()
	a.containers()
	a.limits()
	a.jobs()
	a.notice()
}

// join does what needs every other service: two may use each other.
func (a *assembly) join() {
	a.connect()
	for _, container := range a.service.Runs() {
		container.seal(a.secrets)
	}
}

// describe copies what a module says of itself.
func (a *assembly) describe() {
	service, module := a.service, a.module
	service.ModuleVersion, service.ModuleHash = module.Version, module.Hash
	service.Modules, service.Origin = ModulesOf(a.modules.For(service.Name), module), module.Origin
	service.Title, service.Summary, service.Category = module.Title, module.Summary, module.Category
	if service.OpenTo == nil {
		service.OpenTo = module.OpenTo
	}
	if module.Software != nil {
		service.Software = Software{
			Name: module.Software.Name, Version: module.Software.Version, Website: module.Software.Website,
			Source: module.Software.Source, License: module.Software.License,
			Modules: module.Software.Modules, Package: module.Software.Package,
		}
	}
	service.Privacy, service.Rights = privacyOf(module.Privacy), rightsOf(module.Rights)
	for _, each := range module.Exceptions {
		service.Exceptions = append(service.Exceptions, Exception{Name: each.Name, Reason: each.Reason, Precedent: each.Precedent})
	}
}

// serviceScope is the surroundings with this service and this module's
// functions.
func (a *assembly) serviceScope() scope {
	s := a.around.with("service", cty.ObjectVal(map[string]cty.Value{
		"name":    cty.StringVal(a.service.Name),
		"host":    cty.StringVal(a.service.Host),
		"url":     cty.StringVal(a.service.URL),
		"open_to": listOf(a.service.OpenTo),
	}))
	s.functions = a.functionsFor(a.service.Name, a.module.Folder)
	return s
}

// containerNames is `container.NAME.host`: the alias in the service's network.
func (a *assembly) containerNames() cty.Value {
	return hostsOf("", a.module.Containers)
}

func hostsOf(prefix string, containers []*catalog.Container) cty.Value {
	hosts := map[string]cty.Value{}
	for _, container := range containers {
		hosts[container.Name] = cty.ObjectVal(map[string]cty.Value{"host": cty.StringVal(prefix + container.Name)})
	}
	return object(hosts)
}

func (a *assembly) secretNames(prefix string, declared []*catalog.Secret) {
	for _, each := range declared {
		a.service.Secrets = append(a.service.Secrets, SecretName{
			Name: prefix + each.Name, Length: each.Length, Charset: each.Charset, Reveal: each.Reveal, Label: each.Label,
		})
	}
}

// notice is shown once on the terminal, so only secrets marked `reveal` are in
// its scope.
func (a *assembly) notice() {
	if a.module.Notice == nil {
		return
	}
	var revealed []*catalog.Secret
	for _, each := range a.module.Secrets {
		if each.Reveal {
			revealed = append(revealed, each)
		}
	}
	seen := a.running.with("secret", object(a.secretValues(a.service.Name, "", revealed)))
	a.service.Notice = Text{}
	for _, language := range names(a.module.Notice.ByLanguage) {
		a.service.Notice[language] = a.text(a.module.Notice.ByLanguage[language], seen, "")
	}
}

// outside refuses a secret where it may not stand (decision 13).
func (a *assembly) outside(where hcl.Range, place string, texts ...string) {
	for _, text := range texts {
		if a.secrets.Redact(text) != text {
			a.author(where, "Secret in "+place, "A secret may stand in env, in a file and in stdin only: everybody on the machine can read "+place+".")
			return
		}
	}
}
