package wizard

import (
	"context"
	"errors"
	"io"
	"strconv"
	"strings"
)

// plainForm asks line by line: one fact a line, nothing drawn twice, so that a
// screen reader, a braille display or a pipe can follow.
type plainForm struct {
	terminal *Terminal
	sitting  *sitting
	keeper   *keeper
}

// run asks until everything is answered.
func (f *plainForm) run(ctx context.Context) error {
	f.terminal.tell(f.sitting.printer.Sayf("Line by line. At any question: < goes back, ? helps, “where” says where you are, ! lists your answers."))
	f.show()
	for !f.sitting.done() {
		line, err := f.terminal.readLine(ctx)
		if errors.Is(err, io.EOF) {
			question := f.sitting.current()
			return unanswered(f.sitting.printer, question.Name, question.Title)
		}
		if err != nil {
			return err
		}
		f.obey(line)
	}
	return nil
}

// obey takes one line: a command of the form, or an answer.
func (f *plainForm) obey(line string) {
	switch line {
	case "<":
		f.back()
	case "?":
		f.help()
	case "ou", "où", "where":
		f.where()
	case "!":
		f.list()
	default:
		f.answer(line)
	}
}

func (f *plainForm) back() {
	if !f.sitting.back() {
		f.terminal.tell(f.sitting.printer.Sayf("This is the first question."))
	}
	f.show()
}

func (f *plainForm) help() {
	question := f.sitting.current()
	f.terminal.tell(question.Why)
	f.terminal.tell(question.Help)
	f.terminal.tell(f.sitting.printer.Sayf("< goes back, ? helps, “where” says where you are, ! lists your answers."))
	f.prompt(question)
}

func (f *plainForm) where() {
	question := f.sitting.current()
	f.terminal.tell(f.place() + question.Title)
	f.prompt(question)
}

func (f *plainForm) list() {
	p := f.sitting.printer
	for _, question := range f.sitting.questions[:f.sitting.at] {
		value := question.said(question.read())
		if value == "" {
			value = p.Sayf("nothing yet")
		}
		f.terminal.tell(question.Title + " " + value)
	}
	if f.sitting.at == 0 {
		f.terminal.tell(p.Sayf("Nothing is answered yet."))
	}
	f.prompt(f.sitting.current())
}

// answer takes a line as an answer. An empty one keeps what is proposed.
func (f *plainForm) answer(line string) {
	question := f.sitting.current()
	value := f.meant(question, line)
	if err := f.sitting.answer(value); err != nil {
		f.terminal.tell(err.Error())
		f.prompt(question)
		return
	}
	if question.Kind != KindConfirm {
		f.acknowledge(question, value)
	}
	if !f.sitting.done() {
		f.show()
	}
}

// acknowledge says what was understood, in words of the language that the
// person may just have chosen.
func (f *plainForm) acknowledge(question Question, value string) {
	p := f.sitting.printer
	said := question.said(value)
	if said == "" {
		said = p.Sayf("nothing yet")
	}
	f.terminal.tell(p.Sayf("Noted: %s", said))
	f.terminal.tell(question.remark(value))
	if err := f.keeper.save(f.sitting.step, f.sitting.answers); err != nil {
		f.terminal.tell(p.Sayf("The draft of your answers could not be kept: %s", err.Error()))
	}
}

// meant turns a line into a value: numbers of a list into its choices, and
// nothing into what is proposed.
func (f *plainForm) meant(question Question, line string) string {
	if line == "" {
		return question.proposed()
	}
	switch question.Kind {
	case KindConfirm:
		return agreement(line)
	case KindChoice:
		return choiceOf(question, line)
	case KindSeveral:
		var values []string
		for _, word := range split(line) {
			values = append(values, choiceOf(question, word))
		}
		return join(values)
	}
	return line
}

// choiceOf finds the option that a number, a value or a label names.
func choiceOf(question Question, word string) string {
	if number, err := strconv.Atoi(word); err == nil && number >= 1 && number <= len(question.Options) {
		return question.Options[number-1].Value
	}
	for _, option := range question.Options {
		if folded(option.Label) == folded(word) {
			return option.Value
		}
	}
	return word
}

// agreement understands yes and no in both languages.
func agreement(line string) string {
	switch strings.ToLower(line) {
	case "o", "oui", "y", yes, "1":
		return yes
	case "n", "non", no, "2":
		return no
	}
	return line
}

// show says the whole question.
func (f *plainForm) show() {
	p, question := f.sitting.printer, f.sitting.current()
	f.terminal.tell(f.place() + question.Title)
	f.terminal.tell(question.Why)
	if question.Example != "" {
		f.terminal.tell(p.Sayf("Example: %s", question.Example))
	}
	f.terminal.tell(strings.TrimRight(question.Preview, "\n"))
	if question.Kind != KindConfirm {
		f.choices(question)
	}
	if proposed := question.proposed(); proposed != "" && question.Kind != KindConfirm {
		f.terminal.tell(p.Sayf("Proposed answer, kept by an empty line: %s", question.said(proposed)))
	}
	f.prompt(question)
}

func (f *plainForm) choices(question Question) {
	group := ""
	for at, option := range question.Options {
		if option.Group != group {
			group = option.Group
			f.terminal.tell(f.sitting.printer.Sayf("Category: %s", group))
		}
		f.terminal.tell(f.sitting.printer.Sayf("%s: %s", strconv.Itoa(at+1), option.Label))
		for _, detail := range option.Details {
			f.terminal.tell(detail)
		}
	}
}

func (f *plainForm) place() string {
	p := f.sitting.printer
	return p.Sayf("Question %d of %d:", f.sitting.at+1, len(f.sitting.questions)) + " "
}

// prompt is a line of its own, so that the answer stands alone on the next one.
func (f *plainForm) prompt(question Question) {
	p := f.sitting.printer
	switch question.Kind {
	case KindChoice:
		f.terminal.tell(p.Sayf("Your choice, a number or a word:"))
	case KindSeveral:
		f.terminal.tell(p.Sayf("Your choices, numbers or words with spaces between them:"))
	case KindConfirm:
		f.terminal.tell(p.Sayf("Your answer, yes or no; an empty line is yes:"))
	default:
		f.terminal.tell(p.Sayf("Your answer:"))
	}
}
