package main

import (
	"encoding/json"
	"slices"

	"framagit.org/chatiere/chatiere/installer"
	"framagit.org/chatiere/chatiere/installer/plan"
	"github.com/spf13/cobra"
)

// planCommand prints what apply would do. It writes no file at all.
func (a *app) planCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "plan",
		Short:   a.printer.Sayf("Print what apply would do, and why; change nothing (exit code 2: there is something to do)"),
		Example: "  chatiere plan\n  chatiere plan --json",
		Args:    a.noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			request, err := a.request()
			if err != nil {
				return err
			}
			prepared, err := installer.Prepare(command.Context(), request)
			if err != nil {
				return err
			}
			defer prepared.Close()
			return a.showPlan(prepared.Plan)
		},
	}
}

func (a *app) showPlan(p plan.Plan) error {
	if len(p.Problems) > 0 {
		return &installer.ProblemError{Problems: p.Problems}
	}
	a.printPlan(p)
	if p.Empty() {
		return nil
	}
	a.say(a.printer.Sayf("Plan %s. To do it: chatiere apply", p.ID()))
	return outcome(exitPending)
}

// operationJSON is one operation as `plan --json` prints it.
type operationJSON struct {
	ID       string       `json:"id"`
	Kind     plan.Kind    `json:"kind"`
	Target   string       `json:"target"`
	Cause    string       `json:"cause"`
	Changes  []changeJSON `json:"changes,omitempty"`
	After    []string     `json:"after,omitempty"`
	Destroys bool         `json:"destroys,omitempty"`
}

// changeJSON is one field that differs.
type changeJSON struct {
	Field string `json:"field"`
	Old   string `json:"old"`
	New   string `json:"new"`
}

// planJSON is a plan as --json prints it. Its keys are part of the interface.
type planJSON struct {
	Plan       string          `json:"plan"`
	Operations []operationJSON `json:"operations"`
}

func describePlan(p plan.Plan) planJSON {
	described := planJSON{Plan: p.ID(), Operations: []operationJSON{}}
	for _, operation := range p.Operations {
		described.Operations = append(described.Operations, operationJSON{
			ID: operation.ID(), Kind: operation.Kind, Target: operation.Target, Cause: operation.Cause,
			Changes: changes(operation.Changes), After: once(operation.After), Destroys: operation.Destroys,
		})
	}
	return described
}

func changes(changed []plan.Change) []changeJSON {
	var described []changeJSON
	for _, change := range changed {
		described = append(described, changeJSON(change))
	}
	return described
}

// once keeps the first of equal names.
func once(names []string) []string {
	var kept []string
	for _, name := range names {
		if !slices.Contains(kept, name) {
			kept = append(kept, name)
		}
	}
	return kept
}

// resultJSON prints the result of a command for programs.
func (a *app) resultJSON(value any) error {
	encoder := json.NewEncoder(a.out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(value)
}

// printPlan prints one line an operation on the result's output, or the whole
// plan as JSON.
func (a *app) printPlan(p plan.Plan) {
	if a.json {
		_ = a.resultJSON(describePlan(p))
		return
	}
	if p.Empty() {
		a.result(a.printer.Sayf("Nothing to do: everything is as chaton.hcl says."))
	}
	for _, operation := range p.Operations {
		a.result(a.planLine(operation))
	}
}

func (a *app) planLine(operation plan.Operation) string {
	line := a.signed(operation.Kind, a.operation(operation))
	if cause := a.printer.Say(operation.Cause); cause != "" {
		line += a.aside(cause)
	}
	for _, change := range operation.Changes {
		line += a.printer.Sayf("; %s: %s instead of %s", change.Field, change.New, change.Old)
	}
	if operation.Destroys {
		line += " " + a.printer.Sayf("[DESTROYS DATA]")
	}
	return line
}

// signed puts the sign before what is done; the plain form has words only.
func (a *app) signed(kind plan.Kind, done string) string {
	if a.listened() {
		return done
	}
	return sign(kind) + " " + done
}

// aside joins a cause to what it explains: a dash, or a word's own comma where
// signs are read aloud.
func (a *app) aside(cause string) string {
	if a.listened() {
		return ", " + cause
	}
	return " — " + cause
}

// sign is the first character of a plan's line, as in a diff.
func sign(kind plan.Kind) string {
	switch kind {
	case plan.ImageRemove, plan.NetworkRemove, plan.VolumeRemove, plan.ContainerRemove, plan.RoutesRemove:
		return "-"
	case plan.HealthWait, plan.CertificateWait:
		return "…"
	case plan.ContainerStart, plan.ContainerStop, plan.RestartPolicy, plan.RoutesSwitch:
		return "~"
	}
	return "+"
}
