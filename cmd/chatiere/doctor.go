package main

import (
	"context"
	"errors"
	"fmt"

	"framagit.org/chatiere/chatiere/installer"
	"framagit.org/chatiere/chatiere/installer/engine"
	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/preflight"
	"framagit.org/chatiere/chatiere/installer/site"
	"github.com/spf13/cobra"
)

// doctorCommand looks at everything that would make apply fail, before it does.
func (a *app) doctorCommand() *cobra.Command {
	var front string
	command := &cobra.Command{
		Use:     "doctor",
		Short:   a.printer.Sayf("Look at engine, ports, names, clock, disk, memory and firewall; say what would fail, and the fix"),
		Example: "  chatiere doctor\n  chatiere doctor --front nginx",
		Args:    a.noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			if front != "" {
				return a.frontLines(front)
			}
			return a.doctor(command.Context())
		},
	}
	command.Flags().StringVar(&front, "front", "", a.printer.Sayf("print the lines to add to the proxy `NAME` that keeps ports 80 and 443"))
	return command
}

// doctor ends with 5 when something blocks, as apply would.
func (a *app) doctor(ctx context.Context) error {
	request, err := a.request()
	if err != nil {
		return err
	}
	diagnosis, err := installer.Diagnose(ctx, request)
	var unreachable *engine.UnreachableError
	if err != nil && !errors.As(err, &unreachable) {
		return err
	}
	if err := a.printDiagnosis(diagnosis); err != nil {
		return err
	}
	switch {
	case unreachable != nil:
		return outcome(exitUnreachable)
	case diagnosis.Blocks():
		return outcome(exitRefused)
	}
	return nil
}

// diagnosisJSON is a diagnosis as --json prints it. Its keys are part of the
// interface; sentences are in the language of the call.
type diagnosisJSON struct {
	Blocking  bool               `json:"blocking"`
	Checks    []checkJSON        `json:"checks"`
	Records   []preflight.Record `json:"records"`
	Suggested *preflight.Record  `json:"suggested,omitempty"`
}

// checkJSON is one check.
type checkJSON struct {
	ID    string               `json:"id"`
	State installer.CheckState `json:"state"`
	What  string               `json:"what"`
	Fix   string               `json:"fix,omitempty"`
}

func (a *app) printDiagnosis(diagnosis installer.Diagnosis) error {
	if a.json {
		return a.resultJSON(a.describeDiagnosis(diagnosis))
	}
	for _, check := range diagnosis.Checks {
		a.result(a.checkLine(check))
		if fix := a.words(check.Fix); fix != "" {
			a.result("  " + a.printer.Sayf("What to do: %s", fix))
		}
	}
	a.printRecords(diagnosis)
	return nil
}

func (a *app) describeDiagnosis(diagnosis installer.Diagnosis) diagnosisJSON {
	described := diagnosisJSON{
		Blocking: diagnosis.Blocks(), Checks: []checkJSON{},
		Records: append([]preflight.Record{}, diagnosis.Records...), Suggested: diagnosis.Suggested,
	}
	for _, check := range diagnosis.Checks {
		described.Checks = append(described.Checks, checkJSON{check.ID, check.State, a.words(check.What), a.words(check.Fix)})
	}
	return described
}

// checkLine begins with a sign, or with a word where results are read aloud.
func (a *app) checkLine(check installer.Check) string {
	what := a.words(check.What)
	if a.listened() {
		switch check.State {
		case installer.CheckWarning:
			return a.printer.Sayf("warning: %s", what)
		case installer.CheckBlocking:
			return a.printer.Sayf("blocking: %s", what)
		}
		return a.printer.Sayf("fine: %s", what)
	}
	signs := map[installer.CheckState]string{installer.CheckFine: "✓", installer.CheckWarning: "!", installer.CheckBlocking: "✗"}
	return signs[check.State] + " " + what
}

// words says a sentence of a check, "" for none.
func (a *app) words(sentence plan.Sentence) string {
	if sentence.Format == "" {
		return ""
	}
	return a.printer.Sayf(sentence.Format, sentence.Values...)
}

// printRecords prints zone-file lines as they are to be pasted, at the start of
// their line.
func (a *app) printRecords(diagnosis installer.Diagnosis) {
	if len(diagnosis.Records) > 0 {
		a.result("")
		a.result(a.printer.Sayf("Records to create, as lines of a zone file or as name, type and value in the form of your registrar:"))
		a.result("")
		for _, record := range diagnosis.Records {
			a.result(record.String())
		}
	}
	if diagnosis.Suggested != nil {
		a.result("")
		a.result(a.printer.Sayf("One more, if you like: with it no other authority signs for %s and the names below. Leave it out where another one must.", diagnosis.Suggested.Name))
		a.result("")
		a.result(diagnosis.Suggested.String())
	}
}

// frontLines needs neither root nor engine: it looks at chaton.hcl only.
func (a *app) frontLines(name string) error {
	loaded, file, err := a.load()
	if err != nil {
		return err
	}
	resolved, wrong := site.Resolve(loaded, file, site.PlaceholderSecrets{})
	if wrong.HasErrors() {
		return &installer.DiagnosticsError{Diagnostics: wrong}
	}
	lines, err := preflight.Front(name, resolved.CertificateNames(), resolved.Gateway)
	var unknown *preflight.FrontError
	if errors.As(err, &unknown) {
		return a.wrongUse(a.sentence(err), a.hint(err))
	}
	fmt.Fprint(a.out, lines)
	return err
}
