package declaration_test

import (
	"testing"
	"time"

	"framagit.org/chatiere/chatiere/installer/charter"
	"framagit.org/chatiere/chatiere/installer/declaration"
	"framagit.org/chatiere/chatiere/installer/site"
	"framagit.org/chatiere/chatiere/templates"
)

// at is the day on which every sample is rendered.
func at() time.Time { return time.Date(2026, 12, 3, 10, 0, 0, 0, time.UTC) }

func text(french, english string) site.Text { return site.Text{"fr": french, "en": english} }

// trialSite is the first evening: it runs, and nobody has answered anything.
func trialSite() *site.Site {
	s := &site.Site{
		Slug: "petitchaton", Name: "Le Petit Chaton", Domain: "petitchaton.localhost", Language: "fr",
		Gateway: site.Gateway{Mode: "edge", HTTP: 80, HTTPS: 443}, TLS: site.TLS{Issuer: "internal"},
	}
	s.Contact.Email = "contact@ailleurs.example"
	s.Services = []*site.Service{wiki("petitchaton.localhost")}
	return s
}

func wiki(domain string) *site.Service {
	return &site.Service{
		Name: "wiki", Module: "dokuwiki", Title: text("Wiki", "Wiki"), Summary: text("Écrire et garder ses pages ensemble.", "Writing and keeping pages together."),
		Host: "wiki." + domain, URL: "https://wiki." + domain, OpenTo: []string{"members"}, Load: "OPEN",
		Software: site.Software{Name: "DokuWiki", Version: "2025-05-14", Website: "https://www.dokuwiki.org/", Source: "https://github.com/dokuwiki/dokuwiki", License: "GPL-2.0-only"},
		Volumes:  []*site.Volume{{Service: "wiki", Name: "data", Backup: true, Description: text("Pages et fichiers", "Pages and files")}},
		Routes:   []*site.Route{{Service: "wiki", Host: "wiki." + domain, Path: "/"}},
	}
}

// fullSite is the association of design/chaton.md with everything answered.
func fullSite() *site.Site {
	const domain = "petitchaton.example"
	s := &site.Site{
		Slug: "petitchaton", Name: "Le Petit Chaton", Domain: domain, Language: "fr",
		Gateway: site.Gateway{Mode: "edge", HTTP: 80, HTTPS: 443}, TLS: site.TLS{Issuer: "letsencrypt"},
		Publication: fullPublication(),
	}
	s.Services = []*site.Service{agenda(domain), news(domain), wiki(domain), forge()}
	return s
}

