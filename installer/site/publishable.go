package site

import (
	"slices"

	"github.com/hashicorp/hcl/v2"
)

// Publishable says everything that is still missing before the chaton can be
// published, each with who can usually answer it (Message.Who). It also
// refuses `opened` while the legal notice is incomplete. A file that this
// finds nothing in may still break the charter: package charter looks at that.
func (f *File) Publishable() hcl.Diagnostics {
	p := &publishing{file: f}
	p.organization()
	p.director()
	p.hosting()
	incomplete := len(p.diags) > 0
	p.declarations()
	if incomplete {
		p.opened()
	}
	return p.diags
}

// publishing gathers what is missing.
type publishing struct {
	file  *File
	diags hcl.Diagnostics
}

func (p *publishing) lack(who, path string) {
	answer := map[string]sentence{
		"board":     say("The board can answer."),
		"treasury":  say("The treasury can answer."),
		"technical": say("Whoever runs the machines can answer."),
	}[who]
	p.diags = append(p.diags, p.by(who, problem(p.file.place(path), say("%s is missing", path), answer)))
}

// want complains when a value is empty.
func (p *publishing) want(who, path, value string) {
	if value == "" {
		p.lack(who, path)
	}
}

// organization is the publisher of the legal notice (domain/law.md, section 1).
func (p *publishing) organization() {
	organization := p.file.Organization
	if organization == nil {
		organization = &Organization{}
	}
	p.want("board", "organization.type", organization.Type)
	p.want("board", "organization.legal_name", organization.LegalName)
	p.want("board", "organization.address", organization.Address)
	p.want("board", "organization.phone", organization.Phone)
	p.want("board", "organization.country", organization.Country)
}

// director is who answers for what is published, by name.
func (p *publishing) director() {
	named := slices.ContainsFunc(p.file.People, func(person Person) bool {
		return slices.Contains(person.Roles, "publication") && person.Publish == "name"
	})
	if named {
		return
	}
	p.diags = append(p.diags, p.by("board", problem(p.file.place("person"),
		say("No person is named as director of publication"),
		say("The legal notice names one. Write in one block person: roles = [\"publication\"] and publish = \"name\"."))))
}

func (p *publishing) by(who string, diagnostic *hcl.Diagnostic) *hcl.Diagnostic {
	message := diagnostic.Extra.(Message)
	message.Who = who
	diagnostic.Extra = message
	return diagnostic
}

// hosting is the provider that the legal notice names; at home there is none.
func (p *publishing) hosting() {
	machine := p.file.Hosting
	if machine == nil {
		machine = &Machine{}
	}
	p.want("technical", "hosting.provider_type", machine.ProviderType)
	if machine.ProviderType == "HOME" {
		return
	}
	p.want("technical", "hosting.provider", machine.Provider)
	p.want("technical", "hosting.provider_address", machine.ProviderAddress)
	p.want("technical", "hosting.provider_phone", machine.ProviderPhone)
}

// declarations are what ChatonsInfos and the charter's pages want beside it.
func (p *publishing) declarations() {
	file := p.file
	if file.Organization == nil || file.Organization.Description == nil {
		p.lack("board", "organization.description")
	}
	machine := file.Hosting
	if machine == nil {
		machine = &Machine{}
	}
	p.want("technical", "hosting.server_type", machine.ServerType)
	p.want("technical", "hosting.place", machine.Place)
	p.want("technical", "hosting.country", machine.Country)
	p.want("technical", "hosting.control", machine.Control)
	if file.Backup == nil || file.Backup.Place == "" {
		p.lack("technical", "backup.place")
	}
	if file.Logs == nil || file.Logs.DecidedBy == "" {
		p.lack("board", "logs.decided_by")
	}
	if file.Finances == nil || file.Finances.Model == nil {
		p.lack("treasury", "finances.model")
	}
	if file.Charter == nil {
		p.lack("board", "charter")
	}
	for _, service := range file.Services {
		if service.External != nil && service.Privacy == nil {
			p.lack("technical", "service."+service.Name+".privacy")
		}
	}
}

// opened refuses to announce a service while nobody can be held to it.
func (p *publishing) opened() {
	for _, service := range p.file.Services {
		if service.Opened == "" {
			continue
		}
		p.diags = append(p.diags, p.by("board", problem(p.file.place("service."+service.Name+".opened"),
			say("The service %q cannot be open yet", service.Name),
			say("The legal notice is incomplete: give what is missing first, or remove opened, and the service stays on trial."))))
	}
}
