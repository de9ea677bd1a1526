package main

import (
	"errors"

	"framagit.org/chatiere/chatiere/installer"
	"framagit.org/chatiere/chatiere/installer/site"
	"github.com/hashicorp/hcl/v2"
	"github.com/spf13/cobra"
)

// checkCommand finds everything wrong with chaton.hcl and the modules, at once.
func (a *app) checkCommand() *cobra.Command {
	var publish bool
	command := &cobra.Command{
		Use:     "check",
		Short:   a.printer.Sayf("Say everything wrong with chaton.hcl, at once; touch nothing"),
		Example: "  chatiere check\n  chatiere check --publish",
		Args:    a.noArguments,
		RunE:    func(*cobra.Command, []string) error { return a.check(publish) },
	}
	command.Flags().BoolVar(&publish, "publish", false, a.printer.Sayf("also what is missing to publish"))
	return command
}

func (a *app) check(publish bool) error {
	loaded, file, wrong, err := a.loadAll()
	if err != nil {
		return err
	}
	_, unfit := site.Resolve(loaded, file, site.PlaceholderSecrets{})
	wrong = append(wrong, unfit...)
	wrong = append(wrong, file.CertificateProblems(clock())...)
	if wrong.HasErrors() {
		if publish {
			wrong = append(wrong, file.Publishable()...)
		}
		return &installer.DiagnosticsError{Diagnostics: wrong}
	}
	if a.json {
		return a.checked(wrong, file, publish)
	}
	a.diagnostics(wrong)
	if missing := file.Publishable(); publish && len(missing) > 0 {
		a.missing(missing)
		return outcome(exitUsage)
	}
	a.result(a.printer.Sayf("%s: nothing wrong, %d services.", a.path(), len(file.Services)))
	return nil
}

// checked says as JSON that chaton.hcl runs, and what it lacks to publish.
func (a *app) checked(wrong hcl.Diagnostics, file *site.File, publish bool) error {
	if publish {
		wrong = append(wrong, file.Publishable()...)
	}
	if err := a.writeDiagnostics(a.out, wrong); err != nil || !wrong.HasErrors() {
		return err
	}
	return outcome(exitUsage)
}

// missing lists what publishing waits for, one fact a line: nothing of it
// stands on a line of chaton.hcl yet.
func (a *app) missing(missing hcl.Diagnostics) {
	a.say(a.printer.Sayf("To publish, %s still lacks %d answers:", a.path(), len(missing)))
	for _, each := range missing {
		summary, detail := a.translate(each)
		a.say("  " + folded(summary+". "+detail, 4))
	}
	a.say(a.printer.Sayf("What to do: %s", a.printer.Sayf("Write them in chaton.hcl as people give them; examples/ in the sources shows where.")))
}

// noArguments refuses a word that no command takes.
func (a *app) noArguments(command *cobra.Command, arguments []string) error {
	if len(arguments) == 0 {
		return nil
	}
	said := a.printer.Sayf("%s takes no argument %q.", command.CommandPath(), arguments[0])
	if command.HasSubCommands() {
		said = a.printer.Sayf("There is no command %q.", arguments[0])
	}
	if near := command.SuggestionsFor(arguments[0]); len(near) > 0 {
		said += " " + a.printer.Sayf("Did you mean %q?", near[0])
	}
	return &usageError{errors.New(said)}
}
