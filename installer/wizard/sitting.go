package wizard

import (
	"slices"

	"framagit.org/chatiere/chatiere/installer/catalog"
	"framagit.org/chatiere/chatiere/installer/locale"
	"framagit.org/chatiere/chatiere/installer/site"
)

// sitting is a run through the questions: it knows the answers so far and
// which question comes next. It reads and draws nothing.
type sitting struct {
	modules   *catalog.Catalog
	options   Options
	printer   *locale.Printer
	answers   site.Answers
	questions []Question
	at        int
	step      int // counts answers, to order drafts

	// shelf keeps what was answered about a service that is no longer chosen.
	shelf map[string]site.ServiceAnswers
}

func newSitting(modules *catalog.Catalog, given site.Answers, options Options, printer *locale.Printer) *sitting {
	given.Services = slices.Clone(given.Services)
	s := &sitting{modules: modules, options: options, printer: printer, answers: given, shelf: map[string]site.ServiceAnswers{}}
	s.renew()
	return s
}

// renew makes the questions again: their words follow the language and their
// number follows the services.
func (s *sitting) renew() {
	if s.answers.Language != "" && s.answers.Language != s.printer.Language() {
		s.printer = locale.New(s.answers.Language)
	}
	s.questions = s.firstSitting()
	// Only once everything before is answered is there a file to show.
	if last := len(s.questions) - 1; s.at == last {
		s.questions[last] = s.withPreview(s.questions[last])
	}
}

// resume goes to the first question that is left. An optional one counts as
// answered once a later one is.
func (s *sitting) resume() {
	for s.at = 0; s.at < len(s.questions)-1; s.at++ {
		question := s.questions[s.at]
		if question.read() == "" && (!question.Optional || !s.answeredAfter(s.at)) {
			break
		}
	}
	s.renew()
}

func (s *sitting) answeredAfter(at int) bool {
	return slices.ContainsFunc(s.questions[at+1:], func(q Question) bool { return q.read() != "" })
}

// current is the question to answer. There is none once done.
func (s *sitting) current() Question { return s.questions[s.at] }

func (s *sitting) done() bool { return s.at >= len(s.questions) }

// answer takes a value for the current question and goes on, or says what is
// wrong with it. A no to the last question goes back instead.
func (s *sitting) answer(value string) error {
	question := s.current()
	if question.Kind == KindConfirm && value == no {
		s.back()
		return nil
	}
	if err := question.take(value); err != nil {
		return err
	}
	s.at++
	s.step++
	s.renew()
	return nil
}

// back returns to the question before, and tells whether there is one.
func (s *sitting) back() bool {
	if s.at == 0 {
		return false
	}
	s.at--
	s.renew()
	return true
}
