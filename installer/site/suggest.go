package site

import (
	"sort"
	"strings"

	"framagit.org/chatiere/chatiere/installer/catalog"
)

// hint says what is allowed, by the nearest name when there is one.
func hint(given string, allowed []string) sentence {
	if near := catalog.Nearest(given, allowed); near != "" {
		return say("Did you mean %q?", near)
	}
	if len(allowed) == 0 {
		return say("Nothing may stand here.")
	}
	listed := append([]string(nil), allowed...)
	sort.Strings(listed)
	return say("Allowed here: %s.", strings.Join(listed, ", "))
}
