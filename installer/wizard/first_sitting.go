package wizard

import (
	"errors"
	"slices"

	"framagit.org/chatiere/chatiere/installer/locale"
	"framagit.org/chatiere/chatiere/installer/site"
)

// The values of a question of kind KindConfirm.
const (
	yes = "yes"
	no  = "no"
)

// firstSitting lists what a chaton needs to run, and nothing that can wait.
func (s *sitting) firstSitting() []Question {
	questions := []Question{s.language(), s.name(), s.domain(), s.email(), s.services()}
	questions = append(questions, s.variables()...)
	return append(questions, s.confirmation())
}

func (s *sitting) language() Question {
	p := s.printer
	question := Question{
		Name:    "language",
		Title:   p.Sayf("Which language does your chaton speak?"),
		Why:     p.Sayf("Its pages and this wizard follow this choice."),
		Help:    p.Sayf("The pages that people read are written in this language first. Where a text exists in another one too, it stays available."),
		Kind:    KindChoice,
		Options: []Option{{Value: locale.French, Label: "français"}, {Value: locale.English, Label: "English"}},
		Default: p.Language(),
		read:    func() string { return s.answers.Language },
		write:   func(value string) { s.answers.Language = value },
	}
	question.check = oneOf(p, question.Options)
	return question
}

func (s *sitting) name() Question {
	p := s.printer
	return Question{
		Name:    "name",
		Title:   p.Sayf("What is your chaton called?"),
		Why:     p.Sayf("This name stands at the top of every page that people read."),
		Example: p.Sayf("Le Petit Chaton"),
		Help:    p.Sayf("Any name will do, with capitals and accents. A short name is made from it for files and containers on this machine; it does not change when you change the name later."),
		Kind:    KindText,
		check:   named(p),
		note:    func(value string) string { return p.Sayf("Short name on this machine: %s", s.slugFor(value)) },
		read:    func() string { return s.answers.Name },
		write: func(value string) {
			s.answers.Slug = s.slugFor(value)
			s.answers.Name = value
		},
	}
}

// slugFor keeps a short name that somebody wrote, and follows the name with
// one that was made from it.
func (s *sitting) slugFor(name string) string {
	written := s.answers.Slug
	if written != "" && written != Slug(s.answers.Name) {
		return written
	}
	return Slug(name)
}

func (s *sitting) domain() Question {
	p := s.printer
	return Question{
		Name:     "domain",
		Title:    p.Sayf("At which domain will it answer?"),
		Why:      p.Sayf("Each service gets a name under it, with its own certificate. No domain yet? Leave it empty, or answer “none”."),
		Example:  "petitchaton.example",
		Help:     p.Sayf("A domain that you rent, or a name under one, such as chaton.example.org. Without a domain the chaton answers on this machine only, with its own certificate authority: everything can be tried. Once you have a domain, write it in chaton.hcl and run chatiere apply again."),
		Kind:     KindText,
		Optional: true,
		check:    domainOrNone(p),
		note:     s.domainNote,
		read:     func() string { return s.answers.Domain },
		write:    func(value string) { s.answers.Domain = domainOf(value) },
	}
}

func (s *sitting) domainNote(value string) string {
	if domainOf(value) == "" {
		return s.printer.Sayf("No domain yet: %s, on this machine only", s.slugFor(s.answers.Name)+".localhost")
	}
	return s.printer.Sayf("A service will answer at a name such as %s", "wiki."+domainOf(value))
}

func (s *sitting) email() Question {
	p := s.printer
	return Question{
		Name:    "email",
		Title:   p.Sayf("Which e-mail address reaches you?"),
		Why:     p.Sayf("It is shown on the pages. One address is enough today, and it may be at another hoster’s."),
		Example: "contact@petitchaton.example",
		Help:    p.Sayf("People who use your services and the certificate authority write to it. It should still be read when this machine is down, so one at another hoster’s is a good choice."),
		Kind:    KindText,
		check:   address(p),
		read:    func() string { return s.answers.Email },
		write:   func(value string) { s.answers.Email = value },
	}
}

