package site

import (
	"encoding/json"
	"strings"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

// yamlEncodeFunction writes block style; scalars are written as JSON, which
// YAML 1.2 reads as it is, so that no string is ever taken for a number.
func yamlEncodeFunction() function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: "value", Type: cty.DynamicPseudoType, AllowNull: true, AllowDynamicType: true}},
		Type:   function.StaticReturnType(cty.String),
		Impl: func(values []cty.Value, _ cty.Type) (cty.Value, error) {
			var text strings.Builder
			if err := writeYAML(&text, values[0], ""); err != nil {
				return cty.NilVal, err
			}
			return cty.StringVal(strings.TrimPrefix(text.String(), "\n") + "\n"), nil
		},
	})
}

func writeYAML(text *strings.Builder, value cty.Value, indent string) error {
	kind := value.Type()
	switch {
	case value.IsNull() || kind.IsPrimitiveType() || value.LengthInt() == 0:
		encoded, err := stdlib.JSONEncode(value)
		if err != nil {
			return err
		}
		text.WriteString(" " + encoded.AsString())
		return nil
	case kind.IsObjectType() || kind.IsMapType():
		return writeYAMLMap(text, value, indent)
	}
	for _, item := range value.AsValueSlice() {
		text.WriteString("\n" + indent + "-")
		if err := writeYAML(text, item, indent+"  "); err != nil {
			return err
		}
	}
	return nil
}

func writeYAMLMap(text *strings.Builder, value cty.Value, indent string) error {
	for items := value.ElementIterator(); items.Next(); {
		key, item := items.Element()
		name, err := json.Marshal(key.AsString())
		if err != nil {
			return err
		}
		text.WriteString("\n" + indent + string(name) + ":")
		if err := writeYAML(text, item, indent+"  "); err != nil {
			return err
		}
	}
	return nil
}
