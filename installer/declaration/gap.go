package declaration

import "framagit.org/chatiere/chatiere/installer/site"

// gapList collects what a document cannot do without.
type gapList []Gap

// need adds a gap when the value is empty.
func (g *gapList) need(value, key string, who Role, french, english string) {
	if value == "" {
		*g = append(*g, Gap{Key: key, Who: who, Why: site.Text{"fr": french, "en": english}})
	}
}

func (g *gapList) deny(key, declared, measured, french, english string) {
	*g = append(*g, Gap{Key: key, Who: Technical, Declared: declared, Measured: measured, Why: site.Text{"fr": french, "en": english}})
}

func gap(key string, who Role, french, english string) []Gap {
	return []Gap{{Key: key, Who: who, Why: site.Text{"fr": french, "en": english}}}
}

// legalGaps asks for what article 1-1 of the LCEN wants in France. Elsewhere
// the page prints the facts that are there under a neutral title.
func legalGaps(v *view) []Gap {
	if v.Organization == nil {
		return gap("organization", Board, "dire qui publie le site", "say who publishes the site")
	}
	o := v.Organization
	if o.Type == "INDIVIDUAL" || o.Type == "INFORMAL" {
		return gap("organization.type", Board,
			"la personne qui publie est alors une personne physique, et ce qui doit être public (nom, domicile, téléphone) demande un oui ligne par ligne, que cette version ne sait pas encore recueillir",
			"the publisher is then a natural person, and what must be public (name, domicile, phone) needs a yes line by line, which this version cannot ask for yet")
	}
	var gaps gapList
	gaps.need(o.LegalName, "organization.legal_name", Board, "dire qui publie le site", "say who publishes the site")
	gaps.need(o.Country, "organization.country", Board, "savoir quel droit s’applique", "know which law applies")
	if o.Country != "FR" {
		return gaps
	}
	gaps.need(o.Address, "organization.address", Board, "le siège est demandé par la LCEN, article 1-1", "the seat is asked for by LCEN, article 1-1")
	gaps.need(o.Phone, "organization.phone", Board, "le téléphone est demandé par la LCEN, article 1-1", "the phone is asked for by LCEN, article 1-1")
	gaps.need(v.Publisher(), "person.roles", Board,
		"une personne qui porte le rôle « publication », nommée (publish = \"name\") : la direction de la publication est demandée par la LCEN, article 1-1",
		"a person with the role “publication” who is named (publish = \"name\"): the director of publication is asked for by LCEN, article 1-1")
	return append(gaps, hostGaps(v)...)
}

// hostGaps asks for the hosting body; at home that is the organisation itself.
func hostGaps(v *view) []Gap {
	var gaps gapList
	if v.Hosting == nil {
		return gap("hosting", Technical, "nommer qui héberge la machine", "name who hosts the machine")
	}
	if v.Hosting.ProviderType == "HOME" {
		return nil
	}
	gaps.need(v.Hosting.Provider, "hosting.provider", Technical, "nommer qui héberge la machine", "name who hosts the machine")
	gaps.need(v.Hosting.ProviderAddress, "hosting.provider_address", Technical, "l’adresse de l’hébergeur est demandée par la LCEN, article 1-1", "the hosting body’s address is asked for by LCEN, article 1-1")
	gaps.need(v.Hosting.ProviderPhone, "hosting.provider_phone", Technical, "le téléphone de l’hébergeur est demandé par la LCEN, article 1-1", "the hosting body’s phone is asked for by LCEN, article 1-1")
	return gaps
}

func aboutGaps(v *view) []Gap {
	if v.Organization == nil {
		return gap("organization", Board, "présenter la structure", "present the organisation")
	}
	var gaps gapList
	gaps.need(v.Organization.LegalName, "organization.legal_name", Board, "présenter la structure", "present the organisation")
	gaps.need(v.Organization.Type, "organization.type", Board, "dire la forme de la structure", "say the legal form")
	return gaps
}

func infrastructureGaps(v *view) []Gap {
	if v.Hosting == nil {
		return gap("hosting", Technical, "dire où se trouve la machine et à qui elle est", "say where the machine stands and whose it is")
	}
	gaps := machineGaps(v, *v.Hosting, "hosting")
	for _, machine := range v.Machines {
		gaps = append(gaps, machineGaps(v, machine, "machine."+machine.ID)...)
	}
	return append(gaps, formGaps(v)...)
}

func machineGaps(v *view, m site.Machine, key string) []Gap {
	var gaps gapList
	gaps.need(v.ProviderName(m), key+".provider", Technical, "nommer qui héberge la machine", "name who hosts the machine")
	gaps.need(m.ProviderType, key+".provider_type", Technical, "dire à qui est la machine", "say whose the machine is")
	gaps.need(m.ServerType, key+".server_type", Technical, "dire quel genre de machine c’est", "say what kind of machine it is")
	gaps.need(m.Place, key+".place", Technical, "dire où sont les données", "say where the data is")
	gaps.need(m.Country, key+".country", Technical, "dire dans quel pays sont les données", "say in which country the data is")
	gaps.need(m.Control, key+".control", Technical, "dire jusqu’où vous maîtrisez la machine", "say how far you control the machine")
	return gaps
}

// formGaps stops what says that a machine is physical when it was seen to be
// virtual, and the other way round. Only the main machine was measured.
func formGaps(v *view) []Gap {
	measured := v.Evidence.Virtualisation
	if v.Hosting == nil || !measured.Measured() || measured.Value == "" {
		return nil
	}
	physical := v.Hosting.ServerType == "PHYSICAL" || v.Hosting.ServerType == "NANO"
	bare := measured.Value == "none"
	var gaps gapList
	if physical != bare && (physical || v.Hosting.ServerType == "VIRTUAL") {
		gaps.deny("hosting.server_type", v.Hosting.ServerType, measured.Value+" ("+measured.Method+")",
			"le genre de machine déclaré contredit ce qui est constaté", "the declared kind of machine contradicts what was measured")
	}
	return gaps
}

func modelGaps(v *view) []Gap {
	if v.Finances == nil || len(v.Finances.Model) == 0 {
		return gap("finances.model", Treasurer, "la charte demande une page sur le modèle économique", "the charter asks for a page on the business model")
	}
	return nil
}

func contributionGaps(v *view) []Gap {
	if len(v.Contributions) == 0 {
		return gap("contribution", Technical, "lister ce que vous rendez au logiciel libre", "list what you give back to free software")
	}
	return nil
}

// privacyGaps asks for the controller's identity (GDPR article 13) and for
// each announced service's processing: half a policy would be a false one.
func privacyGaps(v *view) []Gap {
	gaps := gapList(aboutGaps(v))
	for _, service := range v.Services {
		if service.Privacy == nil {
			gaps = append(gaps, gap("service."+service.Service.Name+".privacy", Technical,
				"dire quelles données personnelles ce service traite", "say which personal data this service processes")...)
		}
	}
	return gaps
}
