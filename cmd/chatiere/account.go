package main

import (
	"context"
	"errors"
	"os"
	"strings"

	"framagit.org/chatiere/chatiere/installer"
	"framagit.org/chatiere/chatiere/installer/catalog"
	"framagit.org/chatiere/chatiere/installer/site"
	"github.com/spf13/cobra"
)

// accountVerb is one sub-command of account, and the action that it runs.
type accountVerb struct {
	name   string
	action string
	short  string
	named  bool // takes NAME
	grave  bool // asks before it acts
}

func (a *app) accountVerbs() []accountVerb {
	say := a.printer.Sayf
	return []accountVerb{
		{name: "create", action: "create_account", named: true, short: say("Create an account; its password is shown once")},
		{name: "list", action: "list_accounts", short: say("List the accounts of a service")},
		{name: "reset", action: "reset_account", named: true, short: say("Give an account a new password, shown once")},
		{name: "close", action: "close_account", named: true, grave: true, short: say("Close an account: its data stays")},
		{name: "export", action: "export_account", named: true, short: say("Write out the data of an account")},
		{name: "erase", action: "erase_account", named: true, grave: true, short: say("Erase an account and its data")},
		{name: "count", action: "count_accounts", short: say("Count the accounts of a service")},
	}
}

// accountOptions are the flags of the sub-commands.
type accountOptions struct {
	inputs []string
	output string
	yes    bool
}

// accountCommand runs the actions that modules offer on accounts.
func (a *app) accountCommand() *cobra.Command {
	command := &cobra.Command{
		Use:     "account",
		Short:   a.printer.Sayf("Create, list, reset, close, export or erase the accounts of a service"),
		Example: "  chatiere account create agenda camille\n  chatiere account list agenda\n  chatiere account export agenda camille --output camille.tar",
		Args:    a.noArguments,
		RunE:    func(command *cobra.Command, _ []string) error { return command.Help() },
	}
	for _, verb := range a.accountVerbs() {
		command.AddCommand(a.accountVerbCommand(verb))
	}
	return command
}

func (a *app) accountVerbCommand(verb accountVerb) *cobra.Command {
	var options accountOptions
	use, most := verb.name+" SERVICE", 1
	if verb.named {
		use, most = use+" ["+a.printer.Sayf("NAME")+"]", 2
	}
	command := &cobra.Command{
		Use:   use,
		Short: verb.short,
		Args:  a.between(1, most),
		RunE: func(command *cobra.Command, words []string) error {
			return a.account(command.Context(), verb, words, options)
		},
	}
	flags := command.Flags()
	flags.StringArrayVar(&options.inputs, "input", nil, a.printer.Sayf("another answer that the action wants, as `name=value`"))
	if verb.name == "export" {
		flags.StringVar(&options.output, "output", "", a.printer.Sayf("new `FILE` for what is exported"))
	}
	if verb.grave {
		flags.BoolVar(&options.yes, "yes", false, a.printer.Sayf("do not ask"))
	}
	return command
}

// between refuses too few and too many words.
func (a *app) between(least, most int) cobra.PositionalArgs {
	return func(command *cobra.Command, words []string) error {
		switch {
		case len(words) < least:
			return &usageError{errors.New(a.printer.Sayf("A word is missing: %s", command.UseLine()))}
		case len(words) > most:
			return &usageError{errors.New(a.printer.Sayf("%s takes no argument %q.", command.CommandPath(), words[most]))}
		}
		return nil
	}
}

func (a *app) account(ctx context.Context, verb accountVerb, words []string, options accountOptions) error {
	request, err := a.request()
	if err != nil {
		return err
	}
	offered, err := a.offered(request, verb, words[0])
	if err != nil {
		return err
	}
	return a.runAction(ctx, request, offered, verb.grave, words, options)
}

// runAction runs an action of the service that is the first word; the second, if
// there is one, is its input "name".
func (a *app) runAction(ctx context.Context, request installer.Request, offered *catalog.Action, grave bool, words []string, options accountOptions) error {
	if err := a.writable(offered, options.output); err != nil {
		return err
	}
	if request.State.Absent() {
		return a.notYet()
	}
	given, err := a.inputs(ctx, offered, words[1:], options.inputs)
	if err != nil {
		return err
	}
	action, err := installer.OpenAction(ctx, request, site.Task{Service: words[0], Action: offered.Name, Inputs: given})
	if err != nil {
		return err
	}
	defer action.Close()
	if grave && !options.yes {
		if err := a.sure(ctx, offered, words[0], given["name"]); err != nil {
			return err
		}
	}
	return a.act(ctx, action, options.output)
}

// offered finds the action in the service's module, or says what there is.
func (a *app) offered(request installer.Request, verb accountVerb, service string) (*catalog.Action, error) {
	module, err := a.moduleBehind(request, service)
	if err != nil {
		return nil, err
	}
	if action := site.FindAction(module, verb.action); action != nil {
		return action, nil
	}
	var others []string
	for _, other := range a.accountVerbs() {
		if site.FindAction(module, other.action) != nil {
			others = append(others, other.name)
		}
	}
	advice := a.printer.Sayf("Look in the application itself: its module offers nothing on accounts.")
	if len(others) > 0 {
		advice = a.printer.Sayf("Choose what it offers: %s.", strings.Join(others, ", "))
	}
	return nil, a.wrongUse(a.printer.Sayf("The application of %q does not offer this: %s", service, verb.name), advice)
}

// moduleOf is what a service is made from, nil when its module is not here.
func moduleOf(loaded *catalog.Catalog, block *site.ServiceBlock) *catalog.Module {
	_, name := site.ModuleOf(block.Module)
	return loaded.For(block.Name).Module(name)
}

func serviceBlock(file *site.File, name string) (block *site.ServiceBlock, known string) {
	var names []string
	for _, each := range file.Services {
		names = append(names, each.Name)
		if each.Name == name {
			block = each
		}
	}
	return block, strings.Join(names, ", ")
}

func (a *app) wrongUse(said, advice string) error {
	return &adviceError{said: said, advice: advice, code: exitUsage}
}

// writable refuses what could not be written before anything is asked.
func (a *app) writable(action *catalog.Action, output string) error {
	if output == "" {
		if action.Writes == "archive" {
			return a.wrongUse(a.printer.Sayf("An archive needs a file to be written to."), a.printer.Sayf("Add --output FILE."))
		}
		return nil
	}
	if _, err := os.Lstat(output); err == nil {
		return a.wrongUse(a.printer.Sayf("There is a file %s already.", output), a.printer.Sayf("Choose another name, or remove it."))
	}
	return nil
}

// sure asks before what cannot be taken back.
func (a *app) sure(ctx context.Context, action *catalog.Action, service, name string) error {
	question := a.printer.Sayf("%s: %s, %s. Go on?", action.Label.In(a.printer.Language()), service, name)
	if !a.interactive {
		return a.wrongUse(a.printer.Sayf("Nobody can be asked here, and nothing was done."), a.printer.Sayf("Add --yes to go on without being asked."))
	}
	return a.confirm(ctx, question, "--yes")
}
