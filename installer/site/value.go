package site

import (
	"math/big"
	"strconv"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

// string reads a text without languages; a number is refused, since 0033 and
// "0033" are not the same phone number.
func (b *block) string(name string, checks ...check) string {
	value, where, ok := b.value(name)
	if !ok {
		return ""
	}
	if value.Type() != cty.String {
		b.refuse(where, say("%q must be a string", name), say("Write it between double quotes."))
		return ""
	}
	b.checked(name, value.AsString(), where, checks)
	return value.AsString()
}

// checked complains of the first thing that is wrong with a value.
func (b *block) checked(name, value string, where hcl.Range, checks []check) {
	for _, look := range checks {
		if detail, wrong := look(value); wrong {
			b.refuse(where, say("Wrong value for %q", name), detail)
			return
		}
	}
}

// strings reads a list; a lone string is refused, so that a file has one form.
func (b *block) strings(name string, checks ...check) []string {
	value, where, ok := b.value(name)
	if !ok {
		return nil
	}
	if !value.Type().IsTupleType() {
		b.refuse(where, say("%q must be a list of strings", name), say("Write it between square brackets: [\"…\", \"…\"]."))
		return nil
	}
	listed := []string{}
	for _, item := range value.AsValueSlice() {
		if item.IsNull() || item.Type() != cty.String {
			b.refuse(where, say("%q must be a list of strings", name), say("Write each of them between double quotes."))
			return nil
		}
		b.checked(name, item.AsString(), where, checks)
		listed = append(listed, item.AsString())
	}
	return listed
}

// mapping reads an object of strings.
func (b *block) mapping(name string, checks ...check) map[string]string {
	value, where, ok := b.value(name)
	if !ok {
		return nil
	}
	if !value.Type().IsObjectType() {
		b.refuse(where, say("%q must be an object", name), say("Write it between braces: { name = \"…\" }."))
		return nil
	}
	mapped := map[string]string{}
	for key, item := range value.AsValueMap() {
		if item.IsNull() || item.Type() != cty.String {
			b.refuse(b.file.Ranges[b.at(name)+"."+key], say("%q must be a string", key), say("Write it between double quotes."))
			continue
		}
		b.checked(key, item.AsString(), b.file.Ranges[b.at(name)+"."+key], checks)
		mapped[key] = item.AsString()
	}
	return mapped
}

// text reads a sentence for people: a string, which counts as French because
// French is what everything falls back to, or an object by language.
func (b *block) text(name string) Text {
	value, where, ok := b.value(name)
	if !ok {
		return nil
	}
	switch {
	case value.Type() == cty.String:
		return Text{"fr": value.AsString()}
	case !value.Type().IsObjectType():
		b.refuse(where, say("%q must be a text", name), say("Write a string, or one for each language: { fr = \"…\", en = \"…\" }."))
		return nil
	}
	said := Text(b.mapping(name, filled))
	for language := range said {
		if _, wrong := languageTag(language); wrong {
			b.refuse(b.file.Ranges[b.at(name)+"."+language], say("Unknown language %q", language), say("Write the two letters of a language, for example fr or en."))
		}
	}
	if _, french := said["fr"]; !french {
		b.refuse(where, say("French is missing in %q", name), say("Write it too: { fr = \"…\" }."))
	}
	return said
}

// integer reads a whole number between two bounds; absent is fallback.
func (b *block) integer(name string, fallback, low, high int) int {
	value, where, ok := b.value(name)
	if !ok {
		return fallback
	}
	if value.Type() == cty.Number {
		if whole, accuracy := value.AsBigFloat().Int64(); accuracy == big.Exact && int64(low) <= whole && whole <= int64(high) {
			return int(whole)
		}
	}
	b.refuse(where, say("Wrong value for %q", name),
		say("Write a whole number from %s to %s, without quotes.", strconv.Itoa(low), strconv.Itoa(high)))
	return fallback
}

// number reads a positive number; absent is 0.
func (b *block) number(name string) float64 {
	value, where, ok := b.value(name)
	if !ok {
		return 0
	}
	if value.Type() == cty.Number {
		if number, _ := value.AsBigFloat().Float64(); number > 0 {
			return number
		}
	}
	b.refuse(where, say("Wrong value for %q", name), say("Write a number above zero, without quotes."))
	return 0
}

// counts reads an object of whole numbers.
func (b *block) counts(name string, allowed ...string) map[string]int {
	value, where, ok := b.value(name)
	if !ok {
		return nil
	}
	if !value.Type().IsObjectType() {
		b.refuse(where, say("%q must be an object", name), say("Write it between braces: { name = 1 }."))
		return nil
	}
	counted := map[string]int{}
	for key, item := range value.AsValueMap() {
		place := b.file.Ranges[b.at(name)+"."+key]
		if _, wrong := oneOf(allowed...)(key); wrong {
			b.refuse(place, say("Unknown name %q", key), hint(key, allowed))
			continue
		}
		if item.IsNull() || item.Type() != cty.Number || !item.AsBigFloat().IsInt() || item.AsBigFloat().Sign() < 0 {
			b.refuse(place, say("Wrong value for %q", key), say("Write a whole number, without quotes."))
			continue
		}
		whole, _ := item.AsBigFloat().Int64()
		counted[key] = int(whole)
	}
	return counted
}
