package compose

import (
	"strings"

	"github.com/distribution/reference"
)

// image is an image's name taken apart.
type image struct {
	written string // in full, with the registry
	base    string // the last part of its name: "postgres"
	tag     string
}

// readImage never fails: what is no name stays as it is written, for the
// catalogue to refuse at its line.
func readImage(text string) image {
	named, err := reference.ParseNormalizedNamed(text)
	if err != nil {
		return image{written: text}
	}
	found := image{written: named.String(), base: reference.Path(named)}
	if at := strings.LastIndexByte(found.base, '/'); at >= 0 {
		found.base = found.base[at+1:]
	}
	if tagged, ok := named.(reference.Tagged); ok {
		found.tag = tagged.Tag()
	}
	return found
}

// takeImage says what is to be done about the image of a container.
func (i *importer) takeImage(s *service) string {
	_, built := s.take("build")
	switch {
	case built && s.image.written == "":
		i.leave(s.at("build"), say("no image is named: write a Containerfile on Debian in a folder of the module and name it in a block build"))
	case built:
		i.leave(s.at("build"), say("only images that stand in a registry are carried over: make sure that %s does, or write a Containerfile on Debian and a block build", s.image.written))
	}
	if s.image.written == "" {
		return ""
	}
	if s.image.tag == "" || s.image.tag == "latest" {
		i.lacking.tag[s.image.written] = append(i.lacking.tag[s.image.written], s.label)
	}
	return i.quote(s.image.written)
}
