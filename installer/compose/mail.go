package compose

import (
	"regexp"
	"slices"
	"strings"
)

var mailPrefix = regexp.MustCompile(`(^|_)(SMTP|E?MAIL(ER)?)(_|$)`)

// mailEndings are how software name what they ask of a relay.
func mailEndings() []pair {
	return []pair{
		{name: "PASSWORD", value: "password"}, {name: "PASS", value: "password"}, {name: "PASSWD", value: "password"},
		{name: "USERNAME", value: "user"}, {name: "USER", value: "user"}, {name: "LOGIN", value: "user"},
		{name: "PORT", value: "port"}, {name: "SERVER", value: "host"}, {name: "HOSTNAME", value: "host"}, {name: "HOST", value: "host"},
		{name: "FROM", value: "from"},
	}
}

// mailField tells which value of the chaton's relay a variable asks for: by its
// name alone, and only where the relay's host is asked for too, since a mail
// server has ports of its own.
func (s *service) mailField(name string) string {
	field := mailField(name)
	if field == "" || !slices.ContainsFunc(s.environment, func(one pair) bool { return mailField(one.name) == "host" }) {
		return ""
	}
	return field
}

func mailField(name string) string {
	upper := strings.ToUpper(name)
	if !mailPrefix.MatchString(upper) {
		return ""
	}
	for _, each := range mailEndings() {
		if strings.HasSuffix(upper, "_"+each.name) {
			return each.value
		}
	}
	return ""
}

// relayed is what the chaton's relay gives, nothing where there is none.
func relayed(field string) string { return "mail == null ? null : mail." + field }
