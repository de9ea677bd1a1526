package catalog

import (
	"slices"
	"strconv"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/typeexpr"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// value checks as much of an expression as is written out.
func (c *checker) value(name string, expression hclsyntax.Expression, k kind, required bool) {
	if k.form != single && c.elements(name, expression, k) {
		return
	}
	value, ok := literal(expression)
	switch {
	case !ok:
	case value.IsNull():
		if required {
			c.wrong(name, expression.Range(), k)
		}
	case k.form != single || (k.holds != nil && !k.holds(value)):
		c.wrong(name, expression.Range(), k)
	case len(k.values) > 0 && !slices.Contains(k.values, value.AsString()):
		c.add(expression.Range(), "Unknown "+name, "%q is not allowed. Write %s.%s",
			value.AsString(), k.says, suggestion(value.AsString(), k.values))
	}
}

// elements checks a list or an object that is written out one by one, so that
// one item that depends on an answer does not hide the mistake in the next.
func (c *checker) elements(name string, expression hclsyntax.Expression, k kind) bool {
	switch e := expression.(type) {
	case *hclsyntax.TupleConsExpr:
		if k.form != listed {
			return false
		}
		for _, item := range e.Exprs {
			c.value(name, item, k.element.asItem(), true)
		}
		if k.command && len(e.Exprs) == 0 {
			c.wrong(name, e.Range(), k)
		}
		return true
	case *hclsyntax.ObjectConsExpr:
		if k.form != mapped {
			return false
		}
		for _, item := range e.Items {
			c.key(name, item.KeyExpr, k)
			c.value(name, item.ValueExpr, k.element.asItem(), false)
		}
		return true
	}
	return false
}

// key checks the name of an object's item as far as it is written out.
func (c *checker) key(name string, expression hclsyntax.Expression, k kind) {
	value, ok := literal(expression)
	if k.key != nil && ok && !k.key.holds(value) {
		c.add(expression.Range(), "Wrong "+name, "Each name in %q must be %s.", name, k.key.says)
	}
}

func (c *checker) wrong(name string, subject hcl.Range, k kind) {
	what := strconv.Quote(name)
	if k.item {
		what = "Each item of " + what
	}
	c.add(subject, "Wrong "+name, "%s must be %s.", what, k.says)
}

func (c *checker) variableType(a *hclsyntax.Attribute) {
	if _, ok := readType(a.Expr); !ok {
		keyword := hcl.ExprAsKeyword(a.Expr)
		c.add(a.Expr.Range(), "Unknown type", "%q must be %s.%s", a.Name, typeExpression().says,
			suggestion(keyword, []string{"string", "number", "bool"}))
	}
}

// readType accepts what design/modules.md lists: a tuple or any would let an
// answer through that nobody can be asked for.
func readType(expression hcl.Expression) (cty.Type, bool) {
	t, diagnostics := typeexpr.Type(expression)
	if diagnostics.HasErrors() || !askable(t) {
		return cty.DynamicPseudoType, false
	}
	return t, true
}

func askable(t cty.Type) bool {
	switch {
	case t.IsPrimitiveType():
		return true
	case t.IsCollectionType():
		return askable(t.ElementType())
	case t.IsObjectType():
		for _, attribute := range t.AttributeTypes() {
			if !askable(attribute) {
				return false
			}
		}
		return true
	}
	return false
}
