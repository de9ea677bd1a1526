package site

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

const (
	maximumTurns = 1000 // of loops in loops, together
	maximumTries = 8    // each try evaluates what it tries twice
)

// checkLoops refuses loops in loops before any is run: a loop over the items
// of another multiplies, and three of them can keep a processor for a minute.
// A loop alone takes no more turns than its collection is long.
func checkLoops(expression hcl.Expression, context *hcl.EvalContext) *hcl.Diagnostic {
	written, ok := expression.(hclsyntax.Expression)
	if !ok {
		return nil
	}
	if deep := deepTry(written); deep != nil {
		return authored(deep.Range(), "Nested too deep", "At most 8 calls of try and can may stand in each other.")
	}
	for _, each := range outermost(written) {
		turns := &turns{left: maximumTurns}
		if over := turns.take(each, context, false); over != nil {
			return over
		}
	}
	return nil
}

// deepTry is the first call of try or can that stands in too many others.
func deepTry(expression hclsyntax.Expression) *hclsyntax.FunctionCallExpr {
	found := &nested{wanted: isTry, deepest: maximumTries}
	_ = hclsyntax.Walk(expression, found)
	if len(found.deep) == 0 {
		return nil
	}
	return found.deep[0].(*hclsyntax.FunctionCallExpr)
}

func isTry(node hclsyntax.Node) bool {
	call, ok := node.(*hclsyntax.FunctionCallExpr)
	return ok && (call.Name == "try" || call.Name == "can")
}

func isLoop(node hclsyntax.Node) bool {
	switch node.(type) {
	case *hclsyntax.ForExpr, *hclsyntax.SplatExpr:
		return true
	}
	return false
}

// nested walks an expression and keeps the wanted nodes that stand in no other
// one, and those that stand in too many.
type nested struct {
	wanted  func(hclsyntax.Node) bool
	deepest int
	depth   int
	outer   []hclsyntax.Node
	deep    []hclsyntax.Node
}

// Enter is called by hclsyntax.Walk.
func (n *nested) Enter(node hclsyntax.Node) hcl.Diagnostics {
	if !n.wanted(node) {
		return nil
	}
	n.depth++
	switch {
	case n.depth == 1:
		n.outer = append(n.outer, node)
	case n.depth > n.deepest:
		n.deep = append(n.deep, node)
	}
	return nil
}

// Exit is called by hclsyntax.Walk.
func (n *nested) Exit(node hclsyntax.Node) hcl.Diagnostics {
	if n.wanted(node) {
		n.depth--
	}
	return nil
}

func outermost(expressions ...hclsyntax.Expression) []hclsyntax.Node {
	found := &nested{wanted: isLoop}
	for _, expression := range expressions {
		if expression != nil {
			_ = hclsyntax.Walk(expression, found)
		}
	}
	return found.outer
}

// turns counts those that inner loops would take.
type turns struct{ left int }

// take counts the turns of a loop; what it loops over is looked at by itself,
// since it is computed once. A collection that can't be computed is left to
// the evaluation, which says why.
func (t *turns) take(node hclsyntax.Node, context *hcl.EvalContext, within bool) *hcl.Diagnostic {
	collection, inner := loopParts(node)
	if over := checkLoops(collection, context); over != nil {
		return over
	}
	if !within && len(inner) == 0 {
		return nil
	}
	items, _ := collection.Value(context)
	items, _ = items.Unmark()
	if items.IsNull() || !items.IsKnown() || !items.CanIterateElements() {
		return nil
	}
	count := items.LengthInt()
	if within {
		t.left -= max(1, count)
	}
	if t.left < 0 || (len(inner) > 0 && count > maximumTurns) {
		return authored(node.Range(), "Too many turns",
			"A loop in a loop takes at most 1,000 turns in all. Make one of the lists shorter, or write them one after the other.")
	}
	return t.takeInner(node, items, inner, context)
}

func (t *turns) takeInner(node hclsyntax.Node, items cty.Value, inner []hclsyntax.Node, context *hcl.EvalContext) *hcl.Diagnostic {
	if len(inner) == 0 {
		return nil
	}
	for each := items.ElementIterator(); each.Next(); {
		key, item := each.Element()
		turn := turnContext(node, key, item, context)
		for _, loop := range inner {
			if over := t.take(loop, turn, true); over != nil {
				return over
			}
		}
	}
	return nil
}

// turnContext is what the body of a loop sees in one turn.
func turnContext(node hclsyntax.Node, key, item cty.Value, context *hcl.EvalContext) *hcl.EvalContext {
	loop, ok := node.(*hclsyntax.ForExpr)
	if !ok {
		return context
	}
	turn := context.NewChild()
	turn.Variables = map[string]cty.Value{loop.ValVar: item}
	if loop.KeyVar != "" {
		turn.Variables[loop.KeyVar] = key
	}
	return turn
}

// loopParts are what a loop goes over and the loops in its body.
func loopParts(node hclsyntax.Node) (hclsyntax.Expression, []hclsyntax.Node) {
	if splat, ok := node.(*hclsyntax.SplatExpr); ok {
		return splat.Source, outermost(splat.Each)
	}
	loop := node.(*hclsyntax.ForExpr)
	return loop.CollExpr, outermost(loop.KeyExpr, loop.ValExpr, loop.CondExpr)
}
