package site

import (
	"sort"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/gohcl"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"
)

// Lock is chaton.lock.hcl: what was chosen once and must not change by itself.
// Only `apply` and `upgrade` write it.
type Lock struct {
	Pool     string          `hcl:"pool,optional"`
	Services []LockedService `hcl:"service,block"`
	Images   []LockedImage   `hcl:"image,block"`
	Ports    []LockedPort    `hcl:"port,block"`

	// Keeps says that there is a copy of each module: a lock file of before is
	// taken up as if nothing had been kept (decision 16).
	Keeps   bool           `hcl:"keeps_modules,optional"`
	Sources []LockedSource `hcl:"source,block"`
}

// LockedImage pins one image: Digest when a registry gave one, else Inputs for
// a built one. ID is the image on this engine; it says nothing on another.
type LockedImage struct {
	Name   string `hcl:"name,label"`
	Digest string `hcl:"digest,optional"`
	Inputs string `hcl:"inputs,optional"`
	ID     string `hcl:"id,optional"`
}

// ParseLock reads a lock file. Empty source is an empty lock.
func ParseLock(name string, source []byte) (Lock, hcl.Diagnostics) {
	var lock Lock
	file, diagnostics := hclsyntax.ParseConfig(source, name, hcl.InitialPos)
	if diagnostics.HasErrors() {
		return lock, diagnostics
	}
	return lock, append(diagnostics, gohcl.DecodeBody(file.Body, nil, &lock)...)
}

// Bytes writes the lock, sorted, with a first line that says who owns it.
func (l Lock) Bytes() []byte {
	file := hclwrite.NewEmptyFile()
	body := file.Body()
	body.AppendUnstructuredTokens(hclwrite.Tokens{{
		Type:  hclsyntax.TokenComment,
		Bytes: []byte("# Versions figées, écrites par « chatiere apply ». À garder avec chaton.hcl.\n"),
	}})
	if l.Pool != "" {
		body.SetAttributeValue("pool", cty.StringVal(l.Pool))
	}
	if l.Keeps {
		body.SetAttributeValue("keeps_modules", cty.True)
	}
	sort.Slice(l.Services, func(i, j int) bool { return l.Services[i].Name < l.Services[j].Name })
	for _, service := range l.Services {
		appendBlock(body, serviceBlock(service))
	}
	sort.Slice(l.Images, func(i, j int) bool { return l.Images[i].Name < l.Images[j].Name })
	for _, image := range l.Images {
		appendBlock(body, imageBlock(image))
	}
	appendPorts(body, l.Ports)
	appendSources(body, l.Sources)
	return hclwrite.Format(file.Bytes())
}

// Pins is what the lock pins by name ("pool", "service wiki", "image …"),
// without image IDs, which are known only after a build: two equal ones mean
// that nothing is to be written. An empty lock has none.
func (l Lock) Pins() map[string]string {
	if l.Pool == "" && len(l.Services) == 0 {
		return nil
	}
	pins := map[string]string{"pool": l.Pool}
	l.pinModules(pins)
	for _, image := range l.Images {
		pins["image "+image.Name] = image.Digest + image.Inputs
	}
	pinPorts(pins, l.Ports)
	return pins
}

// Image returns the pinned image of that name, or a zero one.
func (l Lock) Image(name string) LockedImage {
	for _, image := range l.Images {
		if image.Name == name {
			return image
		}
	}
	return LockedImage{}
}

// LockOf is the lock that a site asks for, with the IDs and digests that
// `known` gives.
func LockOf(s *Site, known func(image Image) (id, digest string)) Lock {
	lock := Lock{Pool: s.Pool, Ports: s.PublicPorts(), Keeps: true, Sources: lockedSources(s.Sources)}
	seen := map[string]bool{}
	for _, service := range s.Services {
		if service.External != nil {
			continue
		}
		lock.Services = append(lock.Services, LockedOf(service.Name, service.Module, service.Origin, service.Modules))
		for _, container := range service.Containers {
			if name := container.Image.Name(); !seen[name] {
				seen[name] = true
				lock.Images = append(lock.Images, lockedImage(container.Image, known))
			}
		}
	}
	return lock
}

func lockedImage(image Image, known func(Image) (id, digest string)) LockedImage {
	locked := LockedImage{Name: image.Name()}
	locked.ID, locked.Digest = known(image)
	if image.Build != nil {
		locked.Inputs, locked.Digest = image.Build.Inputs, ""
	}
	return locked
}

// imageBlock leaves out what is empty, which gohcl would write as null.
func imageBlock(image LockedImage) *hclwrite.Block {
	block := hclwrite.NewBlock("image", []string{image.Name})
	for _, attribute := range []struct{ name, value string }{
		{"digest", image.Digest}, {"inputs", image.Inputs}, {"id", image.ID},
	} {
		if attribute.value != "" {
			block.Body().SetAttributeValue(attribute.name, cty.StringVal(attribute.value))
		}
	}
	return block
}

func appendBlock(body *hclwrite.Body, block *hclwrite.Block) {
	body.AppendNewline()
	body.AppendBlock(block)
}
