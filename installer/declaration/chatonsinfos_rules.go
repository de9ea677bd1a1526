package declaration

import (
	"regexp"
	"slices"
	"strings"
)

// rule is what is known of one key. A key that ends in "*" is an open list.
type rule struct {
	key              string
	mandatory        bool
	recalledStrength bool // that it is mandatory is known from memory only
	kind             string
	allowed          []string
	recalled         bool // the values are known from memory only
}

// rules lists the keys of a class in the order of the templates.
func rules(class string) []rule {
	switch class {
	case "organization":
		return append(fileRules(), organizationRules()...)
	case "service":
		return append(fileRules(), serviceRules()...)
	case "metrics":
		return append(fileRules(), rule{key: "metrics.*", kind: "numbers"})
	}
	return fileRules()
}

func fileRules() []rule {
	return []rule{
		{key: "file.class", mandatory: true},
		{key: "file.protocol"},
		{key: "file.datetime", kind: "datetime"},
		{key: "file.generator"},
		{key: "file.url", kind: "url"},
	}
}

func organizationRules() []rule {
	rules := []rule{
		{key: "organization.name", mandatory: true},
		{key: "organization.type", mandatory: true, allowed: organizationTypes()},
		{key: "organization.country.name", mandatory: true},
		{key: "organization.country.code", mandatory: true, recalledStrength: true, kind: "country"},
		{key: "organization.status.level", allowed: []string{"ACTIVE", "IDLE", "AWAY"}},
		{key: "organization.contact.email", kind: "email"},
		{key: "organization.geolocation.latitude", kind: "degree"},
		{key: "organization.geolocation.longitude", kind: "degree"},
		{key: "organization.geolocation.address"},
		{key: "organization.memberof.chatons.startdate", kind: "date"},
		{key: "organization.memberof.chatons.enddate", kind: "date"},
		{key: "organization.memberof.chatons.status.level", allowed: []string{"ACTIVE", "IDLE", "AWAY"}},
		{key: "organization.memberof.chatons.status.description"},
		{key: "organization.description"}, {key: "organization.status.description"}, {key: "organization.owner.name"},
	}
	for _, key := range []string{"website", "logo", "owner.website", "owner.logo", "contact.url", "legal.url", "guide.technical", "guide.user"} {
		rules = append(rules, rule{key: "organization." + key, kind: "url"})
	}
	for _, key := range []string{"startdate", "enddate"} {
		rules = append(rules, rule{key: "organization." + key, kind: "date"})
	}
	for _, list := range []string{"socialnetworks", "chatrooms", "funding"} {
		rules = append(rules, rule{key: "organization." + list + ".*"})
	}
	return append(rules, rule{key: "subs.*", kind: "url"})
}

func organizationTypes() []string {
	return []string{"ASSOCIATION", "INFORMAL", "COOPERATIVE", "MICROCOMPANY", "COMPANY", "INDIVIDUAL", "OTHER"}
}

func serviceRules() []rule {
	rules := []rule{
		{key: "service.name", mandatory: true, recalledStrength: true},
		{key: "service.status.level", mandatory: true, recalledStrength: true, recalled: true, allowed: []string{"OK", "WARNING", "ALERT", "ERROR", "OVER", "VOID"}},
		{key: "service.registration", mandatory: true, recalledStrength: true, kind: "list", allowed: []string{"None", "Free", "Member", "Client"}},
		{key: "service.registration.load", mandatory: true, recalledStrength: true, allowed: []string{"OPEN", "FULL"}},
		{key: "service.install.type", mandatory: true, recalledStrength: true, recalled: true, allowed: installTypes()},
		{key: "service.contact.email", kind: "email"},
		{key: "service.startdate", kind: "date"}, {key: "service.enddate", kind: "date"},
		{key: "service.description"}, {key: "service.status.description"},
		{key: "software.name", mandatory: true, recalledStrength: true},
		{key: "software.license.name", mandatory: true, recalledStrength: true},
		{key: "software.license.url", mandatory: true, recalledStrength: true, kind: "url"},
		{key: "software.version"}, {key: "software.modules"},
		{key: "host.name", mandatory: true, recalledStrength: true},
		{key: "host.server.type", mandatory: true, recalledStrength: true, allowed: []string{"NANO", "PHYSICAL", "VIRTUAL", "SHARED", "CLOUD"}},
		{key: "host.provider.type", mandatory: true, recalledStrength: true, allowed: []string{"HOME", "HOSTEDBAY", "HOSTEDSERVER", "OUTSOURCED"}},
		{key: "host.country.name", mandatory: true, recalledStrength: true},
		{key: "host.country.code", mandatory: true, recalledStrength: true, kind: "country"},
		{key: "host.description"}, {key: "host.server.distribution"}, {key: "host.provider.hypervisor"},
	}
	for _, key := range []string{"service.website", "service.logo", "service.legal.url", "service.guide.technical", "service.guide.user", "service.contact.url", "software.website", "software.source.url"} {
		rules = append(rules, rule{key: key, kind: "url"})
	}
	return append(rules, rule{key: "subs.*", kind: "url"})
}

func installTypes() []string {
	return []string{"DISTRIBUTION", "PROVIDER", "PACKAGE", "TOOLING", "CLONEREPO", "ARCHIVE", "SOURCES", "CONTAINER"}
}

// complaint says in French and English what is wrong with a value, "" twice
// when nothing is.
func (r rule) complaint(value string) (french, english string) {
	for _, item := range r.items(value) {
		if len(r.allowed) > 0 && !slices.Contains(r.allowed, item) {
			allowed := strings.Join(r.allowed, ", ")
			return "valeurs possibles : " + allowed, "allowed values: " + allowed
		}
	}
	form, known := forms()[r.kind]
	if known && !form.pattern.MatchString(value) {
		return form.french, form.english
	}
	return "", ""
}

func (r rule) items(value string) []string {
	if r.kind == "list" {
		return strings.Split(value, ";")
	}
	return []string{value}
}

type form struct {
	pattern         *regexp.Regexp
	french, english string
}

func forms() map[string]form {
	return map[string]form{
		"url":      {regexp.MustCompile(`^https://[^\s'"]+$`), "une adresse commence par https://", "an address starts with https://"},
		"email":    {regexp.MustCompile(`^[^\s]+@[^\s]+$`), "une adresse de courriel est attendue", "an e-mail address is expected"},
		"country":  {regexp.MustCompile(`^[A-Z]{2}$`), "deux majuscules, par exemple FR", "two capitals, for example FR"},
		"degree":   {regexp.MustCompile(`^[+-]?\d+[,.]\d{1,8}$`), "des degrés décimaux, par exemple 49,41794", "decimal degrees, for example 49,41794"},
		"date":     {regexp.MustCompile(`^(\d{2}/\d{2}/\d{4}|\d{4}-\d{2}-\d{2})$`), "une date, par exemple 01/03/2026", "a date, for example 01/03/2026"},
		"datetime": {regexp.MustCompile(`^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$`), "une date avec son heure, sans fuseau, par exemple 2026-11-22T10:00:00", "a date with its time, without zone, for example 2026-11-22T10:00:00"},
		"numbers":  {regexp.MustCompile(`^[\d.,; -]*$`), "une liste de nombres", "a list of numbers"},
	}
}