func fullPublication() site.Publication {
	return site.Publication{
		Contact: site.Contact{
			Email: "contact@petitchaton.example", Security: "securite@petitchaton.example",
			Abuse: "signalement@petitchaton.example", Languages: []string{"fr", "en"},
		},
		Organization: &site.Organization{
			Type: "ASSOCIATION", LegalName: "Association Le Petit Chaton", Registration: "W600000000",
			Address: "12 rue des Lilas, 60200 Compiègne", Country: "FR", Phone: "+33 3 53 01 00 00", Founded: "2026-03-01",
			Description: text("Association d’éducation populaire au numérique.", "Association for popular digital education."),
			Social:      map[string]string{"mastodon": "https://social.example/@petitchaton"},
			Chatrooms:   map[string]string{"xmpp": "xmpp:petitchaton@chat.example?join"},
			Funding:     map[string]string{"helloasso": "https://www.helloasso.com/associations/exemple"},
		},
		People: []site.Person{
			{ID: "camille", Name: "Camille Martin", Roles: []string{"présidence", "publication"}, Publish: "name", Contact: "camille@ailleurs.example", Root: []string{"petitchaton"}, Signed: "2026-11-22", Until: "2027-09-30"},
			{ID: "sacha", Name: "Sacha Privé", Roles: []string{"trésorerie"}, Publish: "role"},
			{ID: "lou", Name: "Lou Caché", Roles: []string{"technique"}, Publish: "nothing", Contact: "lou@ailleurs.example", Root: []string{"bob"}},
		},
		Holdings: []site.Holding{{ID: "domaine", What: text("Nom de domaine petitchaton.example", ""), Where: text("Coffre de mots de passe de l’association", ""), Holders: []string{"camille"}, Expires: "2027-03-01"}},
		Hosting: &site.Machine{
			Provider: "Hébergeur Exemple", ProviderAddress: "1 place du Marché, 31000 Toulouse", ProviderPhone: "+33 5 36 49 00 00",
			ProviderType: "OUTSOURCED", ServerType: "VIRTUAL", Place: "Toulouse", Country: "FR", Control: "root",
		},
		Machines:  []site.Machine{{ID: "bob", Provider: "Hébergeur Exemple", ProviderType: "HOSTEDBAY", ServerType: "PHYSICAL", Place: "Compiègne", Country: "FR", Control: "root", Role: text("Sauvegardes", "Backups")}},
		Suppliers: []site.Supplier{{ID: "registrar", Name: "Bureau Exemple", Country: "FR", Purpose: text("Nom de domaine", "Domain name"), Sees: "none", Read: "2026-11-20", By: "camille"}},
		Page:      site.Page{Publish: "gateway", Accent: "#a46708", Versions: "public"},
		Backup:    &site.Backup{Repository: "sftp:backup@ami.example:/petitchaton", Place: "Compiègne, chez un chaton voisin", Schedule: "03:30", Keep: map[string]int{"daily": 7, "weekly": 4, "monthly": 12}, Drill: "weekly"},
		Logs: &site.Logs{DecidedBy: "bureau", On: "2026-11-22", Kinds: []site.LogKind{
			{Kind: "access", Content: "anonymous", Retention: "14 days", Reason: text("Repérer les pannes.", "Finding faults.")},
			{Kind: "creation", Content: "full", Retention: "12 months", Reason: text("Décret 2021-1362, art. 5.", "Decree 2021-1362, art. 5.")},
			{Kind: "application", Retention: "7 days"},
		}},
		Finances:      &site.Finances{Model: text("Adhésions à prix libre et dons.", "Pay-what-you-want membership and donations.")},
		Meetings:      []site.Meeting{{ID: "permanence", When: text("Premier jeudi du mois, 18 h", ""), Where: text("Maison des associations, Compiègne", "")}},
		Contributions: []site.Contribution{{ID: "2026-traduction", On: "2026-10-12", What: text("Traduction de 40 chaînes de DokuWiki", ""), URL: "https://translate.example/petitchaton"}},
		Charter: &site.Charter{
			Text: "https://www.chatons.org/charte", SHA256: "0000000000000000000000000000000000000000000000000000000000000000",
			Accepted: "2026-11-22", By: "camille", DecidedBy: text("Assemblée générale du 20 novembre 2026", ""),
			Pledges: []site.Pledge{
				{ID: "user-meetings", Statement: text("Permanence le premier jeudi du mois.", ""), By: "bureau", On: "2026-11-22"},
				{ID: "no-personal-data-trade", Statement: text("Nous ne vendons ni ne transmettons vos données.", ""), By: "bureau", On: "2026-11-22"},
			},
		},
	}
}

func agenda(domain string) *site.Service {
	return &site.Service{
		Name: "agenda", Module: "radicale", Title: text("Agendas et contacts", "Calendars and contacts"), Summary: text("Partager ses agendas et ses carnets d’adresses entre ses appareils.", "Sharing calendars and address books."),
		Host: "agenda." + domain, URL: "https://agenda." + domain, OpenTo: []string{"members"}, Load: "OPEN", Opened: "2026-12-01",
		Software: site.Software{Name: "Radicale", Version: "3.5.5", Website: "https://radicale.org/", Source: "https://github.com/Kozea/Radicale", License: "GPL-3.0-or-later"},
		Privacy: &site.Privacy{Purpose: text("Synchroniser agendas et contacts", ""), LegalBasis: "contract", Data: []site.PrivacyData{{
			Name: "collections", Subjects: text("Titulaires d’un compte d’accès et leurs contacts", ""), Categories: text("Évènements, fiches de contact", ""), Retention: text("Jusqu’à la suppression du compte d’accès", ""),
		}}},
		Rights:  &site.Rights{Export: text("Export iCalendar et vCard depuis l’interface.", ""), Erase: text("Suppression sur demande.", ""), Within: "30 days", Formats: []string{"text/calendar", "text/vcard"}, Elsewhere: []string{"Nextcloud", "Baïkal"}},
		Volumes: []*site.Volume{{Service: "agenda", Name: "collections", Backup: true, Description: text("Agendas et carnets", "")}},
		Routes:  []*site.Route{{Service: "agenda", Host: "agenda." + domain, Path: "/"}},
	}
}

