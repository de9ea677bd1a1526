package main

import (
	"context"
	"errors"
	"os"

	"framagit.org/chatiere/chatiere/installer"
	"framagit.org/chatiere/chatiere/installer/catalog"
	"framagit.org/chatiere/chatiere/installer/site"
	"github.com/spf13/cobra"
)

// destroyOptions are the flags of destroy, and the retired services whose data
// is to go.
type destroyOptions struct {
	yes      bool
	data     bool
	name     string
	services []string
}

// destroyCommand removes what the kit made and nothing else.
func (a *app) destroyCommand() *cobra.Command {
	var options destroyOptions
	command := &cobra.Command{
		Use:     "destroy " + a.printer.Sayf("[SERVICE…]"),
		Short:   a.printer.Sayf("Remove what chatiere made; with --data also volumes, certificates and secrets"),
		Example: "  chatiere destroy\n  chatiere destroy --data --yes\n  chatiere destroy --data wiki\n  chatiere destroy --name demo --data",
		Args:    cobra.ArbitraryArgs,
		RunE: func(command *cobra.Command, arguments []string) error {
			options.services = once(arguments)
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
	if err := a.checkRetired(options); err != nil {
		return err
	}
	request := installer.Request{State: installer.State{Folder: a.stateFolder(slug)}, Timer: a.timer("", slug), Command: a.command, Clock: clock}
	doomed, err := installer.PlanDestroy(ctx, request, installer.Destruction{Slug: slug, Data: options.data, Retired: options.services})
	if err != nil {
		return a.stillRuns(err)
	}
	defer doomed.Close()
	if a.json || !doomed.Plan.Empty() {
		a.printOperations(doomed.Plan)
	}
	if doomed.Plan.Empty() {
		a.nothingToDestroy(doomed, slug, options)
		return nil
	}
	if !options.yes {
		if err := a.confirm(ctx, a.printer.Sayf("Remove all this?"), "--yes"); err != nil {
			return err
		}
	}
	return a.removeAll(ctx, doomed, slug, options)
}

// checkRetired refuses services whose data is in use, or that nobody meant.
func (a *app) checkRetired(options destroyOptions) error {
	if len(options.services) == 0 {
		return nil
	}
	first := options.services[0]
	if !options.data {
		return a.wrongUse(a.printer.Sayf("destroy takes the name of a service only with --data: it destroys what a removed service left."),
			a.printer.Sayf("To take %s out: %s", first, "chatiere remove "+first))
	}
	file, err := a.chatonFile(options.name)
	if err != nil {
		return err
	}
	for _, service := range options.services {
		if !slugPattern.MatchString(service) {
			return a.wrongUse(a.printer.Sayf("%q is not the name of a service.", service),
				a.printer.Sayf("Write it as it stood in chaton.hcl: small letters, digits and hyphens."))
		}
		if file != nil && hasService(file, service) {
			return a.wrongUse(a.printer.Sayf("%s is still in chaton.hcl: nothing was destroyed.", service),
				a.printer.Sayf("Take it out first: %s, then chatiere apply", "chatiere remove "+service))
		}
	}
	return nil
}

// chatonFile reads the chaton.hcl that says which services are wanted: with
// mistakes in it nobody knows. It is nil when --name stands for a missing one.
func (a *app) chatonFile(name string) (*site.File, error) {
	if name != "" && !exists(a.path()) {
		return nil, nil
	}
	file, err := a.loadFile()
	if err == nil && name != "" && file.Slug != name {
		return nil, nil // another chaton's
	}
	return file, err
}

func hasService(file *site.File, name string) bool {
	for _, service := range file.Services {
		if service.Name == name {
			return true
		}
	}
	return false
}

// stillRuns turns a service that left the file and not the engine into a wrong
// use: exit code 3, like one that is in the file still.
func (a *app) stillRuns(err error) error {
	var runs *installer.StillRunsError
	if errors.As(err, &runs) {
		return a.wrongUse(a.sentence(runs), a.hint(runs))
	}
	return err
}

// nothingToDestroy says what a second run finds.
func (a *app) nothingToDestroy(doomed *installer.Doomed, slug string, options destroyOptions) {
	switch {
	case len(options.services) > 0:
		for _, service := range options.services {
			a.outcomeLine(a.printer.Sayf("Nothing of %s is left on this machine.", service))
			if near := catalog.Nearest(service, doomed.Known); near != "" {
				a.say(a.printer.Sayf("Did you mean %q?", near))
			}
		}
	case len(doomed.Kept) > 0:
		a.outcomeLine(a.printer.Sayf("Nothing to do: of %s only the data is left.", slug))
		a.dataLeft(doomed)
	default:
		a.outcomeLine(a.printer.Sayf("Nothing of %s is left on this machine.", slug))
	}
}

// dataLeft names the volumes that stay, and what destroys them.
func (a *app) dataLeft(doomed *installer.Doomed) {
	for _, volume := range doomed.Kept {
		a.say(a.printer.Sayf("Kept: volume %s", volume))
	}
	if len(doomed.Kept) > 0 {
		a.say(a.printer.Sayf("To destroy the data too: %s", "chatiere destroy --data"))
	}
}

func (a *app) removeAll(ctx context.Context, doomed *installer.Doomed, slug string, options destroyOptions) error {
	progress := a.progress(doomed.Plan)
	err := doomed.Perform(ctx, progress.Note)
	progress.Close()
	var changed *installer.ChangedError
	switch {
	case errors.As(err, &changed):
		a.printOperations(changed.Plan)
		return &adviceError{
			said:   a.printer.Sayf("The situation changed since the plan was shown: above is the new plan, nothing was done."),
			advice: a.printer.Sayf("Read it; to do it, run the same command again."),
			code:   exitFailed,
		}
	case err != nil:
		return a.stillRuns(err)
	case len(options.services) > 0:
		a.outcomeLine(a.printer.Sayf("Nothing of %s is left on this machine.", a.printer.List(options.services)))
	case options.data:
		a.outcomeLine(a.printer.Sayf("Nothing of %s is left on this machine.", slug))
	default:
		a.outcomeLine(a.printer.Sayf("%s is stopped and removed; its data is kept. chatiere apply brings it back.", slug))
		a.dataLeft(doomed)
	}
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
