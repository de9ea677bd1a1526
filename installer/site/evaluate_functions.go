package site

import (
	"errors"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

const (
	maximumArguments = 4 << 20  // of one call
	maximumResults   = 16 << 20 // of all calls in one attribute
	maximumHashes    = 64       // made for one service: each takes a twentieth of a second
)

var (
	errResult    = errors.New("the result would be larger than 1 MiB")
	errArguments = errors.New("the arguments are larger than 4 MiB")
	errResults   = errors.New("the results of all functions in this attribute are larger than 16 MiB")
	errStopped   = errors.New("the evaluation was stopped")
)

// bounded gives each function limits on what it takes and gives. try and can
// stay as they are: what they evaluate is bounded itself.
func (r *resolving) bounded(all map[string]function.Function) map[string]function.Function {
	foretelling := estimates()
	limited := make(map[string]function.Function, len(all))
	for name, each := range all {
		if name == "try" || name == "can" {
			limited[name] = each
			continue
		}
		limited[name] = r.limited(each, foretelling[name])
	}
	return limited
}

// limited is a function with the same signature; estimate, when there is one,
// foretells the size of a result from its arguments.
func (r *resolving) limited(original function.Function, estimate func([]cty.Value) int) function.Function {
	return function.New(&function.Spec{
		Params: original.Params(), VarParam: original.VarParam(),
		Type: func(arguments []cty.Value) (cty.Type, error) {
			if err := r.mayCall(arguments); err != nil {
				return cty.NilType, err
			}
			return original.ReturnTypeForValues(arguments)
		},
		Impl: func(arguments []cty.Value, _ cty.Type) (cty.Value, error) {
			if estimate != nil && estimate(arguments) > maximumResult {
				return cty.NilVal, errResult
			}
			result, err := original.Call(arguments)
			if err != nil {
				return result, err
			}
			return result, r.mayGive(result)
		},
	})
}

func (r *resolving) mayCall(arguments []cty.Value) error {
	switch {
	case r.watch.over():
		return errStopped
	case r.yielded > maximumResults:
		return errResults
	}
	left := maximumArguments
	for _, argument := range arguments {
		if left -= weigh(argument, left); left < 0 {
			return errArguments
		}
	}
	return nil
}

func (r *resolving) mayGive(result cty.Value) error {
	weight := weigh(result, maximumResult)
	r.yielded += weight
	switch {
	case weight > maximumResult:
		return errResult
	case r.yielded > maximumResults:
		return errResults
	}
	return nil
}
