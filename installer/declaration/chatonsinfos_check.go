package declaration

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"framagit.org/chatiere/chatiere/installer/site"
)

// Problem is one thing wrong in a properties file.
type Problem struct {
	Line    int // 0 when something is absent
	Key     string
	Value   string
	Rule    site.Text // what is expected
	Warning bool      // the rule is known from memory only, or is advice
}

// String is one line for people: the key, the value and the rule.
func (p Problem) String() string {
	severity := "error"
	if p.Warning {
		severity = "warning"
	}
	return fmt.Sprintf("line %d: %s: %s = %q: %s", p.Line, severity, p.Key, p.Value, p.Rule.In("en"))
}

// CheckProperties reads a ChatonsInfos file of that class (organization,
// service, metrics) and lists everything wrong with it at once.
func CheckProperties(class string, content []byte) []Problem {
	c := &checker{class: class, lines: map[string]entry{}}
	for i, line := range strings.Split(strings.ReplaceAll(string(content), "\r\n", "\n"), "\n") {
		c.read(i+1, line)
	}
	c.mandatory()
	c.together()
	slices.SortStableFunc(c.problems, func(a, b Problem) int { return a.Line - b.Line })
	return c.problems
}

// checker holds one file while it is looked at.
type checker struct {
	class    string
	lines    map[string]entry
	problems []Problem
}

type entry struct {
	line  int
	value string
}

func (c *checker) report(line int, key, value string, warning bool, french, english string) {
	c.problems = append(c.problems, Problem{line, key, value, site.Text{"fr": french, "en": english}, warning})
}

var keyPattern = regexp.MustCompile(`^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$`)

// read takes one line: empty, comment or entry.
func (c *checker) read(number int, line string) {
	if strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#") {
		return
	}
	key, value, found := strings.Cut(line, "=")
	key, value = strings.TrimSpace(key), strings.TrimSpace(value)
	quoted := false
	switch {
	case !found || !keyPattern.MatchString(key):
		c.report(number, key, value, false, "une ligne s’écrit chemin = valeur", "a line is written path = value")
		return
	case strings.Contains(value, "\\"):
		c.report(number, key, value, true, "n’écrivez pas de barre oblique inverse", "write no backslash")
	case strings.HasPrefix(value, "'") || strings.HasPrefix(value, `"`):
		c.report(number, key, value, false, "pas de guillemets : ils feraient partie de la valeur", "no quotes: they would be part of the value")
		quoted = true
	}
	if before, twice := c.lines[key]; twice {
		c.report(number, key, value, false, fmt.Sprintf("cette clé est déjà à la ligne %d", before.line), fmt.Sprintf("this key is already on line %d", before.line))
	}
	c.lines[key] = entry{number, value}
	if !quoted {
		c.value(number, key, value)
	}
}

// value checks one entry by the type of its key.
func (c *checker) value(number int, key, value string) {
	known, found := c.rule(key)
	if !found {
		c.report(number, key, value, true, "cette clé n’est pas connue dans ce fichier", "this key is not known in this file")
		return
	}
	if value == "" {
		return
	}
	if french, english := known.complaint(value); french != "" {
		c.report(number, key, value, known.recalled, french, english)
	}
}

func (c *checker) rule(key string) (rule, bool) {
	for _, known := range rules(c.class) {
		prefix, open := strings.CutSuffix(known.key, "*")
		if known.key == key || (open && strings.HasPrefix(key, prefix) && len(key) > len(prefix)) {
			return known, true
		}
	}
	return rule{}, false
}

func (c *checker) mandatory() {
	for _, known := range rules(c.class) {
		if known.mandatory && c.lines[known.key].value == "" {
			c.report(c.lines[known.key].line, known.key, "", known.recalledStrength, "cette clé est demandée", "this key is asked for")
		}
	}
}

// together checks what only two entries can show.
func (c *checker) together() {
	if found := c.lines["file.class"]; found.value != "" && !strings.EqualFold(found.value, c.class) {
		c.report(found.line, "file.class", found.value, false, "la classe attendue est "+c.class, "the expected class is "+c.class)
	}
	server := c.lines["host.server.type"]
	if !validPair(c.lines["host.provider.type"].value, server.value) {
		c.report(server.line, "host.server.type", server.value, false,
			"ce genre de machine ne va pas avec host.provider.type = "+c.lines["host.provider.type"].value,
			"this kind of machine does not go with host.provider.type = "+c.lines["host.provider.type"].value)
	}
	c.ends("organization.enddate", "organization.status.level", "AWAY")
	c.ends("service.enddate", "service.status.level", "OVER")
}

func (c *checker) ends(key, level, only string) {
	end := c.lines[key]
	if end.value != "" && c.lines[level].value != only {
		c.report(end.line, key, end.value, true, "une date de fin va avec "+level+" = "+only, "an end date goes with "+level+" = "+only)
	}
}
