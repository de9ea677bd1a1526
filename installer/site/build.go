package site

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path"
	"strings"

	"framagit.org/chatiere/chatiere/installer/catalog"
)

// contextPlace is where a build context lies.
type contextPlace struct {
	module *catalog.Module
	folder string
}

// build reads a context once, however many services have the same module.
func (a *assembly) build(m making, declared *catalog.Build) *Build {
	place := contextPlace{m.module, path.Clean(a.text(declared.Context, m.shaping, "image"))}
	known := a.builds[place]
	if known == nil {
		known = a.readBuild(place, declared)
		a.builds[place] = known
	}
	build := *known
	return &build
}

func (a *assembly) readBuild(place contextPlace, declared *catalog.Build) *Build {
	build := &Build{Module: place.module.Name, Version: place.module.Version, Context: place.folder}
	files, err := place.module.Context(build.Context)
	if err != nil {
		a.author(declared.Range, "Context that cannot be read", err.Error())
		return build
	}
	build.Files = files
	recipe, found := files["Containerfile"]
	if !found {
		a.author(declared.Range, "No Containerfile", "The folder \""+build.Context+"\" holds no file of that name.")
		return build
	}
	// What is wrong in it was complained of when the module was loaded.
	read, _ := catalog.CheckContainerfile(path.Join(build.Context, "Containerfile"), recipe)
	for _, base := range read.Bases {
		if base != "scratch" {
			build.Base = base
		}
	}
	build.User = numericUser(read.User)
	build.Volumes = read.Volumes
	build.Inputs = inputsOf(files, build.Base)
	build.Tag = fmt.Sprintf("chatiere/%s:%s-%s", build.Module, build.Version, build.Inputs[:12])
	return build
}

// numericUser is the last USER as "uid:gid". A number alone is its group's
// too, as every image of ours is made; none is root.
func numericUser(user string) string {
	switch {
	case user == "":
		return "0:0"
	case !strings.Contains(user, ":"):
		return user + ":" + user
	}
	return user
}

// inputsOf is what a rebuild depends on. Each part is hashed for itself first,
// so that no two different contexts write the same bytes.
func inputsOf(files map[string][]byte, base string) string {
	sum := sha256.New()
	fmt.Fprintf(sum, "base %x\n", sha256.Sum256([]byte(base)))
	for _, name := range names(files) {
		fmt.Fprintf(sum, "file %x %x\n", sha256.Sum256([]byte(name)), sha256.Sum256(files[name]))
	}
	return hex.EncodeToString(sum.Sum(nil))
}
