package site

import (
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
)

// evaluate gives an attribute's value in the wanted type; false when it is
// absent, null or wrong. A wrong one has been complained of.
func (r *resolving) evaluate(expression hcl.Expression, s scope, want cty.Type) (cty.Value, bool) {
	if expression == nil {
		return cty.NilVal, false
	}
	r.noticeMail(expression)
	value, diags := r.compute(expression, s)
	r.diags = append(r.diags, diags...)
	if diags.HasErrors() || value.IsNull() {
		return cty.NilVal, false
	}
	value, _ = value.UnmarkDeep()
	converted, err := convert.Convert(value, want)
	switch {
	case err != nil:
		r.author(expression.Range(), "Wrong type", "This must be "+want.FriendlyName()+": "+err.Error()+".")
	case !converted.IsWhollyKnown() && r.diags.HasErrors():
		// The answer that is missing has been complained of already.
	case !converted.IsWhollyKnown():
		r.author(expression.Range(), "Value that is not known", "This depends on something that has no value here.")
	default:
		return converted, !converted.IsNull()
	}
	return cty.NilVal, false
}

func (r *resolving) text(expression hcl.Expression, s scope, fallback string) string {
	value, ok := r.evaluate(expression, s, cty.String)
	if !ok {
		return fallback
	}
	return value.AsString()
}

func (r *resolving) truth(expression hcl.Expression, s scope, fallback bool) bool {
	value, ok := r.evaluate(expression, s, cty.Bool)
	if !ok {
		return fallback
	}
	return value.True()
}

func (r *resolving) fraction(expression hcl.Expression, s scope, fallback float64) float64 {
	value, ok := r.evaluate(expression, s, cty.Number)
	if !ok {
		return fallback
	}
	number, _ := value.AsBigFloat().Float64()
	if number <= 0 {
		r.author(expression.Range(), "Number out of range", "This must be above zero.")
	}
	return number
}

// whole gives a number between two bounds.
func (r *resolving) whole(expression hcl.Expression, s scope, fallback, low, high int64) int64 {
	value, ok := r.evaluate(expression, s, cty.Number)
	if !ok {
		return fallback
	}
	number, _ := value.AsBigFloat().Int64()
	if !value.AsBigFloat().IsInt() || number < low || number > high {
		r.author(expression.Range(), "Number out of range", fmt.Sprintf("This must be a whole number from %d to %d.", low, high))
		return fallback
	}
	return number
}

func (r *resolving) size(expression hcl.Expression, s scope, fallback int64) int64 {
	text := r.text(expression, s, "")
	if text == "" {
		return fallback
	}
	size, ok := parseSize(text)
	if !ok || size == 0 {
		r.author(expression.Range(), "Wrong size", "Write digits and B, KiB, MiB, GiB or TiB, for example \"128MiB\".")
	}
	return size
}

func (r *resolving) duration(expression hcl.Expression, s scope, fallback time.Duration) time.Duration {
	text := r.text(expression, s, "")
	if text == "" {
		return fallback
	}
	duration, ok := parseDuration(text)
	if !ok || duration <= 0 {
		r.author(expression.Range(), "Wrong duration", "Write hours, minutes and seconds, for example \"90s\" or \"1h30m\".")
	}
	return duration
}

// list is nil when the attribute is absent, empty when it is [].
func (r *resolving) list(expression hcl.Expression, s scope) []string {
	value, ok := r.evaluate(expression, s, cty.List(cty.String))
	if !ok {
		return nil
	}
	listed := []string{}
	for _, item := range value.AsValueSlice() {
		if item.IsNull() {
			r.author(expression.Range(), "Null in a list", "Each item must be a string.")
			continue
		}
		listed = append(listed, item.AsString())
	}
	return listed
}

// command is a list whose words everybody on the machine can read.
func (a *assembly) command(expression hcl.Expression, s scope) []string {
	words := a.list(expression, s)
	if words != nil {
		a.outside(expression.Range(), "a command", words...)
	}
	return words
}

// strings is an object of values as HCL prints them; null leaves a name out.
func (r *resolving) strings(expression hcl.Expression, s scope) map[string]string {
	value, ok := r.evaluate(expression, s, cty.DynamicPseudoType)
	if !ok {
		return nil
	}
	if !value.Type().IsObjectType() && !value.Type().IsMapType() {
		r.author(expression.Range(), "Wrong type", "This must be an object.")
		return nil
	}
	said := map[string]string{}
	for name, item := range value.AsValueMap() {
		if item.IsNull() {
			continue
		}
		converted, err := convert.Convert(item, cty.String)
		if err != nil {
			r.author(expression.Range(), "Wrong type", "The value of "+name+" must be a string, a number or a bool.")
			continue
		}
		said[name] = converted.AsString()
	}
	return said
}

// sentences is a text by language; a plain string counts as French.
func (r *resolving) sentences(expression hcl.Expression, s scope) Text {
	value, ok := r.evaluate(expression, s, cty.DynamicPseudoType)
	if !ok {
		return nil
	}
	if value.Type() == cty.String {
		return Text{"fr": value.AsString()}
	}
	said := Text(r.strings(expression, s))
	if said["fr"] == "" {
		r.author(expression.Range(), "French is missing", "A text has fr.")
	}
	return said
}

func joined(items []string) string { return strings.Join(items, ", ") }
