package compose

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// secrets are the secret blocks of the module. None holds a value of the
// compose files: each is generated anew, and made when it is first referred to.
type secrets struct {
	names   []string
	named   map[string]string // the expression, by the variable that held it
	valued  map[string]string // the expression, by the value that was written out
	written map[string]string // the name under which a value is written out
}

var (
	secretly = regexp.MustCompile(`(?i)((^|_)(PASSWORD|PASSWD|PASSPHRASE|PASS|SECRETS?|TOKENS?|KEY|SALT|CREDENTIALS?)|PASSWORD|PASSWD|PASS|ROOTPW)(_?(BASE|V)?_?\d*)?$`)
	openly   = regexp.MustCompile(`(?i)(PUBLIC|PUB|SITE|AUTHORIZED|PRIMARY|FOREIGN|SORT|CACHE|BY)_?KEY$|(^|_)(NO|ALLOW|USE|REQUIRE|ENABLE|DISABLE|SKIP)_.*PASS|BYPASS`)
	plain    = regexp.MustCompile(`^(|true|false|yes|no|on|off|null|none|\d{1,4}|/.*)$`)
)

// secretName tells whether a variable's name is that of a secret.
func secretName(name string) bool { return secretly.MatchString(name) && !openly.MatchString(name) }

// secretValue tells whether what stands under such a name can be one: many
// software have a switch or a path under it.
func secretValue(value string) bool { return !plain.MatchString(strings.ToLower(value)) }

// ofVariable is the secret that a variable of the compose files held.
func (s *secrets) ofVariable(variable string) string {
	if expression, known := s.named[variable]; known {
		return expression
	}
	s.named[variable] = s.make(variable)
	return s.named[variable]
}

// ofValue is the secret that stands written out in a compose file, "" for what
// is none.
func (s *secrets) ofValue(value string) string {
	if _, known := s.valued[value]; !known && s.written[value] != "" {
		s.valued[value] = s.make(s.written[value])
	}
	return s.valued[value]
}

// stands remembers that a value is a secret.
func (s *secrets) stands(name, value string) {
	if _, known := s.written[value]; !known {
		s.written[value] = name
	}
}

// make adds a block; a name that is taken gets a number.
func (s *secrets) make(wanted string) string {
	name := label(wanted)
	for number := 2; slices.Contains(s.names, name); number++ {
		name = label(wanted) + "_" + strconv.Itoa(number)
	}
	s.names = append(s.names, name)
	return "secret." + name
}

// password is what stands for a password in an address, scheme://user:HERE@.
var password = regexp.MustCompile(`^[a-z][a-z0-9+.-]*://[^:@/]*:([^@/]+)@`)

// literalSecrets finds every secret that is written out, before anything that
// may repeat it is carried over.
func (i *importer) literalSecrets() {
	for _, s := range i.services {
		if i.databases[s.name] != nil {
			continue
		}
		for _, each := range s.environment {
			if secretName(each.name) && secretValue(each.value) && !marked.MatchString(each.value) && s.mailField(each.name) == "" {
				i.secrets.stands(each.name, each.value)
			}
			found := password.FindStringSubmatch(each.value)
			if found != nil && !marked.MatchString(found[1]) {
				i.secrets.stands(each.name+"_password", found[1])
			}
		}
	}
}

// hidden puts a reference where a secret stands written out.
func (s *secrets) hidden(name, value string) string {
	if secretName(name) {
		if expression := s.ofValue(value); expression != "" {
			return refers(expression)
		}
	}
	found := password.FindStringSubmatchIndex(value)
	if found == nil {
		return value
	}
	expression := s.ofValue(value[found[2]:found[3]])
	if expression == "" {
		return value
	}
	return value[:found[2]] + refers(expression) + value[found[3]:]
}
