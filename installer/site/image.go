package site

import (
	"crypto/sha256"
	"encoding/hex"
	"runtime"
	"slices"

	"framagit.org/chatiere/chatiere/installer/catalog"
	"github.com/distribution/reference"
	"github.com/hashicorp/hcl/v2"
)

func (a *assembly) image(m making, declared *catalog.Container) Image {
	named := a.text(declared.Image, m.shaping, "")
	switch {
	case named != "" && declared.Build != nil:
		a.author(declared.Range, "Both image and build", "A container is made from exactly one of them.")
	case declared.Build != nil:
		return Image{Build: a.build(m, declared.Build)}
	case named != "":
		return Image{Reference: a.canonical(declared.Image.Range(), named)}
	case declared.Image == nil:
		a.author(declared.Range, "No image", "A container is made from an image or a build.")
	}
	return Image{}
}

// canonical writes an image's name with its registry, so that one image has
// one name everywhere.
func (a *assembly) canonical(where hcl.Range, written string) string {
	named, err := reference.ParseNormalizedNamed(written)
	if err != nil {
		a.author(where, "Wrong image", "\""+written+"\" is no image name: "+err.Error()+".")
		return written
	}
	tagged, hasTag := named.(reference.Tagged)
	switch {
	case !hasTag:
		a.author(where, "Image without a tag", "The image \""+written+"\" has no tag. Write a version, for example \""+reference.FamiliarName(named)+":1.2.3\".")
	case tagged.Tag() == "latest":
		a.author(where, "Image that moves", "The tag \"latest\" names another image every week. Write a version.")
	}
	return named.String()
}

func (a *assembly) checkArchitecture(m making, declared *catalog.Container) {
	listed := a.list(declared.Architecture, m.shaping)
	if listed != nil && !slices.Contains(listed, runtime.GOARCH) {
		a.refuse(a.file.place("service."+a.service.Name+".module"),
			say("The module %q does not run on this kind of processor", a.module.Name),
			say("It runs on: %s. This machine is %s.", joined(listed), runtime.GOARCH))
	}
}

func hashOf(content string) string {
	sum := sha256.Sum256([]byte(content))
	return hex.EncodeToString(sum[:])
}
