package wizard

import (
	"maps"
	"slices"
	"strings"

	"framagit.org/chatiere/chatiere/installer/catalog"
	"framagit.org/chatiere/chatiere/installer/locale"
	"framagit.org/chatiere/chatiere/installer/site"
)

// offers lists the services of the catalogue: those that were seen to work
// first, then the others under their own headings, each part by category, then
// by title. Engines are no services: a module that needs one brings it.
func offers(modules *catalog.Catalog, proven func(*catalog.Module) bool, p *locale.Printer) []Option {
	var tried, untried []Option
	for _, name := range modules.Names() {
		module := modules.Module(name)
		switch {
		case module.Kind == "engine":
		case proven == nil || proven(module):
			tried = append(tried, offer(modules, module, p))
		default:
			option := offer(modules, module, p)
			option.Group = p.Sayf("Not tried yet: %s", option.Group)
			untried = append(untried, option)
		}
	}
	for _, part := range [][]Option{tried, untried} {
		slices.SortStableFunc(part, func(a, b Option) int {
			return strings.Compare(folded(a.Group+"\n"+a.Label), folded(b.Group+"\n"+b.Label))
		})
	}
	return append(tried, untried...)
}

func offer(modules *catalog.Catalog, module *catalog.Module, p *locale.Printer) Option {
	option := Option{
		Value:  module.Name,
		Label:  module.Title.In(p.Language()),
		Group:  p.Say(category(module.Category)),
		Memory: modules.Memory(module),
	}
	if summary := module.Summary.In(p.Language()); summary != "" {
		option.Details = append(option.Details, summary)
	}
	if len(module.Replaces) > 0 {
		option.Details = append(option.Details, p.Sayf("Instead of %s", p.List(module.Replaces)))
	}
	if option.Memory > 0 {
		option.Details = append(option.Details, p.Sayf("Memory at most: %s", p.Bytes(option.Memory)))
	}
	return option
}

// variables asks, for each chosen service, what its module cannot know. What
// is sensitive is no part of chaton.hcl and is not asked here.
func (s *sitting) variables() []Question {
	var questions []Question
	for at, service := range s.answers.Services {
		module := s.modules.Module(service.Module)
		if module == nil {
			continue
		}
		for _, variable := range module.Variables {
			if variable.Default == nil && !variable.Advanced && !variable.Sensitive {
				questions = append(questions, s.setting(at, module, variable))
			}
		}
	}
	return questions
}

func (s *sitting) setting(at int, module *catalog.Module, variable *catalog.Variable) Question {
	p, language := s.printer, s.printer.Language()
	question := Question{
		Name:  serviceName(s.answers.Services[at]) + "." + variable.Name,
		Title: p.Sayf("%s: %s", module.Title.In(language), variable.Label.In(language)),
		Why:   p.Sayf("The service cannot know this by itself."),
		Help:  variable.Help.In(language),
		Kind:  KindText,
		check: formatted(p, variable),
		read:  func() string { return s.answers.Services[at].Settings[variable.Name] },
		write: func(value string) { s.set(at, variable.Name, value) },
	}
	if options := choices(p, variable); len(options) > 0 {
		question.Kind, question.Options, question.check = KindChoice, options, oneOf(p, options)
	}
	return question
}

// set copies what it changes: a draft of the former answers may be on its way
// to the disk.
func (s *sitting) set(at int, name, value string) {
	services := slices.Clone(s.answers.Services)
	settings := maps.Clone(services[at].Settings)
	if settings == nil {
		settings = map[string]string{}
	}
	settings[name] = value
	services[at].Settings = settings
	s.answers.Services = services
}

func choices(p *locale.Printer, variable *catalog.Variable) []Option {
	if typeOf(variable) == "bool" {
		return []Option{{Value: "true", Label: p.Sayf("Yes")}, {Value: "false", Label: p.Sayf("No")}}
	}
	var options []Option
	for _, choice := range variable.Choices {
		options = append(options, Option{Value: choice, Label: choice})
	}
	return options
}

func serviceName(service site.ServiceAnswers) string {
	if service.Name != "" {
		return service.Name
	}
	return service.Module
}

func join(values []string) string { return strings.Join(values, ",") }
