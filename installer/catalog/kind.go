package catalog

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/zclconf/go-cty/cty"
)

// kind is what an attribute may hold, checked as far as it is written out;
// what depends on a chaton is checked by package site.
type kind struct {
	says    string               // completes "must be …"
	holds   func(cty.Value) bool // nil: anything
	values  []string             // the only strings allowed
	form    form
	of      cty.Type // of a value alone; none where more than one is right
	element *kind    // of a list or map
	key     *kind    // of a map's names; nil: any
	command bool     // visible in the process list: no secret
	typed   bool     // a type, not a value
	item    bool     // of a list or map, and spoken of as such
}

type form int

const (
	single form = iota
	listed
	mapped
)

func (k kind) asItem() kind {
	k.item = true
	return k
}

// named is a map whose names have a form of their own.
func (k kind) named(key kind) kind {
	k.key = &key
	return k
}

// variableName is what the process finds in its environment.
func variableName() kind {
	return matching(`the name of a variable: letters, digits and _, for example "DATABASE_URL"`, `^[A-Za-z_][A-Za-z0-9_.-]*$`)
}

func anything() kind { return kind{says: "any value"} }

func str() kind {
	return kind{says: "a string", holds: isString, of: cty.String}
}

func filled() kind {
	return matching("a string that is not empty", `(?s)^.+$`)
}

func boolean() kind {
	return kind{says: "true or false", of: cty.Bool, holds: func(v cty.Value) bool { return v.Type() == cty.Bool }}
}

func oneOf(values ...string) kind {
	return kind{says: list(quoted(values)), holds: isString, values: values, of: cty.String}
}

func listOf(element kind) kind {
	return kind{says: "a list", form: listed, element: &element}
}

func mapOf(element kind) kind {
	return kind{says: "an object, { NAME = value }", form: mapped, element: &element}
}

// command is a list of strings: no shell takes it apart.
func command() kind {
	k := listOf(str())
	k.says, k.command = `a list of strings, for example ["program", "--option"]`, true
	return k
}

func typeExpression() kind {
	return kind{says: "string, number, bool, list(T), set(T), map(T) or object({…})", typed: true}
}

// text is a sentence for people.
func text() kind {
	return kind{
		says:  `a text: a string, or an object by language such as { fr = "…", en = "…" } in which fr is required`,
		holds: func(v cty.Value) bool { return readText(v) != nil },
	}
}

func textOrFalse() kind {
	return kind{
		says:  `a text, or false when it was tried and keeps none`,
		holds: func(v cty.Value) bool { return readText(v) != nil || v.RawEquals(cty.False) },
	}
}

// whole is a whole number between two bounds.
func whole(least, most int64) kind {
	return kind{
		of:   cty.Number,
		says: "a whole number between " + strconv.FormatInt(least, 10) + " and " + strconv.FormatInt(most, 10),
		holds: func(v cty.Value) bool {
			n, ok := readWhole(v)
			return ok && n >= least && n <= most
		},
	}
}

func positive() kind {
	return kind{says: "a number above 0", of: cty.Number, holds: func(v cty.Value) bool {
		return v.Type() == cty.Number && v.AsBigFloat().Sign() > 0
	}}
}

func environmentValue() kind {
	return kind{says: "a string, a number, true or false: a list or object must be encoded first, for example with jsonencode", of: cty.String,
		holds: func(v cty.Value) bool { return v.Type().IsPrimitiveType() }}
}

func webAddress() kind {
	return kind{says: `a web address, for example "https://example.org/"`, holds: func(v cty.Value) bool {
		return isString(v) && isWebAddress(v.AsString())
	}}
}

func matching(says, pattern string) kind {
	compiled := regexp.MustCompile(pattern)
	return kind{says: says, of: cty.String, holds: func(v cty.Value) bool {
		return isString(v) && compiled.MatchString(v.AsString())
	}}
}

