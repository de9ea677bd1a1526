package main

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"framagit.org/chatiere/chatiere/installer"
	"framagit.org/chatiere/chatiere/installer/catalog"
	"framagit.org/chatiere/chatiere/installer/charter"
	"github.com/hashicorp/hcl/v2"
	"github.com/spf13/cobra"
)

// moduleListCommand shows what can be offered.
func (a *app) moduleListCommand() *cobra.Command {
	var replaces string
	command := &cobra.Command{
		Use:     "list",
		Short:   a.printer.Sayf("List the services that can be offered, what they replace and what they need"),
		Example: "  chatiere module list\n  chatiere module list --replaces \"Google Docs\"",
		Args:    a.noArguments,
		RunE:    func(*cobra.Command, []string) error { return a.moduleList(replaces) },
	}
	command.Flags().StringVar(&replaces, "replaces", "", a.printer.Sayf("only what could stand in for this `NAME`, spelled roughly"))
	return command
}

// listed is a module as `module list --json` prints it.
type listed struct {
	Name      string   `json:"name"`
	Version   string   `json:"version"`
	Title     string   `json:"title"`
	Category  string   `json:"category"`
	Kind      string   `json:"kind"` // "service" or "engine"
	Origin    string   `json:"origin,omitempty"`
	Software  string   `json:"software,omitempty"`
	Replaces  []string `json:"replaces"`
	Memory    int64    `json:"memory"` // bytes at most, with its databases
	License   string   `json:"license"`
	Judgement string   `json:"license_judgement,omitempty"` // as charter.Judge
	Proven    string   `json:"proven"`                      // "live", "here" or ""
	ProvenOn  string   `json:"proven_on,omitempty"`

	at time.Time
}

// moduleList lists what loads and says what does not: a broken module of
// somebody's own must not hide the others.
func (a *app) moduleList(replaces string) error {
	loaded, wrong := a.catalogue()
	known := a.proofs()
	all := []listed{}
	for _, name := range loaded.Names() {
		module := loaded.Module(name)
		if replaces == "" || standsIn(replaces, module) {
			all = append(all, a.listed(loaded, known, module))
		}
	}
	slices.SortStableFunc(all, func(x, y listed) int { return cmp.Compare(rank(x), rank(y)) })
	if err := a.printList(all, replaces); err != nil {
		return err
	}
	if wrong.HasErrors() {
		return &installer.DiagnosticsError{Diagnostics: errorsOf(wrong)}
	}
	return nil
}

func errorsOf(diagnostics hcl.Diagnostics) hcl.Diagnostics {
	return slices.DeleteFunc(diagnostics, func(one *hcl.Diagnostic) bool { return one.Severity != hcl.DiagError })
}

func (a *app) listed(loaded *catalog.Catalog, known knowledge, module *catalog.Module) listed {
	how, proof := known.of(module)
	one := listed{
		Name: module.Name, Version: module.Version, Title: module.Title.In(a.printer.Language()),
		Category: module.Category, Kind: module.Kind, Origin: module.Origin, Replaces: slices.Concat([]string{}, module.Replaces),
		Memory: loaded.Memory(module), Proven: how, at: proof.Date,
	}
	if how != "" {
		one.ProvenOn = proof.Date.Format(time.DateOnly)
	}
	if module.Software != nil {
		one.Software, one.License = module.Software.Name, module.Software.License
		one.Judgement = string(charter.Judge(one.License))
	}
	return one
}

// rank puts proven services first, and what no operator chooses last.
func rank(one listed) int {
	switch {
	case one.Kind == "engine":
		return 2
	case one.Proven == "":
		return 1
	}
	return 0
}

func (a *app) printList(all []listed, replaces string) error {
	if a.json {
		return a.resultJSON(all)
	}
	if len(all) == 0 {
		a.result(a.printer.Sayf("Nothing in the catalogue says that it replaces %q.", replaces))
		return nil
	}
	printed := false
	for at, heading := range []string{
		a.printer.Sayf("Proven: each went through its whole life on a real machine"),
		a.printer.Sayf("Not tried yet"),
		a.printer.Sayf("Databases and caches, which come with the services that need them"),
	} {
		of := slices.DeleteFunc(slices.Clone(all), func(one listed) bool { return rank(one) != at })
		if len(of) == 0 {
			continue
		}
		if printed {
			a.result("")
		}
		printed = true
		a.printPart(heading, of)
		if at == 1 {
			a.result(a.printer.Sayf("To try one here, without touching what runs: %s", "chatiere module test "+of[0].Name))
		}
	}
	return nil
}

// printPart is one table, or one fact a line for who listens.
func (a *app) printPart(heading string, of []listed) {
	a.result(heading)
	say := a.printer.Sayf
	rows := [][]string{{say("name"), say("instead of"), say("memory"), say("state"), say("licence")}}
	for _, one := range of {
		row := []string{one.Name, a.shortList(one.Replaces), a.printer.Bytes(one.Memory), a.sayProven(one.Proven, one.at), one.License}
		rows = append(rows, row)
		if a.listened() {
			a.facts(one.Name, labelled(rows[0][1:], row[1:]))
		}
	}
	if !a.listened() {
		for _, line := range aligned(rows) {
			a.result("  " + line)
		}
	}
}

// shortList keeps a table on a line.
func (a *app) shortList(names []string) string {
	const shown = 3
	if len(names) > shown {
		return strings.Join(names[:shown], ", ") + ", …"
	}
	return strings.Join(names, ", ")
}
