package site

import (
	"sort"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// loading is one run of Load: the file that grows and what is wrong with it.
type loading struct {
	file  *File
	diags hcl.Diagnostics
}

func (l *loading) refuse(where hcl.Range, summary, detail sentence) {
	l.diags = append(l.diags, problem(where, summary, detail))
}

// block reads one block by asking for names. What was asked for is what is
// allowed: close complains of the rest, so that no list of names has to be
// kept beside the code that reads them.
type block struct {
	*loading
	body       *hclsyntax.Body
	path       string // dotted, "" at the top
	where      hcl.Range
	attributes map[string]bool
	blocks     map[string]bool
}

func (l *loading) open(body *hclsyntax.Body, path string, where hcl.Range) *block {
	return &block{
		loading: l, body: body, path: path, where: where,
		attributes: map[string]bool{}, blocks: map[string]bool{},
	}
}

// at is the dotted path of a name in this block.
func (b *block) at(name string) string {
	if b.path == "" {
		return name
	}
	return b.path + "." + name
}

// value returns the literal of an attribute; false when it is absent, null or
// wrong. A wrong one has been complained of.
func (b *block) value(name string) (cty.Value, hcl.Range, bool) {
	b.attributes[name] = true
	attribute, written := b.body.Attributes[name]
	if !written {
		return cty.NilVal, b.where, false
	}
	b.remember(b.at(name), attribute.Expr)
	value, diags := literal(attribute.Expr)
	b.diags = append(b.diags, diags...)
	if diags.HasErrors() || value.IsNull() {
		return cty.NilVal, attribute.Expr.Range(), false
	}
	return value, attribute.Expr.Range(), true
}

// remember keeps the range of a value and of all values inside it.
func (b *block) remember(path string, expression hclsyntax.Expression) {
	b.file.Ranges[path] = expression.Range()
	object, ok := expression.(*hclsyntax.ObjectConsExpr)
	if !ok {
		return
	}
	for _, item := range object.Items {
		if key, plain := keyOf(item); plain {
			b.remember(path+"."+key, item.ValueExpr)
		}
	}
}

// need complains of each name that is not written.
func (b *block) need(names ...string) {
	for _, name := range names {
		b.attributes[name] = true
		if _, written := b.body.Attributes[name]; !written {
			b.refuse(b.where, say("%q is missing", name), say("The block %q needs it.", b.path))
		}
	}
}

// each calls read for every block of that type; labels is how many labels it
// takes. Two of the same name are refused, and so are two without label.
func (b *block) each(kind string, labels int, read func(child *block, label string)) {
	b.blocks[kind] = true
	seen := map[string]bool{}
	for _, found := range b.body.Blocks {
		if found.Type != kind {
			continue
		}
		label, ok := b.label(found, labels)
		if !ok {
			continue
		}
		if seen[label] {
			b.refuse(found.DefRange(), say("The block %q stands twice", heading(kind, label)), say("Keep one of them."))
			continue
		}
		seen[label] = true
		path := b.at(heading(kind, label))
		b.file.Ranges[path] = found.DefRange()
		child := b.open(found.Body, path, found.DefRange())
		read(child, label)
		child.close()
	}
}

func heading(kind, label string) string {
	if label == "" {
		return kind
	}
	return kind + "." + label
}

// only reads a block that stands at most once and has no label.
func (b *block) only(kind string, read func(child *block)) {
	b.each(kind, 0, func(child *block, _ string) { read(child) })
}

func (b *block) label(found *hclsyntax.Block, labels int) (string, bool) {
	if len(found.Labels) != labels {
		if labels == 0 {
			b.refuse(found.DefRange(), say("The block %q takes no label", found.Type), say("Write: %s { … }", found.Type))
		} else {
			b.refuse(found.DefRange(), say("The block %q takes one label", found.Type), say("Write: %s \"name\" { … }", found.Type))
		}
		return "", false
	}
	if labels == 0 {
		return "", true
	}
	if found.Labels[0] == "" {
		b.refuse(found.LabelRanges[0], say("Empty name"), say("Write a name between the quotes."))
		return "", false
	}
	return found.Labels[0], true
}

// close complains of every attribute and block that nobody asked for.
func (b *block) close() {
	for name, attribute := range b.body.Attributes {
		switch {
		case b.attributes[name]:
		case b.blocks[name]:
			b.refuse(attribute.NameRange, say("%q is a block", name), say("Write it without the equals sign: %s { … }", name))
		default:
			b.refuse(attribute.NameRange, say("Unknown name %q", name), hint(name, b.allowed()))
		}
	}
	for _, found := range b.body.Blocks {
		if !b.blocks[found.Type] {
			b.refuseBlock(found)
		}
	}
}

func (b *block) refuseBlock(found *hclsyntax.Block) {
	if b.attributes[found.Type] {
		b.refuse(found.TypeRange, say("%q is not a block", found.Type), say("Write it with an equals sign: %s = …", found.Type))
		return
	}
	if b.path == "" && isReserved(found.Type) {
		b.refuse(found.TypeRange, say("%q is reserved for a later version", found.Type), say("Remove this block for now."))
		return
	}
	b.refuse(found.TypeRange, say("Unknown block %q", found.Type), hint(found.Type, b.allowed()))
}

func isReserved(kind string) bool {
	switch kind {
	case "peer", "portal", "offer", "campaign", "skill", "friend", "dns", "home", "mesh", "identity":
		return true
	}
	return false
}

// allowed lists what was asked for, sorted.
func (b *block) allowed() []string {
	var names []string
	for name := range b.attributes {
		names = append(names, name)
	}
	for name := range b.blocks {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}
