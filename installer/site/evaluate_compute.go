package site

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

const maximumMistakes = 20 // of one attribute: a loop makes the same one in each turn

// compute is the only place where an expression of a module is evaluated. It
// gives a value of at most 1 MiB, or says what is wrong at the attribute's
// line.
func (r *resolving) compute(expression hcl.Expression, s scope) (cty.Value, hcl.Diagnostics) {
	where := expression.Range()
	if !r.watch.begin(where) {
		return cty.DynamicVal, hcl.Diagnostics{authored(where, "Evaluation was stopped", "An attribute before this one took too long.")}
	}
	defer r.watch.end()
	r.yielded = 0
	context := s.context()
	if over := checkLoops(expression, context); over != nil {
		return cty.DynamicVal, hcl.Diagnostics{over}
	}
	value, diags := expression.Value(context)
	switch {
	case diags.HasErrors():
		return cty.DynamicVal, diags[:min(len(diags), maximumMistakes)]
	case weigh(value, maximumResult) > maximumResult:
		return cty.DynamicVal, hcl.Diagnostics{authored(where, "Result too large", "An attribute gives at most 1 MiB.")}
	}
	return value, diags
}
