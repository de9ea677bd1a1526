package compose

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
)

// section is one mapping of the compose model. Who uses a value takes it; what
// nobody took was not carried over.
type section struct {
	path   []string
	values map[string]any
	taken  map[string]bool
	inner  []*section
}

func newSection(path []string, values map[string]any) *section {
	return &section{path: path, values: values, taken: map[string]bool{}}
}

// at is the path of a key.
func (s *section) at(key ...string) []string {
	return append(slices.Clone(s.path), key...)
}

// take gives a value and marks it as used.
func (s *section) take(key string) (any, bool) {
	value, given := s.values[key]
	s.taken[key] = true
	return value, given && value != nil
}

// has tells whether there is a value, and leaves it.
func (s *section) has(key string) bool { return s.values[key] != nil }

// text takes a value that is one word: what else stands there stays.
func (s *section) text(key string) string {
	switch value := s.values[key].(type) {
	case string, bool, int, int64, uint32, float64:
		s.taken[key] = true
		return fmt.Sprint(value)
	}
	return ""
}

// inside takes a mapping in it, whose own values are still to be taken; it is
// empty when there is none.
func (s *section) inside(key string) *section {
	values, ok := s.values[key].(map[string]any)
	if !ok {
		return newSection(s.at(key), nil)
	}
	s.taken[key] = true
	inner := newSection(s.at(key), values)
	s.inner = append(s.inner, inner)
	return inner
}

// items takes a list of mappings.
func (s *section) items(key string) []*section {
	list, ok := s.values[key].([]any)
	if !ok {
		return nil
	}
	var found []*section
	for at, item := range list {
		values, ok := item.(map[string]any)
		if !ok {
			return nil
		}
		found = append(found, newSection(s.at(key, strconv.Itoa(at)), values))
	}
	s.taken[key] = true
	s.inner = append(s.inner, found...)
	return found
}

// words takes a list of words, or one word.
func (s *section) words(key string) []string {
	if one := s.text(key); one != "" {
		return []string{one}
	}
	list, ok := s.values[key].([]any)
	if !ok {
		return nil
	}
	s.taken[key] = true
	var found []string
	for _, item := range list {
		found = append(found, fmt.Sprint(item))
	}
	return found
}

// pairs takes NAME = value, which compose writes as a mapping or as a list of
// NAME=value; given is false for a name without a value.
func (s *section) pairs(key string) []pair {
	value, ok := s.take(key)
	if !ok {
		return nil
	}
	if values, mapping := value.(map[string]any); mapping {
		var found []pair
		for _, name := range slices.Sorted(maps.Keys(values)) {
			found = append(found, newPair(name, values[name]))
		}
		return found
	}
	list, _ := value.([]any)
	var found []pair
	for _, item := range list {
		found = append(found, cutPair(fmt.Sprint(item)))
	}
	return found
}

// rest names what nobody took, in the order of the names. What says nothing
// (an empty list, false) is nothing to carry over.
func (s *section) rest() [][]string {
	var found [][]string
	for _, key := range slices.Sorted(maps.Keys(s.values)) {
		if !s.taken[key] && !silent(s.values[key]) {
			found = append(found, s.at(key))
		}
	}
	for _, inner := range s.inner {
		found = append(found, inner.rest()...)
	}
	return found
}

// silent tells whether a value says nothing. The loader writes its own empty
// values where a mount or a port was written in one line.
func silent(value any) bool {
	if value == nil {
		return true
	}
	of := reflect.ValueOf(value)
	switch of.Kind() {
	case reflect.Map, reflect.Slice:
		return of.Len() == 0
	case reflect.Pointer:
		return of.IsNil()
	}
	return of.IsZero()
}
