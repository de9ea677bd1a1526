package catalog

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
)

// Written gives a word, number or switch that is written out in a module, as
// text. It is false for what is absent and for what depends on a chaton.
func Written(expression hcl.Expression) (string, bool) {
	value, ok := constantOf(expression)
	if !ok {
		return "", false
	}
	word, err := convert.Convert(value, cty.String)
	if err != nil || word.IsNull() {
		return "", false
	}
	return word.AsString(), true
}

// WrittenList gives a list of words that is written out, nil for anything else.
func WrittenList(expression hcl.Expression) []string {
	value, ok := constantOf(expression)
	if !ok || !value.CanIterateElements() {
		return nil
	}
	var words []string
	for _, one := range value.AsValueSlice() {
		if isString(one) && !one.IsNull() {
			words = append(words, one.AsString())
		}
	}
	return words
}

// WrittenText gives a text that is written out, nil for anything else.
func WrittenText(expression hcl.Expression) Text {
	value, ok := constantOf(expression)
	if !ok {
		return nil
	}
	return readText(value)
}

func constantOf(expression hcl.Expression) (cty.Value, bool) {
	if expression == nil {
		return cty.NilVal, false
	}
	value, ok := literal(expression)
	return value, ok && !value.IsNull()
}
