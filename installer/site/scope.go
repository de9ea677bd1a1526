package site

import (
	"maps"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

// scope is what a line of a module sees (design/modules.md, "Order and
// scope"). It is never changed: each line adds names to a copy.
type scope struct {
	values    map[string]cty.Value
	functions map[string]function.Function
}

func (s scope) with(name string, value cty.Value) scope {
	values := maps.Clone(s.values)
	if values == nil {
		values = map[string]cty.Value{}
	}
	values[name] = value
	return scope{values: values, functions: s.functions}
}

func (s scope) context() *hcl.EvalContext {
	return &hcl.EvalContext{Variables: s.values, Functions: s.functions}
}

// object is cty.ObjectVal that takes no names too.
func object(values map[string]cty.Value) cty.Value {
	if len(values) == 0 {
		return cty.EmptyObjectVal
	}
	return cty.ObjectVal(values)
}

func listOf(values []string) cty.Value {
	if len(values) == 0 {
		return cty.ListValEmpty(cty.String)
	}
	items := make([]cty.Value, 0, len(values))
	for _, value := range values {
		items = append(items, cty.StringVal(value))
	}
	return cty.ListVal(items)
}

// textOrNull is null for what the operator has not said.
func textOrNull(value string) cty.Value {
	if value == "" {
		return cty.NullVal(cty.String)
	}
	return cty.StringVal(value)
}
