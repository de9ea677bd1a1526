package catalog

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// block reads one block after it was checked. Its methods are silent: what is
// wrong has been said, and gives the zero value here.
type block struct {
	*hclsyntax.Block
}

func (b block) label() string {
	if len(b.Labels) == 0 {
		return ""
	}
	return b.Labels[0]
}

func (b block) children(kind string) []block {
	var found []block
	for _, child := range b.Body.Blocks {
		if child.Type == kind {
			found = append(found, block{child})
		}
	}
	return found
}

func (b block) child(kind string) (block, bool) {
	for _, child := range b.Body.Blocks {
		if child.Type == kind {
			return block{child}, true
		}
	}
	return block{}, false
}

// expression is nil when the attribute is absent: not an interface around a
// nil pointer.
func (b block) expression(name string) hcl.Expression {
	if a, ok := b.Body.Attributes[name]; ok {
		return a.Expr
	}
	return nil
}

// value is the null value for what is absent or not written out.
func (b block) value(name string) cty.Value {
	a, ok := b.Body.Attributes[name]
	if !ok {
		return cty.NullVal(cty.DynamicPseudoType)
	}
	value, ok := literal(a.Expr)
	if !ok {
		return cty.NullVal(cty.DynamicPseudoType)
	}
	return value
}

func (b block) string(name string) string {
	value := b.value(name)
	if value.IsNull() || !isString(value) {
		return ""
	}
	return value.AsString()
}

func (b block) stringOr(name, otherwise string) string {
	if given := b.string(name); given != "" {
		return given
	}
	return otherwise
}

func (b block) number(name string, otherwise int) int {
	value := b.value(name)
	if value.IsNull() {
		return otherwise
	}
	n, _ := readWhole(value)
	return int(n)
}

func (b block) boolean(name string, otherwise bool) bool {
	value := b.value(name)
	if value.IsNull() || value.Type() != cty.Bool {
		return otherwise
	}
	return value.True()
}

func (b block) strings(name string) []string {
	return readStrings(b.value(name))
}

func (b block) text(name string) Text {
	return readText(b.value(name))
}

func readStrings(value cty.Value) []string {
	if value.IsNull() || !value.Type().IsTupleType() {
		return nil
	}
	var found []string
	for _, element := range value.AsValueSlice() {
		if !element.IsNull() && isString(element) {
			found = append(found, element.AsString())
		}
	}
	return found
}
