package main

import (
	"context"
	"errors"
	"fmt"

	"framagit.org/chatiere/chatiere/installer"
	"framagit.org/chatiere/chatiere/installer/declaration"
	"github.com/spf13/cobra"
)

// declareCommand measures, renders and lists what is missing.
func (a *app) declareCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "declare",
		Short:   a.printer.Sayf("Write the public pages and the dossier from what is measured and declared"),
		Example: "  chatiere declare",
		Args:    a.noArguments,
		RunE:    func(command *cobra.Command, _ []string) error { return a.declare(command.Context()) },
	}
}

func (a *app) declare(ctx context.Context) error {
	prepared, err := a.standing(ctx)
	if err != nil {
		return err
	}
	defer prepared.Close()
	published, err := prepared.Publish(ctx, true)
	if err != nil {
		return err
	}
	return a.printPublished(published)
}

// printPublished lists documents, then gaps with who can answer, then what
// contradicts what was measured, which alone is a failure.
func (a *app) printPublished(published *installer.Published) error {
	language := a.printer.Language()
	for _, document := range published.Documents {
		a.result(a.printer.Sayf("written: %s", document.Path))
	}
	for _, waiting := range published.Waiting {
		a.result(a.printer.Sayf("waiting: %s", waiting.Path))
		for _, gap := range waiting.Gaps {
			a.result(fmt.Sprintf("  %s (%s)%s", gap.Key, gap.Who, a.aside(gap.Why.In(language))))
		}
	}
	a.say(a.printer.Sayf("Dossier: %s", published.Folder))
	return contradictions(a, published.Contradictions())
}

func contradictions(a *app, gaps []declaration.Gap) error {
	if len(gaps) == 0 {
		return nil
	}
	var all []error
	for _, gap := range gaps {
		all = append(all, errors.New(a.printer.Sayf("%s: declared %s, measured %s", gap.Key, gap.Declared, gap.Measured)))
	}
	return errors.Join(all...)
}
