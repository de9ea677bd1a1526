package site

import (
	"math/big"

	"github.com/zclconf/go-cty/cty"
)

const (
	maximumResult = 1 << 20 // of a template, a function or an attribute
	maximumDepth  = 64      // of lists and objects in each other
	elementWeight = 8       // an empty string is not nothing when there are a million
)

// weigh is how many bytes a value takes when it is written out, about. It
// counts what is shared each time that it is seen, and stops counting beyond
// the limit: weighing must not cost more than making.
func weigh(value cty.Value, limit int) int {
	return (&scale{limit: limit}).weigh(value, 0)
}

// scale is one value being weighed.
type scale struct {
	limit  int
	weight int
}

func (s *scale) weigh(value cty.Value, depth int) int {
	value, _ = value.Unmark()
	s.weight += elementWeight
	if depth > maximumDepth {
		s.weight = s.limit + 1
	}
	if s.weight > s.limit || value.IsNull() || !value.IsKnown() {
		return s.weight
	}
	switch kind := value.Type(); {
	case kind == cty.String:
		s.weight += len(value.AsString())
	case kind == cty.Number:
		s.weight += digits(value.AsBigFloat())
	case value.CanIterateElements():
		s.elements(value, depth)
	}
	return s.weight
}

func (s *scale) elements(value cty.Value, depth int) {
	named := value.Type().IsMapType() || value.Type().IsObjectType()
	for items := value.ElementIterator(); s.weight <= s.limit && items.Next(); {
		name, item := items.Element()
		if named {
			s.weight += len(name.AsString())
		}
		s.weigh(item, depth+1)
	}
}

// digits is how many digits a number is written with: a few letters such as
// 1e600000000 can name one that fills the memory.
func digits(number *big.Float) int {
	if number.IsInf() {
		return 0
	}
	return max(number.MantExp(nil), -number.MantExp(nil)) / 3
}
