package declaration

import "strings"

// serviceFileGaps asks for what is mandatory, and stops at a machine that is
// declared physical and measured virtual.
func serviceFileGaps(v *view, service *serviceView) []Gap {
	var gaps gapList
	key := "service." + service.Service.Name
	gaps.need(service.Software.Name, key+".software.name", Technical, "dire quel logiciel sert ce service", "say which software runs this service")
	gaps.need(service.Software.License, key+".software.license", Technical, "dire la licence du logiciel", "say the software’s licence")
	gaps.need(registration(service.OpenTo), key+".open_to", Board, "dire à qui le service est ouvert", "say whom the service is open to")
	if service.Host == nil {
		machine := orElse(service.Machine, "hosting")
		return append(gaps, gap(machine, Technical, "dire qui héberge la machine de ce service", "say who hosts this service’s machine")...)
	}
	gaps = append(gaps, machineGaps(v, *service.Host, orElse(service.Machine, "hosting"))...)
	if !validPair(service.Host.ProviderType, service.Host.ServerType) {
		gaps = append(gaps, gap("hosting.server_type", Technical,
			"ce genre de machine ne va pas avec ce genre d’hébergeur", "this kind of machine does not go with this kind of provider")...)
	}
	if service.Machine == "" {
		gaps = append(gaps, formGaps(v)...)
	}
	return gaps
}

// validPair is the template's matrix of provider and server types.
func validPair(provider, server string) bool {
	switch provider + "+" + server {
	case "HOSTEDSERVER+NANO", "OUTSOURCED+NANO", "OUTSOURCED+PHYSICAL":
		return false
	}
	return true
}

func serviceFile(v *view, service *serviceView) []byte {
	var p properties
	p.file(v, "service")
	serviceSection(&p, v, service)
	softwareSection(&p, service)
	hostSection(&p, v, service)
	return p.Bytes()
}

func serviceSection(p *properties, v *view, service *serviceView) {
	p.section("Service")
	p.line("service.name", service.Name())
	p.line("service.description", strings.TrimSuffix(service.Summary.In("fr"), "."))
	p.line("service.website", orElse(service.Address, v.address("services")))
	p.line("service.logo", "")
	p.line("service.legal.url", orElse(v.address("terms"), v.address("legal")))
	p.line("service.guide.technical", v.address("infrastructure"))
	p.line("service.guide.user", v.address("help"))
	p.line("service.contact.url", v.address("contact"))
	p.line("service.contact.email", v.Contact.Email)
	p.line("service.startdate", slashDate(service.Opened))
	serviceEnd(p, service)
	p.line("service.registration", registration(service.OpenTo))
	p.line("service.registration.load", orElse(service.Load, "OPEN"))
	install := "CONTAINER"
	if service.External != nil {
		install = orElse(service.External.Install, "PROVIDER")
	}
	p.line("service.install.type", install)
}

func serviceEnd(p *properties, service *serviceView) {
	end, description := "", ""
	if service.Closing != nil {
		description = service.Closing.Reason.In("fr")
	}
	if service.Ended() {
		end = slashDate(service.Closing.On)
	}
	p.line("service.enddate", end)
	p.line("service.status.level", service.Level)
	p.line("service.status.description", description)
}

// registration writes who may use the service in the collective's words.
func registration(openTo []string) string {
	words := map[string]string{"everyone": "None", "accounts": "Free", "members": "Member", "clients": "Client"}
	var found []string
	for _, who := range openTo {
		if words[who] != "" {
			found = append(found, words[who])
		}
	}
	return strings.Join(found, ";")
}

// softwareSection leaves the version out when it is private or not known: a
// false or shortened one is never written.
func softwareSection(p *properties, service *serviceView) {
	p.section("Software")
	p.line("software.name", service.Software.Name)
	p.line("software.website", service.Software.Website)
	p.line("software.license.url", licenceAddress(service))
	p.line("software.license.name", service.Software.License)
	if service.Version != "" {
		p.line("software.version", service.Version)
	}
	p.line("software.source.url", service.Software.Source)
	p.line("software.modules", strings.Join(service.Software.Modules, ";"))
}

func hostSection(p *properties, v *view, service *serviceView) {
	p.section("Host")
	p.line("host.name", v.ProviderName(*service.Host))
	p.line("host.description", formOf(*service.Host))
	p.line("host.server.distribution", service.System)
	p.line("host.server.type", service.Host.ServerType)
	p.line("host.provider.type", service.Host.ProviderType)
	p.line("host.provider.hypervisor", service.Form)
	p.line("host.country.name", countryName(service.Host.Country))
	p.line("host.country.code", service.Host.Country)
}
