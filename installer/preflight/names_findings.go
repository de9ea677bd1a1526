package preflight

import (
	"errors"
	"slices"
	"strings"
)

// absent says that a name leads nowhere, and whether the name itself exists:
// the second is one record short, the first perhaps misspelt.
func absent(records Records, view View, lacking []Record) Finding {
	what := say("%s exists in the zone %s, and has no A and no AAAA record.", records.Name, records.Zone)
	switch {
	case view.Missing:
		what = say("%s does not exist in the zone %s.", records.Name, records.Zone)
	case view.Alias != "":
		what = say("%s is an alias (CNAME) of %s, which leads nowhere.", records.Name, view.Alias)
		if len(lacking) > 0 {
			return refuse(what, say("In the zone %s, replace the alias (CNAME) of %s by: %s", records.Zone, records.Name, shortList(lacking)))
		}
	}
	if len(lacking) == 0 {
		return refuse(what, say("In the zone %s, create an A record for %s with the public IPv4 address of this machine, or of the router before it.", records.Zone, records.Name))
	}
	return refuse(what, create(records.Zone, lacking))
}

func create(zone string, lacking []Record) sentence {
	return say("In the zone %s, create: %s", zone, shortList(lacking))
}

// unknown says why nothing could be asked. It is a warning: another network may
// know more than ours.
func unknown(records Records) Finding {
	switch {
	case errors.Is(records.Failure, errSilent):
		return warn(say("The resolver of this machine does not answer: names cannot be checked."),
			say("Correct /etc/resolv.conf, then run chatiere doctor again."))
	case errors.Is(records.Failure, errFailing):
		return warn(say("The resolver of this machine finds out nothing about %s: it reaches nobody, or the zone is broken (servers, DNSSEC).", records.Name),
			say("If other names are found from here, have the zone mended by whoever runs it; else correct /etc/resolv.conf."))
	case errors.Is(records.Failure, errNoZone):
		return warn(say("The resolver of this machine knows no zone at all: names cannot be checked."),
			say("Correct /etc/resolv.conf, then run chatiere doctor again."))
	case records.Zone == "":
		return warn(say("The servers of the zone of %s cannot be found.", records.Name),
			say("Check the NS records of the zone at whoever runs it, then run chatiere doctor again."))
	}
	return warn(say("No server of the zone %s answers for %s: %s.", records.Zone, records.Name, strings.Join(records.Silent, ", ")),
		say("Let this machine ask outside on port 53, over UDP and TCP; if it already may, whoever runs the zone must mend its servers."))
}

// divergence says that servers of one zone do not say the same.
func divergence(records Records) []Finding {
	if len(records.Views) < 2 {
		return nil
	}
	var said []string
	for _, view := range records.Views {
		said = append(said, strings.Join(view.Servers, ", ")+": "+view.String())
	}
	return []Finding{warn(
		say("The servers of the zone %s do not say the same of %s (%s).", records.Zone, records.Name, strings.Join(said, "; ")),
		say("Wait until the change has reached them all, an hour at most, then run chatiere doctor again."))}
}

func silence(records Records) []Finding {
	if len(records.Silent) == 0 {
		return nil
	}
	return []Finding{warn(
		say("These servers of the zone %s do not answer for it: %s.", records.Zone, strings.Join(records.Silent, ", ")),
		say("Nothing to do if it passes; if it lasts, have them mended or removed from the zone."))}
}

// provenBy is how the gateway proves that it holds a name.
const provenBy = "tls-alpn-01"

// judgeConsent says whether CAA lets the authority sign. Without any "issue"
// everybody may; of several, one is enough.
func judgeConsent(records Records, authority string) (findings []Finding, lacking []Record) {
	consent := records.Consent
	switch {
	case consent.Refusal != "":
		return []Finding{refuse(
			say("The servers of the zone %s answer %s when asked for the CAA records of %s: no authority signs then.", consent.Zone, consent.Refusal, records.Name),
			say("Have the zone mended by whoever runs it."))}, nil
	case consent.Unknown:
		return []Finding{warn(
			say("The CAA records of %s cannot be read from here.", records.Name),
			say("Let this machine ask outside on port 53, over UDP and TCP; if it already may, whoever runs the zone must mend its servers."))}, nil
	case len(consent.Strange) > 0:
		return []Finding{refuse(
			say("The CAA records of %s hold %q, marked critical and known to no authority: none signs for %s.", consent.At, consent.Strange[0], records.Name),
			say("Remove that record, or its flag 128, from the zone."))}, nil
	case len(consent.Issue) == 0:
		return nil, nil
	}
	return judgePermissions(records.Name, consent, authority)
}

// judgePermissions looks for one permission without a condition that fails.
func judgePermissions(name string, consent Consent, authority string) (findings []Finding, lacking []Record) {
	add := ConsentRecord(consent.At, authority)
	var others, methods, accounts []string
	for _, value := range consent.Issue {
		allowed := parsePermission(value)
		method, account := allowed.conditions["validationmethods"], allowed.conditions["accounturi"]
		switch {
		case allowed.authority != authority:
			others = append(others, allowed.authority)
		case method != "" && !slices.Contains(strings.Split(method, ","), provenBy):
			methods = append(methods, method)
		case account != "":
			accounts = append(accounts, account)
		default:
			return nil, nil
		}
	}
	if len(accounts) > 0 {
		return []Finding{warn(
			say("The CAA record of %s binds certificates to one account at %s: %s.", consent.At, authority, accounts[0]),
			say("If that account is not this chaton's, add in the zone: %s", add.short()))}, nil
	}
	what := forbidden(name, consent.At, authority, others, methods)
	return []Finding{refuse(what, say("Add in the zone: %s", add.short()))}, []Record{add}
}

func forbidden(name, at, authority string, others, methods []string) sentence {
	others = slices.DeleteFunc(others, func(other string) bool { return other == "" })
	switch {
	case len(methods) > 0:
		return say("The CAA record of %s lets %s sign for %s after a proof by %s only, and the gateway proves names by %s.", at, authority, name, methods[0], provenBy)
	case len(others) > 0:
		return say("The CAA record of %s lets only %s sign for %s, and not %s.", at, strings.Join(others, ", "), name, authority)
	}
	return say("The CAA record of %s lets nobody sign for %s.", at, name)
}
