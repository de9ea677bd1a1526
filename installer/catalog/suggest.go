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

// Nearest is the known name that was probably meant, whatever its capitals, or
// "": the nearest one that is fewer than three changes away, and not more than
// one in a short word, where two make another word. Package site uses it for
// chaton.hcl.
func Nearest(given string, known []string) string {
	if len(given) > suggestedLength {
		return ""
	}
	letters := []rune(strings.ToLower(given))
	nearest, best := min(3, (len(letters)+3)/4+1, len(letters)), ""
	for _, name := range known[:min(len(known), suggestedNames)] {
		if len(name) > suggestedLength {
			continue
		}
		if changes := distance(letters, []rune(strings.ToLower(name))); changes < nearest {
			nearest, best = changes, name
		}
	}
	return best
}

// distance counts the letters to add, drop, replace or swap with their
// neighbour to make b of a.
func distance(a, b []rune) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i, letter := range a {
		row[0] = i + 1
		for j, other := range b {
			replaced := last[j]
			if letter != other {
				replaced++
			}
			row[j+1] = min(replaced, row[j]+1, last[j+1]+1)
			if i > 0 && j > 0 && letter == b[j-1] && a[i-1] == other {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}

// list writes names as people do: a, b or c.
func list(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " or " + names[last]
}
