package compose

import (
	"errors"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/compose-spec/compose-go/v2/template"
	"github.com/compose-spec/compose-go/v2/types"
)

// A secret that comes from a variable is never read: in its place goes a mark
// with the variable's name, which becomes a reference when HCL is written. The
// same marks hold references to other blocks, with "=" before the expression.
const (
	markOpen  = "⟦"
	markClose = "⟧"
)

var marked = regexp.MustCompile(markOpen + `([^` + markClose + `]*)` + markClose)

// mark stands for a secret's variable.
func mark(variable string) string { return markOpen + variable + markClose }

// refers stands for an expression.
func refers(expression string) string { return mark("=" + expression) }

// interpolated puts variables in, and remembers those without a value.
type interpolated struct {
	environment map[string]string
	unset       map[string]bool
}

func (i *interpolated) lookup(name string) (string, bool) {
	value, given := i.environment[name]
	if secretName(name) && value != "" {
		return mark(name), true
	}
	return value, given
}

// masked is the environment without its secrets: compose passes variables that
// a service only names from here.
func (i *interpolated) masked() types.Mapping {
	masked := types.Mapping{}
	for name := range i.environment {
		masked[name], _ = i.lookup(name)
	}
	return masked
}

// needed are variables written without a default: ${NAME}, $NAME, ${NAME:?…}.
var needed = regexp.MustCompile(`\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(?::?\?[^}]*)?\})`)

// substitute is compose's own substitution, in which no missing value is an
// error: a missing secret is generated, anything else is named.
func (i *interpolated) substitute(text string, lookup template.Mapping) (string, error) {
	missing := map[string]string{}
	for _, match := range needed.FindAllStringSubmatch(strings.ReplaceAll(text, "$$", ""), -1) {
		name := match[1] + match[2]
		if _, given := lookup(name); given {
			continue
		}
		if secretName(name) {
			missing[name] = mark(name)
			continue
		}
		i.unset[name] = true
	}
	return i.filled(text, lookup, missing)
}

func (i *interpolated) filled(text string, lookup template.Mapping, missing map[string]string) (string, error) {
	for {
		value, err := template.SubstituteWithOptions(text, func(name string) (string, bool) {
			if value, known := missing[name]; known {
				return value, true
			}
			return lookup(name)
		}, template.WithoutLogging)
		var required *template.MissingRequiredError
		if !errors.As(err, &required) {
			return value, err
		}
		if _, twice := missing[required.Variable]; twice {
			return value, err
		}
		i.unset[required.Variable] = true
		missing[required.Variable] = "UNSET-" + required.Variable
	}
}

// variables names those that have no value anywhere.
func (i *importer) variables() {
	for _, name := range slices.Sorted(maps.Keys(i.loaded.variables.unset)) {
		i.todo = append(i.todo, say("The variable %s has no value: give it one in the file .env beside the compose file, or correct what was written without it.", name))
	}
}
