package main

import (
	"context"
	"encoding/json"

	"framagit.org/chatiere/chatiere/installer"
	"framagit.org/chatiere/chatiere/installer/catalog"
	"framagit.org/chatiere/chatiere/installer/site"
	"github.com/spf13/cobra"
)

// actionCommand runs what a module offers beside accounts.
func (a *app) actionCommand() *cobra.Command {
	var options accountOptions
	command := &cobra.Command{
		Use:     "action SERVICE [ACTION [" + a.printer.Sayf("NAME") + "]]",
		Short:   a.printer.Sayf("List what a service can be asked to do, or have it done"),
		Example: "  chatiere action fichiers\n  chatiere action fichiers add_app calendar",
		Args:    a.between(1, 3),
		RunE: func(command *cobra.Command, words []string) error {
			if len(words) == 1 {
				return a.listActions(words[0])
			}
			return a.runNamed(command.Context(), words, options)
		},
	}
	flags := command.Flags()
	flags.StringArrayVar(&options.inputs, "input", nil, a.printer.Sayf("another answer that the action wants, as `name=value`"))
	flags.StringVar(&options.output, "output", "", a.printer.Sayf("new `FILE` for what is exported"))
	flags.BoolVar(&options.yes, "yes", false, a.printer.Sayf("do not ask"))
	return command
}

// runNamed runs one. Those on accounts are as careful here as under account.
func (a *app) runNamed(ctx context.Context, words []string, options accountOptions) error {
	request, err := a.request()
	if err != nil {
		return err
	}
	module, err := a.moduleBehind(request, words[0])
	if err != nil {
		return err
	}
	found := site.FindAction(module, words[1])
	if found == nil {
		return a.wrongUse(a.printer.Sayf("The module of %q has no action %q.", words[0], words[1]), a.printer.Sayf("See chatiere action %s.", words[0]))
	}
	grave := false
	for _, verb := range a.accountVerbs() {
		grave = grave || verb.grave && verb.action == found.Name
	}
	return a.runAction(ctx, request, found, grave, append(words[:1:1], words[2:]...), options)
}

// offer is one action of a service, as --json lists it.
type offer struct {
	Name   string   `json:"name"`
	Label  string   `json:"label"`
	Inputs []string `json:"inputs,omitempty"` // those that are asked
}

// listActions needs no engine: what a module offers stands in its text.
func (a *app) listActions(service string) error {
	request, err := a.request()
	if err != nil {
		return err
	}
	module, err := a.moduleBehind(request, service)
	if err != nil {
		return err
	}
	offers := []offer{}
	for _, action := range module.Actions {
		offers = append(offers, offer{action.Name, action.Label.In(a.printer.Language()), asked(action)})
	}
	if a.json {
		return json.NewEncoder(a.out).Encode(offers)
	}
	if len(offers) == 0 {
		a.say(a.printer.Sayf("The module of %q offers no action.", service))
		return nil
	}
	var rows [][]string
	for _, each := range offers {
		rows = append(rows, []string{each.Name, each.Label})
	}
	for _, line := range aligned(rows) {
		a.result(line)
	}
	return nil
}

func asked(action *catalog.Action) []string {
	var names []string
	for _, input := range action.Inputs {
		if input.Generate == 0 {
			names = append(names, input.Name)
		}
	}
	return names
}

// moduleBehind is what a service of chaton.hcl is made from, or the error that
// says why it has none here.
func (a *app) moduleBehind(request installer.Request, service string) (*catalog.Module, error) {
	block, known := serviceBlock(request.File, service)
	switch {
	case block == nil:
		return nil, a.wrongUse(a.printer.Sayf("There is no service %q in chaton.hcl.", service), a.printer.Sayf("Choose one of its services: %s.", known))
	case block.External != nil:
		return nil, a.wrongUse(a.printer.Sayf("The service %q runs elsewhere.", service), a.printer.Sayf("Its accounts are kept where it runs."))
	}
	module := moduleOf(request.Catalog, block)
	if module == nil {
		return nil, &installer.DiagnosticsError{Diagnostics: site.CheckModules(request.Catalog, request.File)}
	}
	return module, nil
}
