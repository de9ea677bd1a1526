package charter

import (
	"fmt"
	"strconv"
	"strings"

	"framagit.org/chatiere/chatiere/installer/site"
)

func proveTransparent(l look) outcome {
	switch l.duty.ID {
	case "transparent.site-online":
		return siteOnline(l)
	case "transparent.infrastructure-published", "transparent.infrastructure-documented":
		return infrastructure(l)
	case "transparent.observatory-run":
		return unverified("ces tests n’ont pas encore été faits", "these tests were not run yet")
	case "transparent.admin-confidentiality":
		return confidentiality(l)
	case "transparent.backups-done", "transparent.backup-policy-published", "transparent.data-location-published":
		return proveBackups(l)
	case "transparent.accounts-published":
		return accounts(l)
	case "transparent.business-model-page":
		return businessModel(l)
	case "transparent.identity-published":
		return identity(l)
	case "transparent.suppliers-listed":
		return suppliersListed(l)
	case "transparent.deployment-documented":
		return notMet("’il n’y a pas encore de page technique par service", "there is no technical page for each service yet")
	case "transparent.procedures-documented":
		return pledged(l)
	case "transparent.log-retention-published":
		return logRetention(l)
	}
	return unwritten(l, l.duty.Pages[0])
}

// siteOnline needs an answer of every public name, from a certificate that
// visitors' own browsers accept.
func siteOnline(l look) outcome {
	var silent, unseen []string
	vantage := ""
	for _, host := range l.HostNames() {
		check, seen := l.evidence.Host(host)
		switch {
		case !seen || check.Stale(l.evidence.At):
			unseen = append(unseen, host)
		case !check.Answers(l.evidence.At):
			silent = append(silent, host)
		}
		vantage = check.Vantage
	}
	switch {
	case len(silent) > 0:
		names := strings.Join(silent, ", ")
		return notMet("e "+names+" n’a pas répondu comme il faut en HTTPS", names+" did not answer properly over HTTPS")
	case len(unseen) > 0:
		return unverified("pas encore regardé : "+strings.Join(unseen, ", "), "not looked at yet: "+strings.Join(unseen, ", "))
	case l.TLS.Issuer == "internal":
		return notMet("e les certificats viennent d’une autorité interne, que les navigateurs du public ne connaissent pas",
			"the certificates come from an internal authority, which the public’s browsers do not know")
	}
	count := len(l.HostNames())
	return met(Measured, fmt.Sprintf("%d noms ont répondu en HTTPS%s", count, fromWhere(vantage, "fr")),
		fmt.Sprintf("%d names answered over HTTPS%s", count, fromWhere(vantage, "en")))
}

// fromWhere says the vantage: what answers its own machine may be closed to
// everybody else.
func fromWhere(vantage, language string) string {
	switch {
	case vantage == "machine" && language == "fr":
		return ", vu depuis la machine elle-même"
	case vantage == "machine":
		return ", seen from the machine itself"
	case vantage == "":
		return ""
	case language == "fr":
		return ", vu depuis " + vantage
	}
	return ", seen from " + vantage
}

func infrastructure(l look) outcome {
	switch {
	case l.Hosting == nil:
		return noHosting()
	case !l.evidence.OS.Measured():
		return unverified("le système n’a pas encore été constaté", "the system was not measured yet")
	}
	return met(Measured, "système constaté, machines décrites", "system measured, machines described")
}

func confidentiality(l look) outcome {
	administrators, signed := 0, 0
	for _, person := range l.People {
		if len(person.Root) > 0 {
			administrators++
			if person.Signed != "" {
				signed++
			}
		}
	}
	switch {
	case administrators == 0:
		return notMet("’on n’a pas encore dit qui administre les machines", "who administers the machines has not been said yet", "infrastructure")
	case signed < administrators:
		return notMet(fmt.Sprintf("’une signature manque au moins : %d sur %d", signed, administrators),
			fmt.Sprintf("at least one signature is missing: %d of %d", signed, administrators), "infrastructure")
	}
	return met(Declared, "signature datée de chaque personne qui administre", "a dated signature of everyone who administers", "infrastructure")
}

// accounts asks for the last closed year; a chaton founded this year has none.
func accounts(l look) outcome {
	last := l.evidence.At.Year() - 1
	if l.Organization != nil && strings.HasPrefix(l.Organization.Founded, strconv.Itoa(last+1)) && len(l.Years) == 0 {
		return unverified("le premier exercice n’est pas encore clos", "the first year is not closed yet")
	}
	for _, year := range l.Years {
		number, err := strconv.Atoi(year.ID)
		if err == nil && number >= last && year.Accounts != "" && year.Activity != "" {
			return met(Declared, "comptes annuels et rapport d’activité "+year.ID, "accounts and activity report of "+year.ID)
		}
	}
	return notMet("e les comptes annuels et le rapport d’activité de "+strconv.Itoa(last)+" ne sont pas publiés",
		"the accounts and the activity report of "+strconv.Itoa(last)+" are not published")
}

func businessModel(l look) outcome {
	if l.Finances == nil || len(l.Finances.Model) == 0 {
		return notMet("e le modèle économique n’est pas encore écrit", "the business model is not written yet")
	}
	return met(Declared, "exposé sur sa page", "set out on its page")
}

func identity(l look) outcome {
	if l.Organization == nil || l.Organization.Type == "" || l.Organization.LegalName == "" {
		return notMet("e la structure n’est pas encore présentée", "the organisation is not presented yet")
	}
	for _, person := range l.People {
		if Public(person) {
			return met(Declared, "structure, personnes et rôles nommés", "organisation, people and roles are named")
		}
	}
	return notMet("’aucune personne n’est encore présentée, par son nom ou par son rôle", "nobody is presented yet, by name or by role")
}

// Public says that a person agreed to be shown, by name or by role.
func Public(person site.Person) bool {
	return (person.Publish == "name" && person.Name != "") || (person.Publish == "role" && len(person.Roles) > 0)
}

func suppliersListed(l look) outcome {
	if len(l.Suppliers) == 0 {
		return notMet("e la liste des fournisseurs n’est pas encore faite", "the list of suppliers is not made yet")
	}
	return met(Declared, fmt.Sprintf("%d fournisseurs nommés", len(l.Suppliers)), fmt.Sprintf("%d suppliers are named", len(l.Suppliers)))
}

func undecidedLogs() outcome {
	return notMet("e la durée de conservation des traces n’est pas encore décidée", "how long traces are kept is not decided yet")
}

// logRetention is declared: that the machines really delete at that age is
// measured in a later room.
func logRetention(l look) outcome {
	if l.Logs == nil || l.Logs.DecidedBy == "" || len(l.Logs.Kinds) == 0 {
		return undecidedLogs()
	}
	for _, kind := range l.Logs.Kinds {
		if kind.Retention == "" && kind.Content != "none" {
			return notMet("e la durée manque pour une sorte de journal technique", "the duration of one kind of log is missing")
		}
	}
	return met(Declared, "décidé le "+frenchDate(l.Logs.On)+" ("+l.Logs.DecidedBy+")", "decided on "+l.Logs.On+" ("+l.Logs.DecidedBy+")")
}
