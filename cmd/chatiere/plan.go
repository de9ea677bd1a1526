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
	all := false
	command := &cobra.Command{
		Use:     "plan",
		Short:   a.printer.Sayf("Print what apply would do, and why; change nothing (exit code 2: there is something to do)"),
		Example: "  chatiere plan\n  chatiere plan --all\n  chatiere plan --json",
		Args:    a.noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			a.fetch = installer.SourceFetcher(command.Context())
			request, err := a.request()
			if err != nil {
				return err
			}
			prepared, err := installer.Prepare(command.Context(), request)
			if err != nil {
				return err
			}
			defer prepared.Close()
			return a.showPlan(prepared.Plan, all)
		},
	}
	command.Flags().BoolVar(&all, "all", false, a.printer.Sayf("also list what stays as it is"))
	return command
}

func (a *app) showPlan(p plan.Plan, all bool) error {
	if len(p.Problems) > 0 {
		return &installer.ProblemError{Problems: p.Problems}
	}
	a.printWhole(p, all)
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

// objectJSON is one thing of the chaton and what becomes of it.
type objectJSON struct {
	Kind     string       `json:"kind"`    // container, network, volume, image, secret, routes, certificate, lock, timer, module, source
	Service  string       `json:"service"` // "": the chaton's own
	Name     string       `json:"name"`
	Action   plan.Action  `json:"action"` // create, replace, update, remove, keep
	Cause    string       `json:"cause,omitempty"`
	Changes  []changeJSON `json:"changes,omitempty"`
	Destroys bool         `json:"destroys,omitempty"`
}

// planJSON is a plan as --json prints it. Its keys are part of the interface.
// Objects and operations say the same: the first by what is touched or kept,
// the second by what is done, which is the contract of `apply --plan`. A plan
// of `destroy` has operations only.
type planJSON struct {
	Plan       string          `json:"plan"`
	Objects    []objectJSON    `json:"objects"`
	Operations []operationJSON `json:"operations"`
	Notes      []string        `json:"notes,omitempty"` // in English
}

func describePlan(p plan.Plan) planJSON {
	described := describeOperations(p)
	for _, object := range p.Diff() {
		described.Objects = append(described.Objects, objectJSON{
			Kind: object.Kind, Service: object.Service, Name: object.Name, Action: object.Action, Cause: object.Cause,
			Changes: changes(object.Changes), Destroys: object.Destroys,
		})
	}
	for _, note := range p.Notes {
		described.Notes = append(described.Notes, note.String())
	}
	return described
}

func describeOperations(p plan.Plan) planJSON {
	described := planJSON{Plan: p.ID(), Objects: []objectJSON{}, Operations: []operationJSON{}}
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
