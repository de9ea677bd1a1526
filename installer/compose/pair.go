package compose

import (
	"fmt"
	"strings"
)

// pair is one NAME = value.
type pair struct {
	name  string
	value string
	given bool
}

func newPair(name string, value any) pair {
	if value == nil {
		return pair{name: name}
	}
	return pair{name: name, value: fmt.Sprint(value), given: true}
}

func cutPair(text string) pair {
	name, value, given := strings.Cut(text, "=")
	return pair{name: name, value: value, given: given}
}
