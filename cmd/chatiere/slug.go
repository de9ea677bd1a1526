package main

import (
	"os"
	"regexp"

	"framagit.org/chatiere/chatiere/installer/site"
)

// slugPattern is what a chaton may be called: the name leads to a folder that
// is removed, so it must not lead out of the state's own.
var slugPattern = regexp.MustCompile(`^[a-z0-9][a-z0-9-]*$`)

// slug finds which chaton is meant. A chaton.hcl with mistakes still says its
// name: leaving must be possible.
func (a *app) slug(name string) (string, error) {
	if name != "" && !slugPattern.MatchString(name) {
		return "", a.wrongUse(a.printer.Sayf("%q is not the name of a chaton.", name),
			a.printer.Sayf("Write it as after the word chaton in chaton.hcl: small letters, digits and hyphens."))
	}
	if name != "" {
		return name, nil
	}
	source, err := os.ReadFile(a.path())
	if err == nil {
		if file, _ := site.Load(a.path(), source); file != nil && file.Slug != "" {
			return file.Slug, nil
		}
	}
	return "", a.wrongUse(a.printer.Sayf("There is no chaton.hcl in %s.", a.absolute(a.folder)),
		a.printer.Sayf("Go to its folder, or name the chaton with --name."))
}
