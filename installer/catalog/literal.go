package catalog

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// literal evaluates an expression that is written out in full. Anything with a
// name, a function, an operator or a loop in it is not: nothing that a
// stranger wrote is computed while a module is being read.
func literal(expression hcl.Expression) (cty.Value, bool) {
	syntax, ok := expression.(hclsyntax.Expression)
	if !ok || !isLiteral(syntax) {
		return cty.NilVal, false
	}
	value, diagnostics := syntax.Value(nil)
	if diagnostics.HasErrors() {
		return cty.NilVal, false
	}
	return value, true
}

// literalString is "" and false for anything but a string written out.
func literalString(expression hcl.Expression) (string, bool) {
	if expression == nil {
		return "", false
	}
	value, ok := literal(expression)
	if !ok || value.IsNull() || value.Type() != cty.String {
		return "", false
	}
	return value.AsString(), true
}

func isLiteral(expression hclsyntax.Expression) bool {
	switch e := expression.(type) {
	case *hclsyntax.LiteralValueExpr:
		return true
	case *hclsyntax.TemplateExpr:
		return allLiteral(e.Parts)
	case *hclsyntax.TupleConsExpr:
		return allLiteral(e.Exprs)
	case *hclsyntax.TemplateWrapExpr:
		return isLiteral(e.Wrapped)
	case *hclsyntax.ParenthesesExpr:
		return isLiteral(e.Expression)
	case *hclsyntax.UnaryOpExpr:
		return isLiteral(e.Val)
	case *hclsyntax.ObjectConsKeyExpr:
		return (!e.ForceNonLiteral && hcl.ExprAsKeyword(e.Wrapped) != "") || isLiteral(e.Wrapped)
	case *hclsyntax.ObjectConsExpr:
		return literalItems(e.Items)
	}
	return false
}

func allLiteral(expressions []hclsyntax.Expression) bool {
	for _, expression := range expressions {
		if !isLiteral(expression) {
			return false
		}
	}
	return true
}

func literalItems(items []hclsyntax.ObjectConsItem) bool {
	for _, item := range items {
		if !isLiteral(item.KeyExpr) || !isLiteral(item.ValueExpr) {
			return false
		}
	}
	return true
}

// templateParts are the pieces of a quoted string.
func templateParts(expression hcl.Expression) ([]hclsyntax.Expression, bool) {
	switch e := expression.(type) {
	case *hclsyntax.TemplateExpr:
		return e.Parts, true
	case *hclsyntax.TemplateWrapExpr:
		return []hclsyntax.Expression{e.Wrapped}, true
	}
	return nil, false
}