// voice is reached by an application of its own, and has no page.
func voice(domain string) *site.Service {
	return &site.Service{
		Name: "voix", Module: "mumble", Title: text("Salons vocaux", "Voice rooms"), Summary: text("Se parler à plusieurs.", "Talking together."),
		Host: "voix." + domain, URL: "https://voix." + domain, OpenTo: []string{"everyone"}, Load: "OPEN", Opened: "2026-12-01",
		Software:   site.Software{Name: "Mumble", Version: "1.5.735", License: "BSD-3-Clause"},
		Containers: []*site.Container{{Service: "voix", Name: "app", Published: []site.Publish{{Name: "voice", HostPort: 64738, Port: 64738, Count: 1, Protocols: []string{"tcp", "udp"}}}}},
	}
}

func news(domain string) *site.Service {
	return &site.Service{
		Name: "actus", Module: "miniflux", Title: text("Lecture de flux", "Feed reader"), Summary: text("Suivre ses sites préférés sans publicité ni pistage.", "Following sites without tracking."),
		Host: "actus." + domain, URL: "https://actus." + domain, OpenTo: []string{"accounts"}, Load: "FULL", Opened: "2026-12-01",
		Software: site.Software{Name: "Miniflux", Version: "2.2.10", Website: "https://miniflux.app/", Source: "https://github.com/miniflux/v2", License: "Apache-2.0"},
		Privacy:  &site.Privacy{Purpose: text("Lire des flux", ""), LegalBasis: "contract", KeepsNone: true},
		Rights:   &site.Rights{Export: text("Export OPML depuis les réglages.", ""), Erase: text("Depuis les réglages.", ""), Within: "7 days", Formats: []string{"OPML"}},
		Routes:   []*site.Route{{Service: "actus", Host: "actus." + domain, Path: "/"}},
	}
}

func forge() *site.Service {
	return &site.Service{
		Name: "forge", Machine: "bob", Title: text("Forge", "Forge"), Summary: text("Héberger du code à plusieurs.", "Hosting code."), OpenTo: []string{"accounts"}, Load: "OPEN",
		External: &site.External{URL: "https://git.petitchaton.example/", Install: "PACKAGE", Backup: &site.ExternalBackup{Schedule: text("Chaque nuit, avec borg", ""), Place: "Compiègne", Keep: text("30 jours", ""), Restored: "2026-10-04"}},
		Software: site.Software{Name: "Forgejo", Version: "16.0", Website: "https://forgejo.org/", Source: "https://codeberg.org/forgejo/forgejo", License: "GPL-3.0-or-later"},
		Privacy:  &site.Privacy{Purpose: text("Héberger du code", ""), LegalBasis: "contract", KeepsAddresses: text("Journal de l’application, 7 jours", "")},
	}
}

// seen is evidence of a healthy evening.
func seen(s *site.Site) charter.Evidence {
	here := charter.Origin{Time: at(), Method: "essai", Machine: "petitchaton"}
	evidence := charter.Evidence{
		At: at(), Generator: "chatiere 0.1.0",
		OS:             charter.OperatingSystem{ID: "debian", Name: "Debian GNU/Linux", VersionID: "13", Origin: here},
		Administrator:  charter.Fact{Value: "root", Origin: here},
		Kernel:         charter.Fact{Value: "6.12.48", Origin: here},
		Engine:         charter.Fact{Value: "Docker 26.1", Origin: here},
		CPU:            charter.Fact{Value: "2 cœurs", Origin: here},
		Memory:         charter.Fact{Value: "4 Gio", Origin: here},
		Virtualisation: charter.Fact{Value: "kvm", Origin: here},
	}
	for _, host := range s.HostNames() {
		evidence.Hosts = append(evidence.Hosts, charter.HostCheck{Host: host, Status: 200, Protocol: "TLS 1.3", NotAfter: at().AddDate(0, 2, 0), Vantage: "machine", Origin: here})
	}
	for _, service := range s.Services {
		if service.External == nil {
			evidence.Services = append(evidence.Services, charter.ServiceState{Name: service.Name, Healthy: true, Origin: here})
		}
	}
	return evidence
}

// render makes everything of a site with that evidence.
func render(t testing.TB, s *site.Site, evidence charter.Evidence) *declaration.Result {
	t.Helper()
	report := charter.Assess(t.Context(), s, evidence)
	result, err := declaration.Render(templates.Files, s, report, evidence, at())
	if err != nil {
		t.Fatalf("render: %v", err)
	}
	return result
}

// content returns a rendered document, "" when it is absent.
func content(result *declaration.Result, path string) string {
	for _, document := range result.Documents {
		if document.Path == path {
			return string(document.Content)
		}
	}
	return ""
}

func waits(result *declaration.Result, path string) []declaration.Gap {
	for _, waiting := range result.Waiting {
		if waiting.Path == path {
			return waiting.Gaps
		}
	}
	return nil
}
