package trial

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"framagit.org/chatiere/chatiere/installer/site"
)

// judge says the first thing wrong with an answer.
func judge(wanted *site.Expectation, got answer) error {
	switch {
	case wanted == nil:
		return nil
	case wanted.Status != 0 && got.status != wanted.Status:
		return fmt.Errorf("got status %d, want %d; the answer begins: %s", got.status, wanted.Status, got.beginning())
	case wanted.Contains != "" && !strings.Contains(string(got.body), wanted.Contains):
		return fmt.Errorf("the answer (status %d) does not contain %q; it begins: %s", got.status, wanted.Contains, got.beginning())
	case wanted.Absent != "" && strings.Contains(string(got.body), wanted.Absent):
		return fmt.Errorf("the answer (status %d) contains %q", got.status, wanted.Absent)
	}
	for _, name := range slices.Sorted(maps.Keys(wanted.Headers)) {
		if value := got.header.Get(name); value != wanted.Headers[name] {
			return fmt.Errorf("got header %s: %q, want %q", name, value, wanted.Headers[name])
		}
	}
	return judgeJSON(wanted.JSON, got)
}

func judgeJSON(wanted map[string]any, got answer) error {
	for _, path := range slices.Sorted(maps.Keys(wanted)) {
		value, err := valueAt(got.body, path)
		if err != nil {
			return fmt.Errorf("%w; the answer (status %d) begins: %s", err, got.status, got.beginning())
		}
		if !reflect.DeepEqual(value, wanted[path]) {
			return fmt.Errorf("got %s = %s, want %s", path, shown(value), shown(wanted[path]))
		}
	}
	return nil
}

func shown(value any) string {
	encoded, err := json.Marshal(value)
	if err != nil {
		return fmt.Sprint(value)
	}
	return string(encoded)
}

// valueAt follows a path of names and indexes, "items.0.name", into a JSON
// text.
func valueAt(text []byte, path string) (any, error) {
	var value any
	if err := json.Unmarshal(text, &value); err != nil {
		return nil, fmt.Errorf("the answer is not JSON: %w", err)
	}
	for _, step := range strings.Split(path, ".") {
		next, found := stepInto(value, step)
		if !found {
			return nil, fmt.Errorf("there is no %q (of %q)", step, path)
		}
		value = next
	}
	return value, nil
}

func stepInto(value any, step string) (any, bool) {
	switch held := value.(type) {
	case map[string]any:
		next, found := held[step]
		return next, found
	case []any:
		index, err := strconv.Atoi(step)
		if err != nil || index < 0 || index >= len(held) {
			return nil, false
		}
		return held[index], true
	}
	return nil, false
}

// take captures a part of an answer.
func take(wanted site.Capture, got answer) (string, error) {
	switch {
	case wanted.Header != "":
		if value := got.header.Get(wanted.Header); value != "" {
			return value, nil
		}
		return "", fmt.Errorf("capture %q: there is no header %s", wanted.Name, wanted.Header)
	case wanted.JSON != "":
		value, err := valueAt(got.body, wanted.JSON)
		if err != nil {
			return "", fmt.Errorf("capture %q: %w", wanted.Name, err)
		}
		if text, isText := value.(string); isText {
			return text, nil
		}
		return shown(value), nil
	}
	return takeByPattern(wanted, got)
}

func takeByPattern(wanted site.Capture, got answer) (string, error) {
	pattern, err := regexp.Compile(wanted.Regex)
	if err != nil {
		return "", fmt.Errorf("capture %q: %w", wanted.Name, err)
	}
	found := pattern.FindSubmatch(got.body)
	if found == nil {
		return "", fmt.Errorf("capture %q: nothing matches %s; the answer (status %d) begins: %s", wanted.Name, wanted.Regex, got.status, got.beginning())
	}
	return string(found[min(1, len(found)-1)]), nil
}
