package declaration

import (
	"maps"
	"slices"
	"strings"

	"framagit.org/chatiere/chatiere/installer/charter"
)

const chatonsInfosFolder = "/.well-known/chatonsinfos/"

// writeChatonsInfos writes one file for each announced service and one for the
// organisation, which names the files that were really written.
func writeChatonsInfos(v *view, result *Result) {
	var written []*serviceView
	for _, service := range v.Services {
		path := "site" + v.propertiesPath(service)
		if gaps := serviceFileGaps(v, service); len(gaps) > 0 {
			result.wait(path, gaps)
			continue
		}
		written = append(written, service)
		result.add(Document{Path: path, Content: serviceFile(v, service)})
	}
	path := "site" + chatonsInfosFolder + v.Slug + ".properties"
	if gaps := organizationFileGaps(v); len(gaps) > 0 {
		result.wait(path, gaps)
		return
	}
	result.add(Document{Path: path, Content: organizationFile(v, written)})
}

// propertiesPath avoids the organisation's own file: a service may be named
// like its chaton.
func (v *view) propertiesPath(service *serviceView) string {
	name := service.Service.Name
	if name == v.Slug {
		name = "service-" + name
	}
	return chatonsInfosFolder + name + ".properties"
}

func organizationFileGaps(v *view) []Gap {
	if v.Organization == nil {
		return gap("organization", Board, "dire quelle structure tient ce chaton", "say which organisation runs this chaton")
	}
	var gaps gapList
	gaps.need(v.Organization.Type, "organization.type", Board, "dire la forme de la structure", "say the legal form")
	gaps.need(v.Organization.Country, "organization.country", Board, "dire le pays de la structure", "say the organisation’s country")
	return gaps
}

func organizationFile(v *view, services []*serviceView) []byte {
	var p properties
	o := v.Organization
	p.file(v, "organization")
	p.section("Organisation")
	p.line("organization.name", v.Site.Name)
	p.line("organization.description", strings.TrimSuffix(o.Description.In("fr"), "."))
	p.line("organization.type", o.Type)
	p.line("organization.website", v.Base()+"/")
	p.line("organization.logo", v.absolute(v.Logo))
	organizationStatus(&p, v)
	p.line("organization.startdate", slashDate(o.Founded))
	p.line("organization.enddate", "")
	for _, key := range []string{"name", "website", "logo"} {
		p.line("organization.owner."+key, "")
	}
	organizationContacts(&p, v)
	lists(&p, v)
	membership(&p, v)
	p.section("Subs")
	for _, service := range services {
		p.line("subs."+strings.ReplaceAll(service.Service.Name, "-", "_"), v.absolute(v.propertiesPath(service)))
	}
	return p.Bytes()
}

func organizationStatus(p *properties, v *view) {
	level, description := "ACTIVE", v.PauseNow()
	if description != "" {
		level = "IDLE"
	}
	p.line("organization.status.level", level)
	p.line("organization.status.description", description)
}

// organizationContacts writes no place of a machine in a home.
func organizationContacts(p *properties, v *view) {
	p.line("organization.contact.url", v.address("contact"))
	p.line("organization.contact.email", v.Contact.Email)
	p.line("organization.legal.url", v.address("legal"))
	p.line("organization.guide.technical", v.address("infrastructure"))
	p.line("organization.guide.user", v.address("help"))
	p.line("organization.country.name", countryName(v.Organization.Country))
	p.line("organization.country.code", v.Organization.Country)
	if v.Hosting == nil || v.Hosting.ProviderType != "HOME" {
		p.line("organization.geolocation.latitude", "")
		p.line("organization.geolocation.longitude", "")
		p.line("organization.geolocation.address", "")
	}
}

func lists(p *properties, v *view) {
	for _, list := range []struct {
		key    string
		values map[string]string
	}{
		{"socialnetworks", v.Organization.Social},
		{"chatrooms", v.Organization.Chatrooms},
		{"funding", v.Organization.Funding},
	} {
		for _, name := range slices.Sorted(maps.Keys(list.values)) {
			p.line("organization."+list.key+"."+name, list.values[name])
		}
	}
}

// membership is written only once a person recorded the acceptance.
func membership(p *properties, v *view) {
	if v.Membership == nil || v.Membership.Accepted == "" {
		return
	}
	p.line("organization.memberof.chatons.startdate", slashDate(v.Membership.Accepted))
	p.line("organization.memberof.chatons.enddate", "")
	p.line("organization.memberof.chatons.status.level", "ACTIVE")
	p.line("organization.memberof.chatons.status.description", "")
}

// licenceAddress is the page of an exact SPDX id; for an expression or a name
// of its own, the software's source is the nearest thing that is true.
func licenceAddress(service *serviceView) string {
	id := service.Software.License
	if strings.ContainsAny(id, " ()") || charter.Judge(id) == charter.ToBeJudged {
		return service.Software.Source
	}
	return "https://spdx.org/licenses/" + id + ".html"
}
