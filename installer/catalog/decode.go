package catalog

import (
	"strconv"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// languageRelease is the release of the kit whose module language this
// package reads. A module that needs a later one is told so, and not that its
// attributes are unknown.
const languageRelease = "1.0"

// module checks a body and makes a module of it. The module is whole only
// when no error was added.
func (c *checker) module(name string, body *hclsyntax.Body, grammar *shape, sources map[string]*hcl.File) *Module {
	root := block{&hclsyntax.Block{Body: body}}
	head, found := root.child("module")
	if found && later(head.string("needs"), languageRelease) {
		c.diagnostics = nil
		c.add(head.Body.Attributes["needs"].Expr.Range(), "Kit too old",
			"This module needs chatiere %s. Install a newer chatiere.", head.string("needs"))
		return nil
	}
	c.vocabulary = readVocabulary(body, found && head.string("kind") == "engine")
	c.roster = readRoster(body)
	c.body(body, hcl.Range{}, grammar, place{})
	m := decode(root, head, found)
	m.Folder, m.body = c.folder, body
	if !c.broken {
		c.whole(name, m, found, root)
		c.connections(m, root)
		c.tests(root)
		c.images(name, m, sources)
	}
	hash, err := Hash(c.folder)
	if err != nil {
		c.add(hcl.Range{Filename: name}, "Unreadable module", "Not every file can be read: %v.", err)
	}
	m.Hash = hash
	return m
}

func decode(root, head block, found bool) *Module {
	m := &Module{Kind: "service"}
	if found {
		decodeHead(m, head)
	}
	decodeAsked(m, root)
	decodeRunning(m, root)
	decodePublished(m, root)
	for _, b := range root.children("test") {
		m.Tests = append(m.Tests, &Test{Name: b.label(), Body: b.Body, Range: b.DefRange()})
	}
	return m
}

func decodeHead(m *Module, b block) {
	m.Name = b.label()
	m.Language = b.number("language", 0)
	m.Version = b.string("version")
	m.Title = b.text("title")
	m.Summary = b.text("summary")
	m.Category = b.string("category")
	m.Kind = b.stringOr("kind", "service")
	m.Replaces = b.strings("replaces")
	m.OpenTo = b.strings("open_to")
	if m.OpenTo == nil {
		m.OpenTo = []string{"members"}
	}
	m.Needs = b.string("needs")
	m.Verified = b.stringOr("verified", "contract")
	m.Range = b.DefRange()
}

func decodeAsked(m *Module, root block) {
	for _, b := range root.children("variable") {
		variable := decodeVariable(b)
		m.Variables = append(m.Variables, &variable)
	}
	for _, b := range root.children("secret") {
		m.Secrets = append(m.Secrets, &Secret{
			Name:    b.label(),
			Length:  b.number("length", 32),
			Charset: b.stringOr("charset", "alphanumeric"),
			Reveal:  b.boolean("reveal", false),
			Label:   b.text("label"),
			Range:   b.DefRange(),
		})
	}
	for _, b := range root.children("uses") {
		m.Uses = append(m.Uses, &Uses{
			Name: b.label(), Label: b.text("label"), Category: b.string("category"),
			Module: b.string("module"), Optional: b.boolean("optional", false), Range: b.DefRange(),
		})
	}
}

func decodeVariable(b block) Variable {
	v := Variable{
		Name: b.label(), Type: cty.NilType, Label: b.text("label"), Help: b.text("help"),
		Default: b.expression("default"), Advanced: b.boolean("advanced", false),
		Sensitive: b.boolean("sensitive", false), Format: b.string("format"),
		Choices: b.strings("choices"), Range: b.DefRange(),
	}
	if written := b.expression("type"); written != nil {
		v.Type, _ = readType(written)
	}
	for _, child := range b.children("validation") {
		v.Validations = append(v.Validations, Validation{
			Condition: child.expression("condition"), Message: child.expression("message"), Range: child.DefRange(),
		})
	}
	return v
}

// later compares two versions of major and minor number.
func later(wanted, have string) bool {
	wantedMajor, wantedMinor := release(wanted)
	haveMajor, haveMinor := release(have)
	return wantedMajor > haveMajor || (wantedMajor == haveMajor && wantedMinor > haveMinor)
}

// release is 0, 0 for what is not a version: that is said by its kind.
func release(version string) (major, minor int) {
	first, second, _ := strings.Cut(version, ".")
	major, err := strconv.Atoi(first)
	if err != nil {
		return 0, 0
	}
	minor, err = strconv.Atoi(second)
	if err != nil {
		return 0, 0
	}
	return major, minor
}
