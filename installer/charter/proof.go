package charter

import (
	"fmt"
	"strings"

	"framagit.org/chatiere/chatiere/installer/site"
)

// look is what a proof may see.
type look struct {
	*site.Site
	duty     Duty
	evidence Evidence
}

// outcome is what a proof says. Where is nil for the duty's own pages.
type outcome struct {
	state      string
	provenance string
	reason     Text
	where      []string // ids of pages
}

// assess runs the proof of one duty.
func assess(duty Duty, s *site.Site, evidence Evidence) Finding {
	found := prove(look{Site: s, duty: duty, evidence: evidence})
	ids := found.where
	if ids == nil {
		ids = duty.Pages
	}
	return Finding{
		Duty: duty, State: found.state, Reason: found.reason,
		Provenance: found.provenance, Where: addresses(s, ids),
	}
}

// prove picks the proof by the heading of the duty.
func prove(l look) outcome {
	switch l.duty.Heading {
	case "hosters":
		return proveHosters(l)
	case "alternative":
		return proveAlternative(l)
	case "transparent":
		return proveTransparent(l)
	case "open":
		return proveOpen(l)
	case "neutral":
		return proveNeutral(l)
	case "solidary":
		return proveSolidary(l)
	case "membership":
		return proveMembership(l)
	}
	return pledged(l) // collective
}

// addresses turns page ids into paths, or into the address of a page that the
// chaton keeps elsewhere.
func addresses(s *site.Site, ids []string) []string {
	var found []string
	for _, id := range ids {
		page, known := PageByID(id)
		switch {
		case s.Page.Elsewhere[id] != "":
			found = append(found, s.Page.Elsewhere[id])
		case known:
			found = append(found, page.Path)
		}
	}
	return found
}

func met(provenance, french, english string, where ...string) outcome {
	return outcome{Met, provenance, say(french, english), where}
}

func notMet(french, english string, where ...string) outcome {
	return outcome{NotMet, Missing, say("parce qu"+french, "because "+english), where}
}

func unverified(french, english string, where ...string) outcome {
	return outcome{Unverified, Missing, say(french, english), where}
}

func say(french, english string) Text { return Text{"fr": french, "en": english} }

// unwritten is for a duty that a page proves which the kit does not write: the
// chaton may have it elsewhere, where no program understands what it says.
func unwritten(l look, id string) outcome {
	if l.Page.Elsewhere[id] != "" {
		return unverified("la page est tenue ailleurs, une personne doit la lire",
			"the page is kept elsewhere, a person must read it", id)
	}
	page, _ := PageByID(id)
	return notMet("e la page "+page.Path+" n’est pas encore écrite",
		"the page "+page.Path+" is not written yet", id)
}

// pledged is met by a commitment that a person recorded for this duty.
func pledged(l look, where ...string) outcome {
	pledge, found := PledgeFor(l.Site, l.duty.ID)
	if !found {
		return notMet("e personne ne s’y est encore engagé au nom de la structure",
			"nobody has taken this commitment for the organisation yet", where...)
	}
	return met(Declared,
		fmt.Sprintf("engagement pris par %s le %s", signer(l.Site, pledge.By, "une personne de l’équipe"), frenchDate(pledge.On)),
		fmt.Sprintf("commitment by %s on %s", signer(l.Site, pledge.By, "a person of the team"), pledge.On), where...)
}

// PledgeFor returns the recorded commitment for a duty: its label is the last
// part of the duty's id, or the whole of it.
func PledgeFor(s *site.Site, duty string) (site.Pledge, bool) {
	if s.Charter == nil {
		return site.Pledge{}, false
	}
	_, last, _ := strings.Cut(duty, ".")
	for _, pledge := range s.Charter.Pledges {
		matches := pledge.ID == duty || pledge.ID == last || (pledge.ID == "user-meetings" && last == "meet-users")
		if matches && pledge.By != "" && pledge.On != "" {
			return pledge, true
		}
	}
	return site.Pledge{}, false
}

// signer names who signed as far as that person wants to be named: the role of
// somebody who publishes no name, the words as written for a body ("bureau").
func signer(s *site.Site, by, somebody string) string {
	for _, person := range s.People {
		if person.ID != by {
			continue
		}
		switch {
		case person.Publish == "name" && person.Name != "":
			return person.Name
		case person.Publish == "role" && len(person.Roles) > 0:
			return strings.Join(person.Roles, ", ")
		}
		return somebody
	}
	return by
}

// announced lists the services that the chaton stands for in public: those on
// trial are not part of any claim.
func announced(s *site.Site) []*site.Service {
	var found []*site.Service
	for _, service := range s.Services {
		if !service.OnTrial() {
			found = append(found, service)
		}
	}
	return found
}

// eachService is met when every announced service has what lacks asks for.
func eachService(l look, lacks func(*site.Service) bool, french, english string) outcome {
	services := announced(l.Site)
	if len(services) == 0 {
		return unverified("aucun service n’est encore ouvert", "no service is open yet")
	}
	var missing []string
	for _, service := range services {
		if lacks(service) {
			missing = append(missing, service.Name)
		}
	}
	if len(missing) > 0 {
		names := strings.Join(missing, ", ")
		return notMet("’il manque pour "+names+" : "+french, english+" is missing for "+names)
	}
	return met(Declared, french+" : dit pour chaque service", english+" is given for each service")
}

func frenchDate(iso string) string {
	if len(iso) != len("2006-01-02") {
		return iso
	}
	return iso[8:10] + "/" + iso[5:7] + "/" + iso[0:4]
}
