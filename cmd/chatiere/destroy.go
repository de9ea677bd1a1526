package main

import (
	"context"
	"os"
	"regexp"

	"framagit.org/chatiere/chatiere/installer"
	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/site"
	"github.com/spf13/cobra"
)

// destroyOptions are the flags of destroy.
type destroyOptions struct {
	yes  bool
	data bool
	name string
}

// destroyCommand removes what the kit made and nothing else.
func (a *app) destroyCommand() *cobra.Command {
	var options destroyOptions
	command := &cobra.Command{
		Use:     "destroy",
		Short:   a.printer.Sayf("Remove what chatiere made; with --data also volumes, certificates and secrets"),
		Example: "  chatiere destroy\n  chatiere destroy --data --yes\n  chatiere destroy --name demo --data",
		Args:    a.noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			return a.destroy(command.Context(), options)
		},
	}
	command.Flags().BoolVar(&options.yes, "yes", false, a.printer.Sayf("do not ask"))
	command.Flags().BoolVar(&options.data, "data", false, a.printer.Sayf("also what cannot be made again: volumes, certificates, secrets"))
	command.Flags().StringVar(&options.name, "name", "", a.printer.Sayf("`NAME` of the chaton, when its chaton.hcl is not here"))
	return command
}

func (a *app) destroy(ctx context.Context, options destroyOptions) error {
	if err := a.requireRoot(); err != nil {
		return err
	}
	slug, err := a.slug(options.name)
	if err != nil {
		return err
	}
	request := installer.Request{State: installer.State{Folder: a.stateFolder(slug)}, Command: a.command, Clock: clock}
	doomed, err := installer.PlanDestroy(ctx, request, slug, options.data)
	if err != nil {
		return err
	}
	defer doomed.Close()
	if a.json || !doomed.Plan.Empty() {
		a.printPlan(doomed.Plan)
	}
	if doomed.Plan.Empty() && !(options.data && exists(request.State.Folder)) {
		a.outcomeLine(a.printer.Sayf("Nothing of %s is left on this machine.", slug))
		return nil
	}
	if options.data {
		removed := a.printer.Sayf("remove the folder %s: secrets, certificates, pages", request.State.Folder)
		a.outcomeLine(a.signed(plan.VolumeRemove, removed) + " " + a.printer.Sayf("[DESTROYS DATA]"))
	}
	if !options.yes {
		if err := a.confirm(ctx, a.printer.Sayf("Remove all this?"), "--yes"); err != nil {
			return err
		}
	}
	return a.removeAll(ctx, doomed, slug, options.data)
}

func (a *app) removeAll(ctx context.Context, doomed *installer.Doomed, slug string, data bool) error {
	progress := a.progress(doomed.Plan)
	err := doomed.Perform(ctx, progress.Note)
	progress.Close()
	if err != nil {
		return err
	}
	if data {
		a.outcomeLine(a.printer.Sayf("Nothing of %s is left on this machine.", slug))
		return nil
	}
	a.outcomeLine(a.printer.Sayf("%s is stopped and removed; its data is kept. chatiere apply brings it back.", slug))
	return nil
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// outcomeLine is a sentence of the result, which is the plan alone with --json.
func (a *app) outcomeLine(line string) {
	if a.json {
		a.say(line)
		return
	}
	a.result(line)
}

// slugPattern is what a chaton may be called: the name leads to a folder that
// is removed, so it must not lead out of the state's own.
var slugPattern = regexp.MustCompile(`^[a-z0-9][a-z0-9-]*$`)

// slug finds which chaton is meant. A chaton.hcl with mistakes still says its
// name: leaving must be possible.
func (a *app) slug(name string) (string, error) {
	if name != "" && !slugPattern.MatchString(name) {
		return "", a.wrongUse(a.printer.Sayf("%q is not the name of a chaton.", name),
			a.printer.Sayf("Write it as after the word chaton in chaton.hcl: small letters, digits and hyphens."))
	}
	if name != "" {
		return name, nil
	}
	source, err := os.ReadFile(a.path())
	if err == nil {
		if file, _ := site.Load(a.path(), source); file != nil && file.Slug != "" {
			return file.Slug, nil
		}
	}
	return "", &adviceError{
		said:   a.printer.Sayf("There is no chaton.hcl in %s.", a.absolute(a.folder)),
		advice: a.printer.Sayf("Go to its folder, or name the chaton with --name."),
		code:   exitUsage,
	}
}
