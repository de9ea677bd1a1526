package main

import (
	"strings"

	"framagit.org/chatiere/chatiere/installer/catalog"
)

// showPeople tells what is done with the data of people, and how they leave
// with it.
func (a *app) showPeople(s *sheet) {
	say, language := a.printer.Sayf, a.printer.Language()
	if privacy := s.module.Privacy; privacy != nil {
		facts := []string{privacy.Purpose.In(language)}
		for _, data := range privacy.Data {
			facts = append(facts, say("%s: %s; kept: %s", data.Subjects.In(language), data.Categories.In(language), data.Retention.In(language)))
		}
		facts = append(facts, a.keptAddresses(privacy))
		for _, third := range privacy.ThirdParties {
			facts = append(facts, say("loads from %s: %s", third.Host, third.Reason.In(language)))
		}
		if len(privacy.Recipients) > 0 {
			facts = append(facts, say("given to %s", a.printer.List(privacy.Recipients)))
		}
		s.add(say("Personal data"), facts...)
	}
	if rights := s.module.Rights; rights != nil {
		facts := []string{
			say("leaving with one's data: %s", rights.Export.In(language)), say("deletion: %s", rights.Erase.In(language)),
			say("formats: %s", strings.Join(rights.Formats, ", ")),
		}
		if len(rights.Elsewhere) > 0 {
			facts = append(facts, say("read by %s", a.printer.List(rights.Elsewhere)))
		}
		if rights.Remains != nil {
			facts = append(facts, say("what remains: %s", rights.Remains.In(language)))
		}
		s.add(say("Rights of people"), facts...)
	}
}

// keptAddresses says whether addresses of visitors are kept, as far as somebody
// looked.
func (a *app) keptAddresses(privacy *catalog.Privacy) string {
	switch {
	case privacy.KeepsAddresses != nil:
		return a.printer.Sayf("network addresses: %s", privacy.KeepsAddresses.In(a.printer.Language()))
	case privacy.KeepsNone != nil:
		return a.printer.Sayf("network addresses: none kept, as tried")
	}
	return a.printer.Sayf("network addresses: not known")
}

// showMore tells the rest: exceptions, regular work, what can be asked of it,
// and where help is.
func (a *app) showMore(s *sheet) {
	say, m, language := a.printer.Sayf, s.module, a.printer.Language()
	var exceptions, jobs, actions, guides []string
	for _, exception := range m.Exceptions {
		exceptions = append(exceptions, strings.TrimSpace(say("%s: %s", exception.Name, exception.Reason.In(language))+" "+exception.Precedent))
	}
	for _, job := range m.Jobs {
		when, _ := catalog.Written(job.When)
		every, _ := catalog.Written(job.Every)
		jobs = append(jobs, say("%s: %s", job.Name, a.jobTime(when, every)))
	}
	for _, action := range m.Actions {
		actions = append(actions, say("%s: %s", action.Name, action.Label.In(language)))
	}
	for _, guide := range m.Guides {
		guides = append(guides, strings.TrimSuffix(say("%s: %s", guide.Language, guide.User+", "+guide.Technical), ", "))
	}
	s.add(say("Exceptions: what is not free in it"), exceptions...)
	s.add(say("Jobs"), jobs...)
	s.add(say("Actions"), actions...)
	s.add(say("Guides"), guides...)
}

func (a *app) jobTime(when, every string) string {
	switch {
	case when == "before":
		return a.printer.Sayf("before each new container")
	case when == "once":
		return a.printer.Sayf("once, after the first start")
	case every == "daily":
		return a.printer.Sayf("each night")
	case every == "weekly":
		return a.printer.Sayf("once a week, at night")
	case every != "":
		return a.printer.Sayf("every %s", every)
	}
	return a.printer.Sayf("as the answers say")
}
