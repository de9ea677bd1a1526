package catalog

import (
	"path"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
)

// whole checks what a module must have, by its kind.
func (c *checker) whole(folder string, m *Module, found bool, root block) {
	if !found {
		c.add(hcl.Range{Filename: folder, Start: hcl.InitialPos, End: hcl.InitialPos}, "Missing block",
			"This folder has no block module %q { … }, with which every module begins.", folder)
		return
	}
	if m.Name != folder {
		c.add(m.Range, "Wrong label", "The module is named %q and its folder %q. Give both the same name.", m.Name, folder)
	}
	required, forbidden := []string{"container", "test"}, []string{"engine", "dump", "check", "load", "password"}
	if m.Kind == "engine" {
		required = append(required, "engine")
		forbidden = []string{"variable", "route", "publish", "job", "action", "uses", "database", "cache", "notice"}
	} else {
		required = append(required, "software", "privacy", "rights")
	}
	for _, kind := range required {
		if _, ok := root.child(kind); !ok {
			c.add(m.Range, "Missing block", "A module of kind %q needs a block %q.", m.Kind, kind)
		}
	}
	for _, kind := range forbidden {
		for _, b := range root.children(kind) {
			c.add(b.DefRange(), "Block not allowed", "A module of kind %q has no block %q.", m.Kind, kind)
		}
	}
	c.questions(m)
	c.guides(m)
}

// questions checks variables, inputs and secrets beyond the shape of blocks.
func (c *checker) questions(m *Module) {
	for _, v := range m.Variables {
		c.question(v)
	}
	for _, a := range m.Actions {
		for _, input := range a.Inputs {
			if input.Generate == 0 {
				c.question(&input.Variable)
			} else {
				c.generated(input)
			}
		}
	}
	for _, s := range m.Secrets {
		if s.Reveal && s.Label == nil {
			c.add(s.Range, "Missing attribute", "A secret that is shown needs a label that says what it is.")
		}
	}
}

func (c *checker) question(v *Variable) {
	if v.Type != cty.NilType {
		c.preset(v)
	}
}

// generated refuses what is asked of an input that nobody is asked for.
func (c *checker) generated(input *Input) {
	if input.Default != nil || input.Choices != nil || input.Format != "" || len(input.Validations) > 0 {
		c.add(input.Range, "Not both", "A generated input is not asked for, so it has no default, choices, format or validation. Remove them, or generate.")
	}
}

// preset checks a default that is written out.
func (c *checker) preset(v *Variable) {
	if v.Default == nil {
		return
	}
	value, ok := literal(v.Default)
	if !ok || value.IsNull() {
		return
	}
	if _, err := convert.Convert(value, v.Type); err != nil {
		c.add(v.Default.Range(), "Wrong default", "The default can't be read as %s: %v.", v.Type.FriendlyName(), err)
		return
	}
	if len(v.Choices) > 0 && isString(value) && !slices.Contains(v.Choices, value.AsString()) {
		c.add(v.Default.Range(), "Wrong default", "%q is none of the choices. Write %s.%s", value.AsString(),
			list(quoted(v.Choices)), suggestion(value.AsString(), v.Choices))
	}
}

func (c *checker) guides(m *Module) {
	for _, guide := range m.Guides {
		for _, name := range []string{guide.User, guide.Technical} {
			if name == "" {
				continue
			}
			if path.Ext(name) != ".md" {
				c.add(guide.Range, "Not Markdown", "%q is no Markdown file: its name ends in .md.", name)
				continue
			}
			c.file(name, guide.Range)
		}
	}
}