const sizePattern = `[0-9]{1,15}(B|KiB|MiB|GiB|TiB)`

func size() kind {
	return matching(`a size: digits and B, KiB, MiB, GiB or TiB, for example "128MiB"`, `^`+sizePattern+`$`)
}

const durationPattern = `([0-9]{1,9}h([0-9]{1,9}m)?([0-9]{1,9}s)?|[0-9]{1,9}m([0-9]{1,9}s)?|[0-9]{1,9}s)`

func duration() kind {
	return matching(`a duration, for example "90s", "5m" or "1h30m"`, `^`+durationPattern+`$`)
}

func rhythm() kind {
	return matching(`a duration, "daily" or "weekly"`, `^(`+durationPattern+`|daily|weekly)$`)
}

func period() kind {
	return matching(`a period, for example "30 days": a number and days, weeks, months or years`,
		`^[0-9]{1,5} (days|weeks|months|years)$`)
}

func semver() kind {
	return matching(`a semantic version, for example "1.0.0"`,
		`^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$`)
}

func kitVersion() kind {
	return matching(`a version of chatiere, for example "1.3"`, `^[0-9]{1,6}\.[0-9]{1,6}$`)
}

func absolutePath() kind {
	return matching(`an absolute path, for example "/var/lib/app"`, `^/`)
}

// excluded is a path in a volume, so that it stays right wherever containers
// mount that volume.
func excluded() kind {
	return matching(`a path in a volume, beginning with the volume's name, for example "data/cache"`, `^`+namePattern+`(/([^/.]|\.[^/.]|\.\.[^/])[^/]*)+$`)
}

func prefix() kind {
	return matching(`a path that begins and ends with "/", for example "/" or "/api/"`, `^/([^?#]*/)?$`)
}

func user() kind {
	return matching(`"uid:gid" in digits, for example "1000:1000"`, `^[0-9]{1,10}:[0-9]{1,10}$`)
}

func mode() kind {
	return matching(`the digits of a mode, for example "0440"`, `^[0-7]{3,4}$`)
}

func temporary() kind {
	return matching(`"/path", "/path:64MiB" or "/path:64MiB:exec"`, `^/[^:]*(:`+sizePattern+`(:exec)?)?$`)
}

func capability() kind {
	return matching(`the name of a capability, for example "NET_BIND_SERVICE"`, `^[A-Z][A-Z_]*$`)
}

func host() kind {
	return matching(`a host name, for example "tile.example.org"`, `^`+hostPattern+`$`)
}

const hostPattern = `([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]*[a-z0-9])?`

// image is a reference to one version: without a tag, or with the tag
// latest, the same file would mean another thing next month.
func image() kind {
	return kind{says: `an image with its version, for example "docker.io/library/redis:7.4"; "latest" is not one`, of: cty.String,
		holds: func(v cty.Value) bool { return isString(v) && imagePinned(v.AsString()) }}
}

func license() kind {
	one := `\(*[A-Za-z0-9][A-Za-z0-9.+:-]*\)*`
	spelled := matching("", `^`+one+`( (AND|OR|WITH) `+one+`)*$`)
	return kind{says: `an SPDX expression, for example "AGPL-3.0-or-later" or "MIT OR Apache-2.0"`,
		holds: func(v cty.Value) bool {
			return spelled.holds(v) && strings.Count(v.AsString(), "(") == strings.Count(v.AsString(), ")")
		}}
}

// portRange is published one to one; each port costs a process of the engine.
func portRange() kind {
	return kind{says: `a range of at most 20 ports, for example "40000-40019"`, of: cty.String, holds: func(v cty.Value) bool {
		if !isString(v) {
			return false
		}
		first, last, _ := strings.Cut(v.AsString(), "-")
		from, err := strconv.ParseUint(first, 10, 16)
		to, err2 := strconv.ParseUint(last, 10, 16)
		return err == nil && err2 == nil && from > 0 && from <= to && to-from < 20
	}}
}
