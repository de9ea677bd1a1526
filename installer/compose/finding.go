package compose

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Sentence is an English format of package locale and its values.
type Sentence struct {
	Format string
	Values []any
}

// String is the sentence in English.
func (s Sentence) String() string { return fmt.Sprintf(s.Format, s.Values...) }

func say(format string, values ...any) Sentence { return Sentence{Format: format, Values: values} }

// Finding is one place of a compose file and what became of it.
type Finding struct {
	Path string // "services.web.ports[0]"
	File string // as it was named; "" when the place is in no file that was named
	Line int
	What Sentence
}

// Place is the file and line, or "".
func (f Finding) Place() string {
	if f.File == "" {
		return ""
	}
	return f.File + ":" + strconv.Itoa(f.Line)
}

// findings gathers what an import has to say.
type findings struct {
	places  places
	left    []Finding
	decided []Finding
	todo    []Sentence
}

// leave names what is not carried over.
func (f *findings) leave(path []string, what Sentence) {
	f.left = append(f.left, f.finding(path, what))
}

// decide names what was carried over in another form.
func (f *findings) decide(path []string, what Sentence) {
	f.decided = append(f.decided, f.finding(path, what))
}

func (f *findings) finding(path []string, what Sentence) Finding {
	file, line := f.places.find(path)
	return Finding{Path: written(path), File: file, Line: line, What: what}
}

// written is a path as people write it: services.web.ports[0].
func written(path []string) string {
	var text strings.Builder
	for at, part := range path {
		if _, err := strconv.Atoi(part); err == nil && at > 0 {
			text.WriteString("[" + part + "]")
			continue
		}
		if at > 0 {
			text.WriteByte('.')
		}
		text.WriteString(part)
	}
	return text.String()
}

// sortFindings brings them into the order of the files.
func sortFindings(found []Finding) {
	slices.SortStableFunc(found, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Path, b.Path))
	})
}
