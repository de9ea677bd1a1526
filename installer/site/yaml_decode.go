package site

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"go.yaml.in/yaml/v4"
)

// yamlDecodeFunction reads one YAML document, as jsondecode reads JSON: maps
// become objects and sequences tuples.
func yamlDecodeFunction() function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: "text", Type: cty.String}},
		Type: func(values []cty.Value) (cty.Type, error) {
			if !values[0].IsKnown() {
				return cty.DynamicPseudoType, nil
			}
			decoded, err := readYAML(values[0].AsString())
			if err != nil {
				return cty.NilType, err
			}
			return decoded.Type(), nil
		},
		Impl: func(values []cty.Value, _ cty.Type) (cty.Value, error) { return readYAML(values[0].AsString()) },
	})
}

func readYAML(text string) (cty.Value, error) {
	if len(text) > maximumResult {
		return cty.NilVal, errResult
	}
	decoder := yaml.NewDecoder(strings.NewReader(text))
	var document, more yaml.Node
	switch err := decoder.Decode(&document); {
	case errors.Is(err, io.EOF):
		return cty.NullVal(cty.DynamicPseudoType), nil
	case err != nil:
		return cty.NilVal, err
	}
	if !errors.Is(decoder.Decode(&more), io.EOF) {
		return cty.NilVal, errors.New("the text goes on after its first document")
	}
	return (&yamlReading{left: maximumResult}).value(&document, 0)
}

// yamlReading is one document being read. What an alias names counts each time:
// a few lines could otherwise stand for more than any memory holds.
type yamlReading struct{ left int }

func (r *yamlReading) value(node *yaml.Node, depth int) (cty.Value, error) {
	r.left -= elementWeight + len(node.Value)
	switch {
	case r.left < 0:
		return cty.NilVal, errResult
	case depth > maximumDepth:
		return cty.NilVal, yamlFault(node, "nested more than %d deep", maximumDepth)
	}
	switch node.Kind {
	case yaml.DocumentNode:
		return r.value(node.Content[0], depth)
	case yaml.AliasNode:
		return r.value(node.Alias, depth+1)
	case yaml.SequenceNode:
		return r.sequence(node, depth)
	case yaml.MappingNode:
		fields, err := r.mapping(node, depth)
		return object(fields), err
	}
	return yamlScalar(node)
}

func (r *yamlReading) sequence(node *yaml.Node, depth int) (cty.Value, error) {
	items := make([]cty.Value, 0, len(node.Content))
	for _, each := range node.Content {
		item, err := r.value(each, depth+1)
		if err != nil {
			return cty.NilVal, err
		}
		items = append(items, item)
	}
	return cty.TupleVal(items), nil
}

// mapping takes what a merge key brings under what the mapping says itself.
func (r *yamlReading) mapping(node *yaml.Node, depth int) (map[string]cty.Value, error) {
	own, merged := map[string]cty.Value{}, map[string]cty.Value{}
	for i := 0; i+1 < len(node.Content); i += 2 {
		key, content := node.Content[i], node.Content[i+1]
		if key.ShortTag() == "!!merge" {
			if err := r.merge(merged, content, depth+1); err != nil {
				return nil, err
			}
			continue
		}
		name, err := yamlKey(key)
		if err != nil {
			return nil, err
		}
		if _, twice := own[name]; twice {
			return nil, yamlFault(key, "the key %q stands twice", name)
		}
		r.left -= len(name)
		if own[name], err = r.value(content, depth+1); err != nil {
			return nil, err
		}
	}
	for name, value := range merged {
		if _, said := own[name]; !said {
			own[name] = value
		}
	}
	return own, nil
}

// merge adds what one mapping says, or each of a sequence; the first wins.
func (r *yamlReading) merge(into map[string]cty.Value, content *yaml.Node, depth int) error {
	if r.left -= elementWeight; r.left < 0 || depth > maximumDepth {
		return errResult
	}
	switch content.Kind {
	case yaml.AliasNode:
		return r.merge(into, content.Alias, depth+1)
	case yaml.SequenceNode:
		for _, each := range content.Content {
			if err := r.merge(into, each, depth+1); err != nil {
				return err
			}
		}
		return nil
	case yaml.MappingNode:
		fields, err := r.mapping(content, depth)
		for name, value := range fields {
			if _, said := into[name]; !said {
				into[name] = value
			}
		}
		return err
	}
	return yamlFault(content, "only a mapping can be merged")
}

func yamlKey(key *yaml.Node) (string, error) {
	if key.Kind == yaml.AliasNode {
		key = key.Alias
	}
	if key.Kind != yaml.ScalarNode {
		return "", yamlFault(key, "a key must be a text")
	}
	return key.Value, nil
}

func yamlScalar(node *yaml.Node) (cty.Value, error) {
	switch tag := node.ShortTag(); tag {
	case "!!str", "!!timestamp", "!!binary":
		return cty.StringVal(node.Value), nil
	case "!!null":
		return cty.NullVal(cty.DynamicPseudoType), nil
	case "!!bool":
		var yes bool
		if err := node.Decode(&yes); err != nil {
			return cty.NilVal, yamlFault(node, "%q is neither true nor false", node.Value)
		}
		return cty.BoolVal(yes), nil
	case "!!int", "!!float":
		return yamlNumber(node)
	default:
		return cty.NilVal, yamlFault(node, "the tag %q is not known", tag)
	}
}

// yamlNumber reads decimals exactly, as HCL and jsondecode do; other notations
// are whole numbers.
func yamlNumber(node *yaml.Node) (cty.Value, error) {
	if len(node.Value) > maximumNumber {
		return cty.NilVal, errResult
	}
	var number any
	if err := node.Decode(&number); err != nil {
		return cty.NilVal, yamlFault(node, "%q is no number", node.Value)
	}
	switch whole := number.(type) {
	case int:
		return cty.NumberIntVal(int64(whole)), nil
	case int64:
		return cty.NumberIntVal(whole), nil
	case uint64:
		return cty.NumberUIntVal(whole), nil
	}
	read, err := cty.ParseNumberVal(strings.ReplaceAll(node.Value, "_", ""))
	if err != nil || read.AsBigFloat().IsInf() {
		return cty.NilVal, yamlFault(node, "%q is no number that can be used", node.Value)
	}
	return read, nil
}

// yamlFault says the line of the text, which an expression cannot point at.
func yamlFault(node *yaml.Node, format string, values ...any) error {
	return fmt.Errorf("line %d: %s", node.Line, fmt.Sprintf(format, values...))
}
