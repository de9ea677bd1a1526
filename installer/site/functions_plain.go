package site

import (
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

// onStrings makes a function of strings that gives a value of one type.
func onStrings(names []string, gives cty.Type, compute func(arguments []string) (cty.Value, error)) function.Function {
	parameters := make([]function.Parameter, 0, len(names))
	for _, name := range names {
		parameters = append(parameters, function.Parameter{Name: name, Type: cty.String})
	}
	return function.New(&function.Spec{
		Params: parameters,
		Type:   function.StaticReturnType(gives),
		Impl: func(values []cty.Value, _ cty.Type) (cty.Value, error) {
			arguments := make([]string, 0, len(values))
			for _, value := range values {
				arguments = append(arguments, value.AsString())
			}
			return compute(arguments)
		},
	})
}

// onString makes a function from one string to another.
func onString(compute func(text string) (string, error)) function.Function {
	return onStrings([]string{"text"}, cty.String, func(arguments []string) (cty.Value, error) {
		made, err := compute(arguments[0])
		return cty.StringVal(made), err
	})
}

func startsWithFunction() function.Function {
	return onStrings([]string{"text", "prefix"}, cty.Bool, func(a []string) (cty.Value, error) {
		return cty.BoolVal(strings.HasPrefix(a[0], a[1])), nil
	})
}

func endsWithFunction() function.Function {
	return onStrings([]string{"text", "suffix"}, cty.Bool, func(a []string) (cty.Value, error) {
		return cty.BoolVal(strings.HasSuffix(a[0], a[1])), nil
	})
}

func base64EncodeFunction() function.Function {
	return onString(func(text string) (string, error) {
		return base64.StdEncoding.EncodeToString([]byte(text)), nil
	})
}

func base64DecodeFunction() function.Function {
	return onString(func(text string) (string, error) {
		decoded, err := base64.StdEncoding.DecodeString(text)
		if err != nil {
			return "", errors.New("not base64")
		}
		if !utf8.Valid(decoded) {
			return "", errors.New("what is encoded is no UTF-8 text")
		}
		return string(decoded), nil
	})
}

func urlEncodeFunction() function.Function {
	return onString(func(text string) (string, error) { return url.QueryEscape(text), nil })
}

func sha256Function() function.Function {
	return onString(func(text string) (string, error) {
		sum := sha256.Sum256([]byte(text))
		return hex.EncodeToString(sum[:]), nil
	})
}

func sha512Function() function.Function {
	return onString(func(text string) (string, error) {
		sum := sha512.Sum512([]byte(text))
		return hex.EncodeToString(sum[:]), nil
	})
}

func bytesFunction() function.Function {
	return onStrings([]string{"size"}, cty.Number, func(a []string) (cty.Value, error) {
		size, ok := parseSize(a[0])
		if !ok {
			return cty.UnknownVal(cty.Number), fmt.Errorf("%q is no size; write it like %q", a[0], "2GiB")
		}
		return cty.NumberIntVal(size), nil
	})
}

// replaceFunction replaces a pattern written between slashes, as elsewhere in
// the HCL world, and plain text otherwise.
func replaceFunction() function.Function {
	return onStrings([]string{"text", "search", "replacement"}, cty.String, func(a []string) (cty.Value, error) {
		replace := stdlib.Replace
		search := a[1]
		if len(search) > 2 && strings.HasPrefix(search, "/") && strings.HasSuffix(search, "/") {
			replace, search = stdlib.RegexReplace, search[1:len(search)-1]
		}
		return replace(cty.StringVal(a[0]), cty.StringVal(search), cty.StringVal(a[2]))
	})
}

// lengthFunction counts the characters of a string too.
func lengthFunction() function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: "value", Type: cty.DynamicPseudoType, AllowDynamicType: true}},
		Type:   function.StaticReturnType(cty.Number),
		Impl: func(values []cty.Value, _ cty.Type) (cty.Value, error) {
			switch kind := values[0].Type(); {
			case kind == cty.String:
				return stdlib.Strlen(values[0])
			case kind.IsObjectType():
				return cty.NumberIntVal(int64(len(kind.AttributeTypes()))), nil
			}
			return stdlib.Length(values[0])
		},
	})
}

// oneFunction gives the only element of a list or set, null of an empty one.
func oneFunction() function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: "list", Type: cty.DynamicPseudoType}},
		Type: func(values []cty.Value) (cty.Type, error) {
			kind := values[0].Type()
			switch {
			case kind.IsListType() || kind.IsSetType():
				return kind.ElementType(), nil
			case kind.IsTupleType() && len(kind.TupleElementTypes()) == 0:
				return cty.DynamicPseudoType, nil
			case kind.IsTupleType() && len(kind.TupleElementTypes()) == 1:
				return kind.TupleElementType(0), nil
			}
			return cty.NilType, function.NewArgErrorf(0, "must be a list or set of at most one element")
		},
		Impl: func(values []cty.Value, gives cty.Type) (cty.Value, error) {
			elements := values[0].AsValueSlice()
			if len(elements) > 1 {
				return cty.NilVal, function.NewArgErrorf(0, "must have at most one element")
			}
			if len(elements) == 0 {
				return cty.NullVal(gives), nil
			}
			return elements[0], nil
		},
	})
}
