package declaration

import (
	"io/fs"
	"path"
	"strings"
	"time"

	"framagit.org/chatiere/chatiere/installer/charter"
	"framagit.org/chatiere/chatiere/installer/site"
)

// view is what every template sees: the site as decided, and what was found.
type view struct {
	*site.Site
	Here     page
	At       time.Time
	Services []*serviceView // announced ones only
	Report   charter.Report
	Evidence charter.Evidence
	Logo     string // path of the chaton's own logo, ""

	Published []Document // for the dossier, after the pages
	Waiting   []Waiting

	written map[string]bool // paths of the pages that are published
}

// Link gives the address of a page by its id: on this site, elsewhere, or ""
// when it is not published.
func (v *view) Link(id string) string {
	if elsewhere := v.Site.Page.Elsewhere[id]; elsewhere != "" {
		return elsewhere
	}
	for _, p := range pages() {
		if p.ID == id && v.written[p.Path] {
			return p.Path
		}
	}
	return ""
}

// link is one entry of a menu.
type link struct{ Label, Address string }

// links keeps the pairs id, label whose page is published.
func (v *view) links(pairs ...string) []link {
	var found []link
	for i := 0; i+1 < len(pairs); i += 2 {
		if address := v.Link(pairs[i]); address != "" {
			found = append(found, link{pairs[i+1], address})
		}
	}
	return found
}

// Menu is the navigation at the top.
func (v *view) Menu() []link {
	return v.links("services", "Services", "contact", "Nous rencontrer", "about", "Qui sommes-nous",
		"infrastructure", "Nos machines", "compliance", "La charte")
}

// FooterTransparent lists what the chaton shows of itself.
func (v *view) FooterTransparent() []link {
	return v.links("compliance", "La charte, point par point", "infrastructure", "Nos machines", "software", "Nos logiciels",
		"exceptions", "Ce qui n’est pas libre", "backups", "Nos sauvegardes", "logs", "Traces et journaux techniques",
		"model", "Comment nous vivons", "contributions", "Ce que nous rendons")
}

// FooterRights lists what people may need to know and do.
func (v *view) FooterRights() []link {
	return v.links("leave", "Partir avec ses données", "privacy", "Vos données personnelles",
		"terms", "Conditions d’utilisation", "legal", v.LegalTitle(), "contact", "Nous écrire")
}

// LegalTitle is neutral outside France, where no template exists.
func (v *view) LegalTitle() string {
	if v.Country() == "FR" {
		return "Mentions légales"
	}
	return "Qui publie ce site"
}

// Country is where the organisation is, "" when nobody said.
func (v *view) Country() string {
	if v.Organization == nil {
		return ""
	}
	return v.Organization.Country
}

// Structure says who is behind the chaton in half a sentence. The kind is left
// out when the name begins with it.
func (v *view) Structure() string {
	o := v.Organization
	said := orElse(o.LegalName, v.Site.Name)
	if kind := typeWord(o.Type); kind != "" && !strings.HasPrefix(strings.ToLower(said), kind) {
		said += ", " + kind
	}
	if o.Founded != "" {
		said += ", depuis le " + date(o.Founded)
	}
	return said
}

// Base is the address of the public site, without a final slash.
func (v *view) Base() string { return v.URLOf(v.SiteHost()) }

// absolute completes a path of this site; addresses elsewhere stay.
func (v *view) absolute(address string) string {
	if strings.HasPrefix(address, "/") {
		return v.Base() + address
	}
	return address
}

// address is the full address of a page, or "".
func (v *view) address(id string) string { return v.absolute(v.Link(id)) }

// Pledge is the statement recorded for a duty, "" when there is none.
func (v *view) Pledge(duty string) string {
	pledge, found := charter.PledgeFor(v.Site, duty)
	if !found {
		return ""
	}
	return pledge.Statement.In("fr")
}

// Publisher is the person marked as director of publication, when that person
// agreed to be named.
func (v *view) Publisher() string {
	for _, person := range v.People {
		for _, role := range person.Roles {
			if role == "publication" && person.Publish == "name" {
				return person.Name
			}
		}
	}
	return ""
}

// Team lists the people who agreed to be shown.
func (v *view) Team() []site.Person {
	var shown []site.Person
	for _, person := range v.People {
		if charter.Public(person) {
			shown = append(shown, person)
		}
	}
	return shown
}

// PauseNow is the text of a pause that covers today.
func (v *view) PauseNow() string {
	today := v.At.Format(time.DateOnly)
	for _, pause := range v.Pauses {
		if pause.From <= today && today <= pause.Until {
			return pause.Text.In("fr")
		}
	}
	return ""
}

// Abuse is where to report content.
func (v *view) Abuse() string { return orElse(v.Contact.Abuse, v.Contact.Email) }

// Security is where to report a weakness.
func (v *view) Security() string { return orElse(v.Contact.Security, v.Contact.Email) }

// addLogo publishes the chaton's logo when the caller layered it over the
// templates; without it the name alone stands at the top.
func (v *view) addLogo(templates fs.FS, result *Result) {
	if v.Site.Page.Logo == "" {
		return
	}
	content, err := fs.ReadFile(templates, path.Clean(v.Site.Page.Logo))
	if err != nil {
		return
	}
	name := "/logo" + path.Ext(v.Site.Page.Logo)
	v.Logo = name
	result.add(Document{Path: "site" + name, Content: content})
}

func orElse(value, otherwise string) string {
	if value != "" {
		return value
	}
	return otherwise
}