func (s *sitting) confirmation() Question {
	p := s.printer
	question := Question{
		Name:    "confirm",
		Title:   p.Sayf("Write this file?"),
		Why:     p.Sayf("Nothing is installed yet: the plan comes next, and asks before it touches anything."),
		Help:    p.Sayf("This file is yours: plain text that you can read, change and keep in git. Everything else is derived from it. Answer no to go back and change something."),
		Kind:    KindConfirm,
		Options: []Option{{Value: yes, Label: p.Sayf("Yes, write it")}, {Value: no, Label: p.Sayf("No, go back")}},
		Default: yes,
		read:    func() string { return "" },
		write:   func(string) {},
	}
	question.check = oneOf(p, question.Options)
	if s.options.Path != "" {
		question.Title = p.Sayf("Write this to %s?", s.options.Path)
	}
	return question
}

// withPreview shows the file that the answers make, and refuses a yes to one
// that could not be made.
func (s *sitting) withPreview(question Question) Question {
	if s.options.Preview == nil {
		return question
	}
	text, err := s.options.Preview(s.answers)
	question.Preview = text
	if err == nil {
		return question
	}
	problem := errors.New(s.printer.Sayf("These answers do not make a file that works: %s", err.Error()))
	known := question.check
	question.check = func(value string) error {
		if value == yes {
			return problem
		}
		return known(value)
	}
	return question
}

// services asks for modules, in the order in which they are shown.
func (s *sitting) services() Question {
	p := s.printer
	question := Question{
		Name:    "services",
		Title:   p.Sayf("Which services for a start?"),
		Why:     p.Sayf("One or two are enough for a first evening. Others can be added to chaton.hcl on any day."),
		Help:    p.Sayf("Each service runs in containers of its own. It stays on trial, reachable but not announced, until you say that it is open. The memory shown is the most that it may take."),
		Kind:    KindSeveral,
		Options: offers(s.modules, s.options.Proven, p),
		read:    func() string { return joined(s.answers.Services) },
		write:   s.choose,
	}
	question.check = someOf(p, question.Options)
	question.note = func(value string) string { return s.memoryNote(question, value) }
	return question
}

func (s *sitting) memoryNote(question Question, value string) string {
	var needed int64
	for _, option := range question.Options {
		if slices.Contains(split(value), option.Value) {
			needed += option.Memory
		}
	}
	switch {
	case needed == 0:
		return ""
	case s.options.Memory == 0:
		return s.printer.Sayf("Memory at most: %s", s.printer.Bytes(needed))
	}
	return s.printer.Sayf("Memory at most: %s of %s", s.printer.Bytes(needed), s.printer.Bytes(s.options.Memory))
}

// choose keeps the services of the chosen modules with what was answered about
// them, those put aside included.
func (s *sitting) choose(value string) {
	wanted := split(value)
	var chosen []site.ServiceAnswers
	for _, option := range s.ordered(wanted) {
		before := len(chosen)
		for _, service := range s.answers.Services {
			if service.Module == option {
				chosen = append(chosen, service)
			}
		}
		if len(chosen) == before {
			kept := s.shelf[option]
			kept.Module = option
			chosen = append(chosen, kept)
		}
	}
	for _, service := range s.answers.Services {
		s.shelf[service.Module] = service
	}
	s.answers.Services = chosen
}

// ordered puts chosen modules in the order of the list, whatever the order of
// the clicks, so that the same choice writes the same file.
func (s *sitting) ordered(wanted []string) []string {
	var names []string
	for _, option := range offers(s.modules, nil, s.printer) {
		if slices.Contains(wanted, option.Value) {
			names = append(names, option.Value)
		}
	}
	return names
}

func joined(services []site.ServiceAnswers) string {
	var names []string
	for _, service := range services {
		if !slices.Contains(names, service.Module) {
			names = append(names, service.Module)
		}
	}
	return join(names)
}
