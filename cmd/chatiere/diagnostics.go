package main

import (
	"cmp"
	"encoding/json"
	"io"
	"maps"
	"slices"
	"strings"

	"framagit.org/chatiere/chatiere/installer/catalog"
	"framagit.org/chatiere/chatiere/installer/site"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclparse"
)

// diagnostics prints everything wrong with files that people wrote, with the
// line it stands on.
func (a *app) diagnostics(diagnostics hcl.Diagnostics) {
	if len(diagnostics) == 0 {
		return
	}
	slices.SortStableFunc(diagnostics, byPlace)
	_ = catalog.Format(a.errors, diagnostics, a.sources(diagnostics), catalog.FormatOptions{
		Plain:  a.listened(),
		Colour: a.interactive && !a.noColor && a.environment("NO_COLOR") == "",
		Say:    a.printer.Sayf, Translate: a.translate,
	})
}

// toldDiagnostics is the shape in which diagnostics are written for programs, an
// editor's above all: {"valid", "errors", "warnings", "diagnostics": […]}. Later
// versions may add names and take none away.
type toldDiagnostics struct {
	Valid       bool             `json:"valid"` // no error; there may be warnings
	Errors      int              `json:"errors"`
	Warnings    int              `json:"warnings"`
	Diagnostics []toldDiagnostic `json:"diagnostics"` // in the order of files and lines; never null
}

// toldDiagnostic is one of them. Its sentences are in the operator's language
// where a person types chaton.hcl, and in English for authors of modules.
type toldDiagnostic struct {
	Severity string     `json:"severity"` // "error" or "warning"
	Summary  string     `json:"summary"`
	Detail   string     `json:"detail"`
	Range    *toldRange `json:"range,omitempty"` // absent: it is about no file
}

// toldRange is the part of a file that is at fault. A file of a module is named
// from the folder of all modules. Where a whole file or folder is meant, all
// numbers are 0.
type toldRange struct {
	File  string    `json:"file"`
	Start toldPlace `json:"start"`
	End   toldPlace `json:"end"` // the first place after it
}

// toldPlace counts lines and columns from 1, columns as people see characters,
// and bytes of the whole file from 0.
type toldPlace struct {
	Line   int `json:"line"`
	Column int `json:"column"`
	Byte   int `json:"byte"`
}

// writeDiagnostics writes diagnostics as one JSON object for programs:
// "chatiere check --json" and "chatiere module validate --json". An empty list
// says that nothing is wrong.
func (a *app) writeDiagnostics(w io.Writer, diagnostics hcl.Diagnostics) error {
	slices.SortStableFunc(diagnostics, byPlace)
	told := toldDiagnostics{Valid: !diagnostics.HasErrors(), Diagnostics: []toldDiagnostic{}}
	for _, each := range diagnostics {
		summary, detail := a.translate(each)
		severity := "error"
		if each.Severity == hcl.DiagWarning {
			severity = "warning"
			told.Warnings++
		} else {
			told.Errors++
		}
		told.Diagnostics = append(told.Diagnostics, toldDiagnostic{severity, summary, detail, rangeOf(each)})
	}
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(told)
}

func rangeOf(diagnostic *hcl.Diagnostic) *toldRange {
	if diagnostic.Subject == nil {
		return nil
	}
	subject := diagnostic.Subject
	return &toldRange{File: subject.Filename, Start: toldPlace(subject.Start), End: toldPlace(subject.End)}
}

// wrongFiles ends a command on files that people wrote. With --json whoever
// reads the result finds what is wrong in its place.
func (a *app) wrongFiles(wrong hcl.Diagnostics) int {
	if !a.json {
		a.diagnostics(wrong)
		return exitUsage
	}
	if err := a.writeDiagnostics(a.out, wrong); err != nil {
		return a.explain(err)
	}
	return exitUsage
}

// byPlace orders diagnostics as a person reads the files.
func byPlace(a, b *hcl.Diagnostic) int {
	if a.Subject == nil || b.Subject == nil {
		return 0
	}
	return cmp.Or(
		cmp.Compare(a.Subject.Filename, b.Subject.Filename),
		cmp.Compare(a.Subject.Start.Line, b.Subject.Start.Line),
		cmp.Compare(a.Subject.Start.Column, b.Subject.Start.Column),
	)
}

// sources reads the files that diagnostics speak of again: what a person sees
// under an error is what the file holds.
func (a *app) sources(diagnostics hcl.Diagnostics) map[string]*hcl.File {
	parser := hclparse.NewParser()
	sources := map[string]*hcl.File{}
	if a.read == nil {
		loaded, _ := a.catalogue()
		a.read = loaded.Sources()
	}
	maps.Copy(sources, a.read)
	for _, diagnostic := range diagnostics {
		if diagnostic.Subject == nil || sources[diagnostic.Subject.Filename] != nil {
			continue
		}
		if file, _ := parser.ParseHCLFile(diagnostic.Subject.Filename); file != nil {
			sources[diagnostic.Subject.Filename] = file
		}
	}
	return sources
}

// translate says a diagnostic for operators in their language; those for
// module authors stay English.
func (a *app) translate(diagnostic *hcl.Diagnostic) (summary, detail string) {
	message, ok := hcl.DiagnosticExtra[site.Message](diagnostic)
	if !ok {
		return diagnostic.Summary, diagnostic.Detail
	}
	return a.printer.Sayf(message.Summary, message.SummaryArguments...), a.printer.Sayf(message.Detail, message.DetailArguments...)
}

func indented(text string) string { return strings.ReplaceAll(text, "\n", "\n  ") }
