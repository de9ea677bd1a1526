// Package wizard asks the questions on a terminal, full-screen or line by
// line, and shows operations as they run.
//
// Its rules: questions are data (Question), made from the answers so far; one
// sitting holds them, and both forms only drive it, so that questions, checks
// and words are the same in both. Everything asked and shown goes to the
// terminal's error output; an answer can always be taken back; nothing is ever
// asked where no one can answer. Leaving is ErrCancelled and loses nothing.
package wizard

import (
	"context"
	"errors"

	"framagit.org/chatiere/chatiere/installer/catalog"
	"framagit.org/chatiere/chatiere/installer/locale"
	"framagit.org/chatiere/chatiere/installer/site"
	// Before bubbletea is initialised, see there.
	_ "framagit.org/chatiere/chatiere/installer/wizard/background"
)

// Options are what the first sitting needs from outside. All may be empty.
type Options struct {
	// Preview gives the text of the file that the answers make, shown before
	// the last question; its error is shown there and refuses a yes. It is
	// called while the screen waits, so it computes and does not wait.
	Preview func(site.Answers) (string, error)
	// Path is where that file goes, as people are told.
	Path string
	// Memory is what the machine can give to services, in bytes; 0 is unknown.
	Memory int64
	// Proven tells which modules were seen to work, and are offered first; nil
	// where nothing is known.
	Proven func(*catalog.Module) bool
	// Draft keeps the answers after every question.
	Draft Draft
	// Preference remembers who reads line by line.
	Preference Preference
}

// Draft keeps the answers of an unfinished sitting. Saves never overlap.
type Draft interface {
	Save(site.Answers) error
}

// Preference remembers for a person whether the wizard speaks line by line.
type Preference interface {
	// Load tells what was chosen; known is false before the first choice.
	Load() (plain, known bool)
	Save(plain bool) error
}

// Ask holds the first sitting and returns what was confirmed. It starts at
// the first question that the given answers leave open; the others are
// proposed when one goes back. Without a terminal it asks nothing: given must
// be complete, else the error names everything that is missing or wrong.
func Ask(ctx context.Context, terminal *Terminal, modules *catalog.Catalog, given site.Answers, options Options) (site.Answers, error) {
	if !terminal.IsTerminal && !terminal.Plain {
		return Complete(modules, given, terminal.Printer)
	}
	plain, err := choosePlain(ctx, terminal, options.Preference)
	if err != nil {
		return given, err
	}
	s := newSitting(modules, given, options, terminal.Printer)
	s.resume()
	keeper := &keeper{draft: options.Draft}
	if plain {
		err = (&plainForm{terminal: terminal, sitting: s, keeper: keeper}).run(ctx)
	} else {
		err = fullScreen(ctx, terminal, s, keeper)
	}
	if err != nil {
		return s.answers, errors.Join(err, keeper.last(s.answers))
	}
	terminal.Printer = s.printer
	return s.answers, nil
}

// Complete checks answers that were given without asking, such as those of
// `init --answers FILE`, by the same questions and the same checks. The error
// is a *GivenError with everything that is missing or wrong at once.
func Complete(modules *catalog.Catalog, given site.Answers, printer *locale.Printer) (site.Answers, error) {
	s := newSitting(modules, given, Options{}, printer)
	failure := &GivenError{printer: printer}
	for s.at = 0; s.at < len(s.questions); s.at++ {
		question := s.questions[s.at]
		value := question.proposed()
		switch {
		case question.Kind == KindConfirm:
			continue
		case value == "" && !question.Optional:
			failure.Missing = append(failure.Missing, question)
			continue
		}
		if err := question.take(value); err != nil {
			failure.Wrong = append(failure.Wrong, WrongAnswer{Question: question, Problem: err})
			continue
		}
		s.renew()
	}
	if len(failure.Missing)+len(failure.Wrong) > 0 {
		return s.answers, failure
	}
	return s.answers, nil
}
