package compose

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

var unfit = regexp.MustCompile(`[^a-z0-9_-]+`)

// label makes a name that the module language takes: a small letter, then small
// letters, digits, - and _.
func label(name string) string {
	fit := strings.Trim(unfit.ReplaceAllString(strings.ToLower(name), "-"), "-_")
	if fit == "" || fit[0] < 'a' || fit[0] > 'z' {
		fit = "x" + fit
	}
	return fit[:min(len(fit), 60)]
}

func sortedKeys[V any](values map[string]V) []string { return slices.Sorted(maps.Keys(values)) }

// number is 0 for what is none.
func number(text string) int {
	value, err := strconv.Atoi(text)
	if err != nil {
		return 0
	}
	return value
}
