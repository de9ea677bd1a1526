package main

import (
	"context"
	"errors"
	"runtime/debug"

	"framagit.org/chatiere/chatiere/installer"
	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/wizard"
	"github.com/spf13/cobra"
)

// applyOptions are the flags of apply.
type applyOptions struct {
	yes  bool
	plan string
}

// applyCommand puts in place what chaton.hcl says.
func (a *app) applyCommand() *cobra.Command {
	var options applyOptions
	command := &cobra.Command{
		Use:     "apply",
		Short:   a.printer.Sayf("Put in place what chaton.hcl says; a second time does nothing"),
		Example: "  chatiere apply\n  chatiere apply --yes",
		Args:    a.noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			a.fetch = installer.SourceFetcher(command.Context())
			request, err := a.request()
			if err != nil {
				return err
			}
			return a.apply(command.Context(), request, options)
		},
	}
	command.Flags().BoolVar(&options.yes, "yes", false, a.printer.Sayf("do not ask"))
	command.Flags().StringVar(&options.plan, "plan", "", a.printer.Sayf("do the plan `ID` only, as chatiere plan named it"))
	return command
}

// apply plans, asks, performs, and publishes what can be published.
func (a *app) apply(ctx context.Context, request installer.Request, options applyOptions) error {
	prepared, err := installer.Prepare(ctx, request)
	if err != nil {
		return err
	}
	defer prepared.Close()
	// Before anybody is asked to agree.
	if err := errors.Join(prepared.CheckNames(ctx), prepared.CheckRoom(ctx)); err != nil {
		return err
	}
	performed, err := a.performAgreed(ctx, request, prepared.Plan, options)
	if performed != nil {
		defer performed.Close()
	}
	switch {
	case err != nil:
		return err
	case performed != nil:
		a.notices(performed)
		a.authority(performed)
		return a.publish(ctx, performed, false)
	case prepared.Unsettled():
		// A run killed after its last operation left neither record nor pages.
		if err := prepared.Settle(ctx); err != nil {
			return err
		}
		return a.publish(ctx, prepared, false)
	case request.State.Unpublished():
		return a.publish(ctx, prepared, false)
	}
	return nil
}

// patience is how many plans in a row `apply --yes` follows while the situation
// goes on changing under it.
const patience = 3

// performAgreed shows the plan, asks and performs it. When the situation has
// changed meanwhile, the new plan is shown and asked again; `--plan` holds for
// one plan only. With nothing to do nothing is returned.
func (a *app) performAgreed(ctx context.Context, request installer.Request, planned plan.Plan, options applyOptions) (*installer.Prepared, error) {
	for tries := 1; ; tries++ {
		if err := a.agree(ctx, planned, options); err != nil || planned.Empty() {
			return nil, err
		}
		performed, err := a.perform(ctx, request, planned)
		var changed *installer.ChangedError
		if !errors.As(err, &changed) || options.plan != "" || tries == patience {
			return performed, err
		}
		a.say(a.printer.Sayf("The situation changed since the plan was shown. The new plan:"))
		planned = changed.Plan
	}
}

// agree shows the plan and asks, unless that was answered before.
func (a *app) agree(ctx context.Context, planned plan.Plan, options applyOptions) error {
	if len(planned.Problems) > 0 {
		return &installer.ProblemError{Problems: planned.Problems}
	}
	if options.plan != "" && options.plan != planned.ID() {
		return &installer.ChangedError{Plan: planned}
	}
	a.printPlan(planned)
	if planned.Empty() || options.yes || options.plan != "" {
		return nil
	}
	return a.confirm(ctx, a.printer.Sayf("Do this?"), "--yes")
}

// confirm asks for a yes. Without a terminal it says which flag answers.
func (a *app) confirm(ctx context.Context, question, flag string) error {
	if !a.interactive {
		return &adviceError{
			said:   a.printer.Sayf("Nobody can be asked here, and nothing was done."),
			advice: a.printer.Sayf("Add %s when the plan above is what you want.", flag),
			code:   exitUsage,
		}
	}
	yes, err := a.asking().Confirm(ctx, question)
	if err != nil {
		return err
	}
	if !yes {
		return wizard.ErrCancelled
	}
	return nil
}

// perform applies the plan with progress.
func (a *app) perform(ctx context.Context, request installer.Request, planned plan.Plan) (*installer.Prepared, error) {
	// From here on the engine works and we wait.
	debug.SetGCPercent(50)
	progress := a.progress(planned)
	defer progress.Close()
	return installer.Apply(ctx, request, planned.ID(), progress.Note)
}

// progress shows a plan being performed: JSON events, one fact a line, or a
// live table.
func (a *app) progress(planned plan.Plan) wizard.Progress {
	if a.json {
		return wizard.NewJSONProgress(a.errors)
	}
	return a.asking().Progress(planned, a.operation)
}

// notices prints what modules say after a first deployment. A revealed secret
// stands in it: it goes to the terminal and nowhere else (decision 13).
func (a *app) notices(performed *installer.Prepared) {
	for _, notice := range performed.Notices() {
		a.say("")
		a.say(a.printer.Sayf("%s:", notice.Service))
		for _, secret := range notice.Secrets {
			a.say("  " + a.printer.Sayf("%s: %s", secret.Label.In(a.printer.Language()), secret.Value))
		}
		if text := notice.Text.In(a.printer.Language()); text != "" {
			a.say("  " + indented(text))
		}
	}
}

// publish renders the pages and the dossier and says what waits.
func (a *app) publish(ctx context.Context, performed *installer.Prepared, look bool) error {
	published, err := performed.Publish(ctx, look)
	if err != nil {
		return err
	}
	a.say(a.printer.Sayf("%d documents written, %d waiting: chatiere declare", len(published.Documents), len(published.Waiting)))
	return nil
}
