package main

import (
	"cmp"
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
	loaded, _ := a.catalogue()
	for name, file := range loaded.Sources() {
		sources[name] = file
	}
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
