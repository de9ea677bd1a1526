package catalog

import "strings"

// A stranger's file may hold names of any length and number; beyond these a
// suggestion costs more than it helps.
const (
	suggestedLength = 64
	suggestedNames  = 500
)

// suggestion gives ` Did you mean "x"?`, or "" when nothing is near.
func suggestion(given string, known []string) string {
	if near := Nearest(given, known); near != "" {
		return ` Did you mean "` + near + `"?`
	}
	return ""
}

// Nearest is the known name that was probably meant: the nearest one that is
// fewer than three changes away, whatever its capitals, or "". Package site
// uses it for chaton.hcl.
func Nearest(given string, known []string) string {
	nearest, best := 3, ""
	if len(given) > suggestedLength {
		return ""
	}
	letters := []rune(strings.ToLower(given))
	for _, name := range known[:min(len(known), suggestedNames)] {
		if len(name) > suggestedLength {
			continue
		}
		// A word of which nothing is left is no misspelling.
		changes := distance(letters, []rune(strings.ToLower(name)))
		if changes < nearest && changes < len(letters) {
			nearest, best = changes, name
		}
	}
	return best
}

// distance counts the letters to add, drop or replace to make b of a.
func distance(a, b []rune) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, letter := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j, other := range b {
			replaced := diagonal
			if letter != other {
				replaced++
			}
			diagonal = row[j+1]
			row[j+1] = min(replaced, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

// list writes names as people do: a, b or c.
func list(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " or " + names[last]
}
