package site

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// literal returns the value of an expression made of literals, lists and
// objects only, so that chaton.hcl can be edited by program and read by
// anyone.
func literal(expression hclsyntax.Expression) (cty.Value, hcl.Diagnostics) {
	if offender := firstComputed(expression); offender != nil {
		return cty.DynamicVal, hcl.Diagnostics{computed(offender.Range())}
	}
	value, diags := expression.Value(nil)
	for _, diagnostic := range diags {
		explain(diagnostic)
	}
	return value, diags
}

func computed(where hcl.Range) *hcl.Diagnostic {
	return problem(where, say("Only plain values may stand in this file"),
		say("Write a literal, a list or an object: no reference, no function, no template and no calculation."))
}

// firstComputed finds the first part that is neither literal, list nor object.
func firstComputed(expression hclsyntax.Expression) hclsyntax.Expression {
	switch e := expression.(type) {
	case *hclsyntax.LiteralValueExpr:
		return nil
	case *hclsyntax.TemplateExpr:
		return firstOf(e.Parts)
	case *hclsyntax.TupleConsExpr:
		return firstOf(e.Exprs)
	case *hclsyntax.ObjectConsExpr:
		return firstInObject(e)
	case *hclsyntax.UnaryOpExpr:
		if number, ok := e.Val.(*hclsyntax.LiteralValueExpr); ok && e.Op == hclsyntax.OpNegate && number.Val.Type() == cty.Number {
			return nil
		}
	}
	return expression
}

func firstOf(expressions []hclsyntax.Expression) hclsyntax.Expression {
	for _, expression := range expressions {
		if found := firstComputed(expression); found != nil {
			return found
		}
	}
	return nil
}

func firstInObject(object *hclsyntax.ObjectConsExpr) hclsyntax.Expression {
	for _, item := range object.Items {
		if _, plain := keyOf(item); !plain {
			return item.KeyExpr
		}
		if found := firstComputed(item.ValueExpr); found != nil {
			return found
		}
	}
	return nil
}

// keyOf is the name of an object's item, written bare or as a string.
func keyOf(item hclsyntax.ObjectConsItem) (string, bool) {
	if word := hcl.ExprAsKeyword(item.KeyExpr); word != "" {
		return word, true
	}
	key, ok := item.KeyExpr.(*hclsyntax.ObjectConsKeyExpr)
	if !ok || key.ForceNonLiteral {
		return "", false
	}
	if firstComputed(key.Wrapped) != nil {
		return "", false
	}
	value, diags := key.Wrapped.Value(nil)
	if diags.HasErrors() || value.IsNull() || value.Type() != cty.String {
		return "", false
	}
	return value.AsString(), true
}

// explain lets a diagnostic of the hcl library be said through locale: its
// own words stay English, inside our sentence.
func explain(diagnostic *hcl.Diagnostic) {
	summary, detail := say("This place cannot be read"), say("The reader says: %s", diagnostic.Detail)
	diagnostic.Extra = Message{
		Summary: summary.format, Detail: detail.format, DetailArguments: detail.arguments,
	}
	diagnostic.Summary, diagnostic.Detail = summary.String(), detail.String()
}
