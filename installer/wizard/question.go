package wizard

import (
	"slices"
	"strings"
)

// Kind is the sort of answer that a question takes. Its text names it to
// people, through package locale.
type Kind string

// The kinds of questions.
const (
	KindText    Kind = "a text"
	KindChoice  Kind = "one choice"
	KindSeveral Kind = "several choices"
	KindConfirm Kind = "yes or no"
)

// Question is one thing to decide, in the operator's language. Both forms
// show the same question and nothing else.
type Question struct {
	Name    string // names the answer in an answers file: "email", "wiki.title"
	Title   string // the question itself
	Why     string // the reason, one or two sentences
	Example string
	Help    string // shown on demand
	Kind    Kind
	Options []Option
	// Optional questions take an empty answer.
	Optional bool
	// Default is proposed before there is an answer.
	Default string
	// Preview is a text to read before answering.
	Preview string

	// check tells what is wrong with a value, in the operator's language.
	check func(value string) error
	// note says what follows from a value that passes its check, or "".
	note func(value string) string
	// read gives the answer so far, "" when there is none; write takes one
	// that passed the check. Several values are joined by commas.
	read  func() string
	write func(value string)
}

// Option is one of the answers to choose from.
type Option struct {
	Value   string
	Label   string
	Group   string   // options of one group stand together
	Details []string // one fact each
	Memory  int64    // bytes that choosing it takes
}

// proposed is the answer so far, or the default.
func (q Question) proposed() string {
	if value := q.read(); value != "" {
		return value
	}
	return q.Default
}

// take checks a value and keeps it.
func (q Question) take(value string) error {
	value = strings.TrimSpace(value)
	if err := q.problem(value); err != nil {
		return err
	}
	q.write(value)
	return nil
}

// problem is what is wrong with a value, nil when nothing is.
func (q Question) problem(value string) error {
	if q.check == nil {
		return nil
	}
	return q.check(value)
}

// remark is what follows from a value, "" while it is wrong.
func (q Question) remark(value string) string {
	value = strings.TrimSpace(value)
	if q.note == nil || q.problem(value) != nil {
		return ""
	}
	return q.note(value)
}

// said shows a value as people chose it: labels for choices.
func (q Question) said(value string) string {
	if len(q.Options) == 0 {
		return value
	}
	var labels []string
	for _, chosen := range split(value) {
		at := slices.IndexFunc(q.Options, func(o Option) bool { return o.Value == chosen })
		if at >= 0 {
			chosen = q.Options[at].Label
		}
		labels = append(labels, chosen)
	}
	return strings.Join(labels, ", ")
}

// split takes a joined value apart.
func split(value string) []string {
	return strings.FieldsFunc(value, func(r rune) bool { return r == ',' || r == ' ' })
}
