package catalog

import (
	"regexp"

	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// labelPatterns are made once: a catalogue may hold a thousand modules.
var labelPatterns = compiledLabels()

func compiledLabels() map[label]*regexp.Regexp {
	patterns := map[label]*regexp.Regexp{}
	for _, form := range []label{named, titled, hosted, absolute, spoken} {
		pattern, _ := form.pattern()
		patterns[form] = regexp.MustCompile(`^(` + pattern + `)$`)
	}
	return patterns
}

const (
	namePattern     = `[a-z][a-z0-9_-]{0,62}`
	modulePattern   = `^(` + namePattern + `/)?` + namePattern + `$`
	absolutePattern = `/[^\x00]*[^/]`
)

func (c *checker) labels(b *hclsyntax.Block, form label) {
	_, says := form.pattern()
	switch {
	case form == unlabelled && len(b.Labels) > 0:
		c.add(b.LabelRanges[0], "Label not allowed", "A block %q has no label. Remove it.", b.Type)
	case form != unlabelled && len(b.Labels) == 0:
		c.add(b.DefRange(), "Missing label", "A block %q is written with a label: %s \"…\" { … }. It is %s.", b.Type, b.Type, says)
	case len(b.Labels) > 1:
		c.add(b.LabelRanges[1], "Label not allowed", "A block %q has one label only. Remove the others.", b.Type)
	case form != unlabelled && !labelPatterns[form].MatchString(b.Labels[0]):
		c.add(b.LabelRanges[0], "Wrong label", "%q can't be the label of a block %q. It is %s.", b.Labels[0], b.Type, says)
	}
}

func (l label) pattern() (pattern, says string) {
	switch l {
	case titled:
		return `.*\S.*`, "any text that is not empty"
	case hosted:
		return hostPattern, `a host name, for example "tile.example.org"`
	case absolute:
		return absolutePattern, `an absolute path, for example "/etc/app/settings.json"`
	case spoken:
		return `[a-z]{2,3}`, `the code of a language, for example "fr"`
	default:
		return namePattern, "a small letter, then at most 62 small letters, digits, - and _"
	}
}
