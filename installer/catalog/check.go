package catalog

import (
	"io/fs"
	"path"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// checker walks one module along the grammar.
type checker struct {
	faults
	folder     fs.FS
	vocabulary *vocabulary
	roster     *roster
	built      map[string]*Containerfile // by build context, nil where something is wrong
	broken     bool                      // hcl lost its way in a file: what seems missing may be there
}

func newChecker(folder fs.FS) *checker {
	return &checker{folder: folder, built: map[string]*Containerfile{}}
}

// body checks what stands between the braces of one block against its shape.
func (c *checker) body(body *hclsyntax.Body, header hcl.Range, s *shape, at place) {
	if s.scope != inherited {
		at.scope = s.scope
	}
	for _, a := range body.Attributes {
		c.attribute(a, s, at)
	}
	seen := map[string]hcl.Range{}
	for _, b := range body.Blocks {
		c.block(b, s, at, seen)
	}
	if !c.broken {
		c.missing(body, header, s)
	}
}

func (c *checker) attribute(a *hclsyntax.Attribute, s *shape, at place) {
	if c.full() {
		return
	}
	known, ok := s.attribute(a.Name)
	if !ok {
		c.unknownAttribute(a, s)
		return
	}
	if known.scope != inherited {
		at.scope = known.scope
	}
	at.attribute, at.command = a.Name, known.kind.command
	switch {
	case known.kind.typed:
		c.variableType(a)
		return
	case at.scope == constant && !isLiteral(a.Expr):
		c.add(a.Expr.Range(), "Not a constant",
			"%q is read before anything is known about the chaton. Write its value without names, functions or operators. It must be %s.", a.Name, known.kind.says)
		return
	}
	c.value(a.Name, a.Expr, known.kind, known.required)
	if at.scope != constant && !c.broken {
		c.references(a.Expr, at)
	}
}

func (c *checker) unknownAttribute(a *hclsyntax.Attribute, s *shape) {
	if _, ok := s.block(a.Name); ok {
		c.add(a.NameRange, "Not an attribute", "%q is a block. Write it without \"=\": %s { … }.", a.Name, a.Name)
		return
	}
	allowed := "No attribute is allowed here."
	if len(s.attributes) > 0 {
		allowed = "Allowed here: " + strings.Join(s.attributeNames(), ", ") + "."
	}
	known := append(s.attributeNames(), s.blockNames()...)
	c.add(a.NameRange, "Unknown attribute", "There is no attribute %q here. %s%s",
		a.Name, allowed, suggestion(a.Name, known))
}

func (c *checker) block(b *hclsyntax.Block, s *shape, at place, seen map[string]hcl.Range) {
	if c.full() {
		return
	}
	known, ok := s.block(b.Type)
	if !ok {
		c.unknownBlock(b, s)
		return
	}
	c.labels(b, known.shape.label)
	identity := b.Type
	if known.many {
		identity += " " + strings.Join(b.Labels, " ")
	}
	first, twice := seen[identity]
	if twice && (!known.many || len(b.Labels) > 0) {
		c.add(b.DefRange(), "Duplicate block", "%s was already written at %s, line %d. Give it another name or remove one.",
			describe(b), first.Filename, first.Start.Line)
	}
	seen[identity] = b.DefRange()
	c.body(b.Body, b.DefRange(), known.shape, c.inside(b, at))
}

// inside is the place within a block: some blocks bring names of their own.
func (c *checker) inside(b *hclsyntax.Block, at place) place {
	name := block{b}.label()
	switch b.Type {
	case "container":
		at.container = name
	case "notice":
		at.notice = true
	case "variable", "input":
		at.own = name
	case "validation":
		return validated(at)
	case "action":
		at.action = true
		at.inputs, at.secrets = inputs(b)
	case "test":
		at.captures = map[string]int{}
		captures(b.Body, at.captures)
	}
	return at
}

// validated is the place of a validation: that of an input knows the input
// under its own name only.
func validated(at place) place {
	if at.action {
		at.inputs = names{at.own: nil}
	}
	return at
}

func (c *checker) unknownBlock(b *hclsyntax.Block, s *shape) {
	if b.Type == "identity" {
		c.add(b.TypeRange, "Reserved block", "%q is reserved for a later version.", b.Type)
		return
	}
	if _, ok := s.attribute(b.Type); ok {
		c.add(b.TypeRange, "Not a block", "%q is an attribute. Write it with \"=\": %s = ….", b.Type, b.Type)
		return
	}
	allowed := "No block is allowed here."
	if len(s.blocks) > 0 {
		allowed = "Allowed here: " + strings.Join(s.blockNames(), ", ") + "."
	}
	known := append(s.blockNames(), s.attributeNames()...)
	c.add(b.TypeRange, "Unknown block", "There is no block %q here. %s%s", b.Type, allowed, suggestion(b.Type, known))
}

// missing names what a block lacks, at its first line.
func (c *checker) missing(body *hclsyntax.Body, header hcl.Range, s *shape) {
	given := map[string]bool{}
	for name := range body.Attributes {
		given[name] = true
	}
	for _, b := range body.Blocks {
		given[b.Type] = true
	}
	for _, a := range s.attributes {
		if a.required && !given[a.name] && !given[a.otherwise] {
			c.add(header, "Missing attribute", "%q is required here: %s.", a.name, a.kind.says)
		}
	}
	for _, b := range s.blocks {
		if b.required && !given[b.name] {
			c.add(header, "Missing block", "A block %q is required here.", b.name)
		}
	}
	for _, group := range s.oneOf {
		c.exactlyOne(header, group, given)
	}
}

func (c *checker) exactlyOne(header hcl.Range, group []string, given map[string]bool) {
	count := 0
	for _, name := range group {
		if given[name] {
			count++
		}
	}
	switch {
	case count == 0:
		c.add(header, "Missing "+list(group), "Exactly one of %s is required here.", strings.Join(group, ", "))
	case count > 1:
		c.add(header, "More than one of "+strings.Join(group, ", "), "Exactly one of %s is allowed. Remove the others.", strings.Join(group, ", "))
	}
}

func (c *checker) file(name string, subject hcl.Range) {
	clean := path.Clean(name)
	if !fs.ValidPath(clean) {
		c.add(subject, "File outside the module", "%q is not in the module's folder. Only files of the module can be read.", name)
		return
	}
	entry, err := fs.Stat(c.folder, clean)
	if err != nil || !entry.Mode().IsRegular() {
		c.add(subject, "File not found", "The module has no file %q.", name)
	}
}

// describe is a block as its author wrote it.
func describe(b *hclsyntax.Block) string {
	return strings.Join(append([]string{b.Type}, quoted(b.Labels)...), " ")
}

func inputs(action *hclsyntax.Block) (known names, secret map[string]bool) {
	known, secret = labels(action.Body, "input", nil), map[string]bool{}
	for _, b := range (block{action}).children("input") {
		if b.expression("generate") != nil || b.boolean("sensitive", false) {
			secret[b.label()] = true
		}
	}
	return known, secret
}

func captures(body *hclsyntax.Body, made map[string]int) {
	for _, b := range body.Blocks {
		if b.Type == "capture" && len(b.Labels) == 1 {
			made[b.Labels[0]] = b.Range().End.Byte
		}
		captures(b.Body, made)
	}
}
