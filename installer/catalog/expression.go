package catalog

import (
	"cmp"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// Expression is an attribute whose value depends on a chaton, with what its
// line of "Order and scope" lets it know beside the names of the module.
type Expression struct {
	Value hcl.Expression
	Wants cty.Type // any, where more than one type is right
	Line  int      // of the table "Order and scope", from 2 on

	Inputs   map[string]cty.Type // of the action, as input.NAME
	Captures []string            // of the test, as capture.NAME
	Account  []string            // inputs of create_account, in a test
	Own      string              // the variable that is being validated
}

// Expressions lists them in the order of files and lines: `module validate`
// and tests compute each with values that are not known yet.
func (m *Module) Expressions() []Expression {
	l := &listing{}
	for _, action := range m.Actions {
		if action.Name == "create_account" {
			for _, input := range action.Inputs {
				l.account = append(l.account, input.Name)
			}
		}
	}
	if m.body != nil {
		l.body(m.body, language(), Expression{})
	}
	slices.SortStableFunc(l.found, func(a, b Expression) int {
		one, other := a.Value.Range(), b.Value.Range()
		return cmp.Or(cmp.Compare(one.Filename, other.Filename), cmp.Compare(one.Start.Byte, other.Start.Byte))
	})
	return l.found
}

// listing walks a module that has no mistakes along the grammar.
type listing struct {
	account []string
	found   []Expression
}

func (l *listing) body(body *hclsyntax.Body, s *shape, at Expression) {
	if s.scope != inherited {
		at.Line = int(s.scope)
	}
	for name, attribute := range body.Attributes {
		known, ok := s.attribute(name)
		if !ok || known.kind.typed {
			continue
		}
		each := at
		if known.scope != inherited {
			each.Line = int(known.scope)
		}
		if each.Line > int(constant) {
			each.Value, each.Wants = attribute.Expr, known.kind.wants()
			l.found = append(l.found, each)
		}
	}
	for _, child := range body.Blocks {
		if known, ok := s.block(child.Type); ok {
			l.body(child.Body, known.shape, l.inside(child, at))
		}
	}
}

// inside is what a block adds to what its expressions know.
func (l *listing) inside(child *hclsyntax.Block, at Expression) Expression {
	name := block{child}.label()
	switch child.Type {
	case "variable":
		at.Own = name
	case "action":
		at.Inputs = map[string]cty.Type{}
		for _, input := range decodeAction(block{child}).Inputs {
			at.Inputs[input.Name] = input.Type
		}
	case "input":
		at.Inputs = map[string]cty.Type{name: at.Inputs[name]}
	case "test":
		made := map[string]int{}
		captures(child.Body, made)
		for capture := range made {
			at.Captures = append(at.Captures, capture)
		}
		at.Account = l.account
	}
	return at
}

// wants is the type that a value of the kind is converted to.
func (k kind) wants() cty.Type {
	switch k.form {
	case listed:
		return cty.List(k.element.wants())
	case mapped:
		if k.element.wants() != cty.DynamicPseudoType {
			return cty.Map(k.element.wants())
		}
		return cty.DynamicPseudoType
	}
	if k.of == cty.NilType {
		return cty.DynamicPseudoType
	}
	return k.of
}
