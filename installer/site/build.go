package site

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path"
	"strings"

	"framagit.org/chatiere/chatiere/installer/catalog"
)

func (a *assembly) build(m making, declared *catalog.Build) *Build {
	build := &Build{
		Module: m.module.Name, Version: m.module.Version,
		Context: path.Clean(a.text(declared.Context, m.shaping, "image")),
	}
	files, err := m.module.Context(build.Context)
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
