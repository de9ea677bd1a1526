package compose

import (
	"regexp"
	"slices"
	"strings"
)

// address is a database's address in one line.
var address = regexp.MustCompile(`^([a-z][a-z0-9+.-]*)://[^@/]*@?([^:/@?]+)(?::\d+)?(?:/([^?]*))?(\?.*)?$`)

// refer puts references in the place of what is not known before the module
// runs: a database's host, user, name and password, and containers by the names
// that they do not have here. Name is the variable that holds the value, "" in
// a command.
func (i *importer) refer(s *service, name, value string) string {
	if whole, done := i.referAddress(value); done {
		return whole
	}
	for _, d := range i.near(s) {
		if told := i.referSetting(d, name, value); told != "" {
			return told
		}
	}
	for _, other := range i.services {
		if other == s { // what is being described can't be referred to
			for _, known := range s.names() {
				value = hostTo(value, known, s.label)
			}
			continue
		}
		value = i.referHost(other, name, value)
	}
	return value
}

// referHost puts an expression where a value names a service.
func (i *importer) referHost(other *service, name, value string) string {
	d := i.databases[other.name]
	for _, known := range other.names() {
		if known == value && !holdsHost.MatchString(name) {
			continue // a word that happens to be the same
		}
		switch {
		case d != nil:
			value = i.referPort(d, hostAs(value, known, d.expression("host")))
		case known != other.label && other.container != nil:
			value = hostAs(value, known, "container."+other.label+".host")
		}
	}
	return value
}

var holdsHost = regexp.MustCompile(`(?i)(HOST|SERVER|ADDR|ADDRESS|URL|URI|DSN|ENDPOINT|BROKERS?|NODES?|CONNECTION|UPSTREAM|SERVICE)(NAME)?S?(_|$|\d)`)

// names are what other services may call this one.
func (s *service) names() []string {
	known := []string{s.name}
	add := func(name string) {
		if name != "" && !slices.Contains(known, name) {
			known = append(known, name)
		}
	}
	for _, key := range []string{"hostname", "container_name"} {
		if name, written := s.called[key]; written {
			add(name)
		}
	}
	for _, alias := range s.aliases {
		add(alias)
	}
	return known
}

// near are the databases, first those that a service names: two may have the
// same user or password.
func (i *importer) near(s *service) []*database {
	sorted := slices.Clone(i.draft.databases)
	named := func(d *database) bool {
		return slices.ContainsFunc(s.environment, func(one pair) bool {
			return slices.ContainsFunc(d.service.names(), func(name string) bool {
				return hostAs(one.value, name, "") != one.value && holdsHost.MatchString(one.name)
			})
		})
	}
	slices.SortStableFunc(sorted, func(a, b *database) int {
		switch first, second := named(a), named(b); {
		case first && !second:
			return -1
		case second && !first:
			return 1
		}
		return 0
	})
	return sorted
}

// referAddress writes the address of a database anew, part by part.
func (i *importer) referAddress(value string) (string, bool) {
	parts := address.FindStringSubmatch(value)
	if parts == nil || i.databases[parts[2]] == nil {
		return "", false
	}
	d := i.databases[parts[2]]
	part := func(name string) string { return refers(d.expression(name)) }
	user, path := part("user"), "/"+part("name")
	if d.cache { // a cache has a password and no user
		user, path = "", strings.TrimSuffix("/"+parts[3], "/")
	}
	return parts[1] + "://" + user + ":" + part("password") + "@" + part("host") + ":" + part("port") + path + parts[4], true
}

// referSetting knows a database's user and name where a variable of that name
// holds the same word.
func (i *importer) referSetting(d *database, name, value string) string {
	upper := strings.ToUpper(name)
	switch {
	case value == "":
		return d.missing(upper)
	case value == d.password && secretName(name):
		return refers(d.expression("password"))
	case d.cache:
	case value == d.setting("_USER") && (strings.HasSuffix(upper, "USER") || strings.HasSuffix(upper, "USERNAME")):
		return refers(d.expression("user"))
	case value == d.setting("_DB", "_DATABASE") && databaseName.MatchString(upper):
		return refers(d.expression("name"))
	}
	return ""
}

// missing is the password of a cache that had none: here each asks for one.
func (d *database) missing(upper string) string {
	if d.cache && secretName(upper) && (strings.Contains(upper, strings.ToUpper(d.engine)) || strings.Contains(upper, "CACHE")) {
		return refers(d.expression("password"))
	}
	return ""
}

var databaseName = regexp.MustCompile(`(^|_)(DB|DATABASE|DBNAME|DB_?NAME|DB_DATABASE|DATABASE_?NAME|SCHEMA)$`)

// referPort leaves the port to the database where the host was just replaced.
func (i *importer) referPort(d *database, value string) string {
	host := refers(d.expression("host"))
	at := strings.Index(value, host+":")
	if at < 0 {
		return value
	}
	end := at + len(host) + 1
	digits := end
	for digits < len(value) && value[digits] >= '0' && value[digits] <= '9' {
		digits++
	}
	if digits == end {
		return value
	}
	return value[:end] + refers(d.expression("port")) + value[digits:]
}

// hostAs puts an expression where a value names a service as a host.
func hostAs(value, name, expression string) string { return hostTo(value, name, refers(expression)) }

func hostTo(value, name, other string) string {
	if !strings.Contains(value, name) {
		return value
	}
	pattern := regexp.MustCompile(`(^|//|@|,|=)` + regexp.QuoteMeta(name) + `($|[:/,?])`)
	return pattern.ReplaceAllString(value, "${1}"+strings.ReplaceAll(other, "$", "$$")+"${2}")
}
