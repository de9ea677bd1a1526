package wizard

import (
	"errors"
	"strings"

	"framagit.org/chatiere/chatiere/installer/locale"
)

// ErrCancelled says that the person left: no message, exit code 130. The
// answers so far are in the draft.
var ErrCancelled = errors.New("cancelled")

// UnansweredError says that the input ended before a question was answered.
type UnansweredError struct {
	Question string // its name
	said     string
	hint     string
}

// Error names the question that is left, in the operator’s language.
func (e *UnansweredError) Error() string { return e.said }

// Hint says how to go on.
func (e *UnansweredError) Hint() string { return e.hint }

func unanswered(printer *locale.Printer, name, title string) error {
	return &UnansweredError{
		Question: name,
		said:     printer.Sayf("The input ended before this question was answered: %s (%s)", title, name),
		hint:     printer.Sayf("Run the same command again, and answer it."),
	}
}

// GivenError lists what is missing or wrong in answers that were given without
// asking.
type GivenError struct {
	Missing []Question
	Wrong   []WrongAnswer

	printer *locale.Printer
}

// WrongAnswer is an answer that its question refuses.
type WrongAnswer struct {
	Question Question
	Problem  error
}

// Error has one line for each answer, with the kind of value that is wanted.
func (e *GivenError) Error() string {
	lines := []string{e.printer.Sayf("Some answers are missing or wrong, and there is no terminal to ask on:")}
	for _, question := range e.Missing {
		lines = append(lines, e.printer.Sayf("%s is missing (%s): %s", question.Name, e.printer.Say(string(question.Kind)), question.Title))
	}
	for _, wrong := range e.Wrong {
		lines = append(lines, e.printer.Sayf("%s is wrong: %s", wrong.Question.Name, wrong.Problem.Error()))
	}
	return strings.Join(lines, "\n")
}

// Hint says where answers go.
func (e *GivenError) Hint() string {
	return e.printer.Sayf("Write them in a file, and run: chatiere init --answers FILE")
}
