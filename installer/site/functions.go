package site

import (
	"github.com/hashicorp/hcl/v2/ext/tryfunc"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

// plainFunctions are those that depend on their arguments alone. The names are
// those of catalog.FunctionNames, which a test compares.
func plainFunctions() map[string]function.Function {
	all := map[string]function.Function{}
	for _, group := range []map[string]function.Function{
		numberFunctions(), stringFunctions(), collectionFunctions(), conversionFunctions(), encodingFunctions(),
	} {
		for name, each := range group {
			all[name] = each
		}
	}
	return all
}

func numberFunctions() map[string]function.Function {
	return map[string]function.Function{
		"abs": stdlib.AbsoluteFunc, "ceil": stdlib.CeilFunc, "floor": stdlib.FloorFunc,
		"max": stdlib.MaxFunc, "min": stdlib.MinFunc, "pow": stdlib.PowFunc,
		"signum": stdlib.SignumFunc, "parseint": stdlib.ParseIntFunc, "bytes": bytesFunction(),
	}
}

func stringFunctions() map[string]function.Function {
	return map[string]function.Function{
		"upper": stdlib.UpperFunc, "lower": stdlib.LowerFunc, "title": stdlib.TitleFunc,
		"trim": stdlib.TrimFunc, "trimspace": stdlib.TrimSpaceFunc, "trimprefix": stdlib.TrimPrefixFunc,
		"trimsuffix": stdlib.TrimSuffixFunc, "replace": replaceFunction(), "split": stdlib.SplitFunc,
		"join": stdlib.JoinFunc, "substr": stdlib.SubstrFunc, "strlen": stdlib.StrlenFunc,
		"format": stdlib.FormatFunc, "formatlist": stdlib.FormatListFunc, "indent": stdlib.IndentFunc,
		"regex": stdlib.RegexFunc, "regexall": stdlib.RegexAllFunc,
		"startswith": startsWithFunction(), "endswith": endsWithFunction(),
		"formatdate": stdlib.FormatDateFunc, "timeadd": stdlib.TimeAddFunc,
	}
}

func collectionFunctions() map[string]function.Function {
	return map[string]function.Function{
		"length": lengthFunction(), "contains": stdlib.ContainsFunc, "concat": stdlib.ConcatFunc,
		"compact": stdlib.CompactFunc, "distinct": stdlib.DistinctFunc, "flatten": stdlib.FlattenFunc,
		"keys": stdlib.KeysFunc, "values": stdlib.ValuesFunc, "lookup": stdlib.LookupFunc,
		"merge": stdlib.MergeFunc, "range": stdlib.RangeFunc, "reverse": stdlib.ReverseListFunc,
		"sort": stdlib.SortFunc, "slice": stdlib.SliceFunc, "zipmap": stdlib.ZipmapFunc,
		"element": stdlib.ElementFunc, "coalesce": stdlib.CoalesceFunc, "coalescelist": stdlib.CoalesceListFunc,
		"setunion": stdlib.SetUnionFunc, "setintersection": stdlib.SetIntersectionFunc,
		"setsubtract": stdlib.SetSubtractFunc, "one": oneFunction(),
	}
}

func conversionFunctions() map[string]function.Function {
	return map[string]function.Function{
		"tostring": stdlib.MakeToFunc(cty.String), "tonumber": stdlib.MakeToFunc(cty.Number),
		"tobool": stdlib.MakeToFunc(cty.Bool), "tolist": stdlib.MakeToFunc(cty.List(cty.DynamicPseudoType)),
		"toset": stdlib.MakeToFunc(cty.Set(cty.DynamicPseudoType)), "tomap": stdlib.MakeToFunc(cty.Map(cty.DynamicPseudoType)),
		"can": tryfunc.CanFunc, "try": tryfunc.TryFunc,
	}
}

func encodingFunctions() map[string]function.Function {
	return map[string]function.Function{
		"jsonencode": stdlib.JSONEncodeFunc, "jsondecode": stdlib.JSONDecodeFunc,
		"yamlencode": yamlEncodeFunction(), "yamldecode": yamlDecodeFunction(),
		"csvdecode": stdlib.CSVDecodeFunc, "base64encode": base64EncodeFunction(),
		"base64decode": base64DecodeFunction(), "urlencode": urlEncodeFunction(),
		"sha256": sha256Function(), "sha512": sha512Function(),
	}
}
