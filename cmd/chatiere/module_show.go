package main

import (
	"strings"

	"framagit.org/chatiere/chatiere/installer"
	"framagit.org/chatiere/chatiere/installer/catalog"
	"framagit.org/chatiere/chatiere/installer/charter"
	"framagit.org/chatiere/chatiere/installer/trial"
	"github.com/spf13/cobra"
)

// moduleShowCommand tells everything that an operator wants to know before
// offering a service.
func (a *app) moduleShowCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "show NAME",
		Short:   a.printer.Sayf("Say what a module installs, asks, keeps, sends out, and how people leave with their data"),
		Example: "  chatiere module show dokuwiki",
		Args:    a.between(1, 1),
		RunE:    func(_ *cobra.Command, words []string) error { return a.moduleShow(words[0]) },
	}
}

// sheet is what is told of a module, part by part.
type sheet struct {
	module *catalog.Module
	parts  []sheetPart
}

type sheetPart struct {
	Title string   `json:"title"`
	Facts []string `json:"facts"`
}

// add leaves out facts that say nothing, and parts without facts.
func (s *sheet) add(title string, facts ...string) {
	var told []string
	for _, fact := range facts {
		if strings.TrimSpace(fact) != "" {
			told = append(told, fact)
		}
	}
	if len(told) > 0 {
		s.parts = append(s.parts, sheetPart{title, told})
	}
}

func (a *app) moduleShow(name string) error {
	loaded, wrong := catalog.LoadNamed([]string{name}, a.moduleFolders()...)
	module := loaded.Module(name)
	if module == nil {
		a.read = loaded.Sources()
		if about(wrong, []string{name}).HasErrors() {
			return &installer.DiagnosticsError{Diagnostics: about(wrong, []string{name})}
		}
		return a.noModule(name)
	}
	known, proof := a.proofs().of(module)
	s := &sheet{module: module}
	a.showWhat(s, known, proof)
	a.showNeeds(s, loaded, proof)
	a.showRuns(s)
	a.showPeople(s)
	a.showMore(s)
	if a.json {
		return a.resultJSON(shownJSON{listed: a.listed(loaded, a.proofs(), module), Parts: s.parts})
	}
	a.printSheet(s)
	return nil
}

// shownJSON is what `module show --json` prints: what list says, and the facts
// as people read them.
type shownJSON struct {
	listed
	Parts []sheetPart `json:"parts"`
}

func (a *app) printSheet(s *sheet) {
	a.result(s.module.Title.In(a.printer.Language()) + " (" + s.module.Name + " " + s.module.Version + ")")
	for _, part := range s.parts {
		if a.listened() {
			for _, fact := range part.Facts {
				a.result(a.printer.Sayf("%s: %s", part.Title, fact))
			}
			continue
		}
		a.result("")
		a.result(part.Title)
		for _, fact := range part.Facts {
			a.result("  " + foldedFact(fact))
		}
	}
}

// foldedFact breaks a long sentence, but no command that is to be copied.
func foldedFact(fact string) string {
	if strings.Contains(fact, "chatiere module") {
		return fact
	}
	return folded(fact, 4)
}

// showWhat tells what it is and how far that was proven.
func (a *app) showWhat(s *sheet, known string, proof trial.Proof) {
	say, m := a.printer.Sayf, s.module
	s.add(say("Summary"), m.Summary.In(a.printer.Language()), a.insteadOf(m.Replaces))
	if software := m.Software; software != nil {
		measured := ""
		if software.Package != "" {
			measured = say("version measured from the Debian package %s", software.Package)
		}
		s.add(say("Software"), software.Name+" "+software.Version, software.License+" ("+a.judged(charter.Judge(software.License))+")",
			software.Website, software.Source, measured)
	}
	facts := []string{a.sayProven(known, proof.Date)}
	if known == "" {
		facts = append(facts, say("To try one here, without touching what runs: %s", "chatiere module test "+m.Name))
	} else {
		facts = append(facts, say("seen on %s, with %s, %s", a.printer.Date(proof.Date), proof.Engine, proof.Processor))
	}
	if m.Origin != "" {
		facts = append(facts, say("it did not ship with chatiere"))
	}
	s.add(say("State"), facts...)
}

func (a *app) insteadOf(replaces []string) string {
	if len(replaces) == 0 {
		return ""
	}
	return a.printer.Sayf("Instead of %s", a.printer.List(replaces))
}

func (a *app) judged(judgement charter.Judgement) string {
	switch judgement {
	case charter.Free:
		return a.printer.Sayf("free")
	case charter.FreeFSFSilent:
		return a.printer.Sayf("free; the FSF is silent")
	case charter.ToBeJudged:
		return a.printer.Sayf("to be judged by a person")
	}
	return a.printer.Sayf("not free")
}

// showNeeds tells what it takes of the machine, as claimed and as seen.
func (a *app) showNeeds(s *sheet, loaded *catalog.Catalog, proof trial.Proof) {
	say := a.printer.Sayf
	memory := []string{say("at most %s", a.printer.Bytes(loaded.Memory(s.module)))}
	var seen int64
	for _, one := range proof.Memory {
		seen += one.Seen
	}
	if seen > 0 {
		memory = append(memory, say("%s at the peak of its trial", a.printer.Bytes(seen)))
	}
	s.add(say("Memory"), memory...)
	if proof.Disk.Images > 0 {
		s.add(say("Disk"), say("%s of images, %s of data after its trial", a.printer.Bytes(proof.Disk.Images), a.printer.Bytes(proof.Disk.Volumes)))
	}
	var servers []string
	for _, database := range s.module.Databases {
		version, _ := catalog.Written(database.Version)
		servers = append(servers, strings.TrimSpace(database.Engine+" "+version))
	}
	s.add(say("Databases and caches"), servers...)
	var kept []string
	for _, volume := range s.module.Volumes {
		backed := say("not backed up")
		if volume.Backup {
			backed = say("to be backed up")
		}
		kept = append(kept, say("%s: %s", volume.Name, volume.Description.In(a.printer.Language()))+" ("+backed+")")
	}
	s.add(say("Volumes"), kept...)
}
