package site

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

func (l *loading) readService(b *block, name string) {
	if detail, bad := dnsLabel(name); bad {
		l.refuse(b.where, say("Wrong name %q", name), detail)
	}
	service := &ServiceBlock{
		Name:      name,
		Module:    b.string("module", filled),
		Host:      b.string("host", hostName),
		Aliases:   b.strings("aliases", hostName),
		OpenTo:    b.strings("open_to", oneOf("everyone", "accounts", "members", "clients")),
		Load:      orElse(b.string("load", oneOf("OPEN", "FULL")), "OPEN"),
		Opened:    b.string("opened", date),
		Machine:   b.string("machine", filled),
		Published: b.string("published", oneOf("loopback")),
		Settings:  b.object("settings"),
		Hosts:     b.mapping("hosts", hostName),
		Uses:      b.mapping("uses", dnsLabel),
		Range:     b.where,
	}
	b.each("limits", 1, func(each *block, container string) {
		service.Limits = append(service.Limits, readLimits(each, container))
	})
	b.only("external", func(each *block) { service.External = readExternal(each) })
	b.only("closing", func(each *block) { service.Closing = readClosing(each) })
	b.readDeclared(service)
	b.checkKindOfService(service)
	l.file.Services = append(l.file.Services, service)
}

// object keeps an object of literals as an expression: its values are
// converted to types that only a module knows.
func (b *block) object(name string) hcl.Expression {
	value, where, ok := b.value(name)
	if !ok {
		return nil
	}
	if !value.Type().IsObjectType() {
		b.refuse(where, say("%q must be an object", name), say("Write it between braces: { name = \"…\" }."))
		return nil
	}
	return b.body.Attributes[name].Expr.(*hclsyntax.ObjectConsExpr)
}

func readLimits(b *block, container string) LimitsBlock {
	return LimitsBlock{
		Container: container,
		Memory:    b.string("memory", sizeOf),
		CPUs:      b.number("cpus"),
		Range:     b.where,
	}
}

func readClosing(b *block) *Closing {
	b.need("announced", "on")
	closing := &Closing{
		Announced:  b.string("announced", date),
		On:         b.string("on", date),
		DataUntil:  b.string("data_until", date),
		Reason:     b.text("reason"),
		Successors: b.strings("successors", webAddress),
	}
	b.ordered("announced", closing.Announced, "on", closing.On)
	b.ordered("on", closing.On, "data_until", closing.DataUntil)
	return closing
}

func readExternal(b *block) *External {
	b.need("url")
	return &External{
		URL: b.string("url", webAddress),
		Install: b.string("install", oneOf("DISTRIBUTION", "PROVIDER", "PACKAGE", "TOOLING",
			"CLONEREPO", "ARCHIVE", "SOURCES", "CONTAINER")),
	}
}

// readDeclared reads what a module would say and what only an external service
// says for itself.
func (b *block) readDeclared(service *ServiceBlock) {
	external := service.External != nil
	b.only("software", func(each *block) { service.Software = readSoftware(each); each.forExternal(external) })
	b.only("privacy", func(each *block) { service.Privacy = readPrivacy(each); each.forExternal(external) })
	b.only("rights", func(each *block) { service.Rights = readRights(each); each.forExternal(external) })
	b.only("backup", func(each *block) {
		backup := readExternalBackup(each)
		each.forExternal(external)
		if external {
			service.External.Backup = backup
		}
	})
	b.each("guide", 1, func(each *block, language string) {
		service.Guides = append(service.Guides, readGuide(each, language))
		each.forExternal(external)
	})
	b.each("exception", 1, func(each *block, name string) {
		each.need("reason")
		service.Exceptions = append(service.Exceptions, Exception{
			Name: name, Reason: each.text("reason"), Precedent: each.string("precedent", webAddress),
		})
	})
}

func (b *block) forExternal(external bool) {
	if !external {
		b.refuse(b.where, say("%q is for external services only", b.path), say("A service with a module has this from its module."))
	}
}

// checkKindOfService wants a module or an external address, not both.
func (b *block) checkKindOfService(service *ServiceBlock) {
	switch {
	case service.External != nil && service.Module != "":
		b.refuse(b.where, say("The service %q has both a module and an external block", service.Name), say("Keep one: a module runs here, an external service runs elsewhere."))
	case service.External == nil && service.Module == "":
		b.refuse(b.where, say("The service %q has no module", service.Name), say("Write module = \"…\", or external { url = \"…\" } when it already runs elsewhere."))
	case service.External == nil && service.Machine != "":
		b.refuse(b.file.place(b.at("machine")), say("A service with a module runs on this machine"), say("Remove machine. It is for external services only."))
	}
	if service.External != nil && service.Software == nil {
		b.refuse(b.where, say("The external service %q does not say its software", service.Name), say("Write: software { name = \"…\" }"))
	}
}
