package main

import (
	"github.com/spf13/cobra"
)

// moduleCommand is about what can be offered: to look, to write, to prove.
func (a *app) moduleCommand() *cobra.Command {
	command := &cobra.Command{
		Use:     "module",
		Short:   a.printer.Sayf("List, show, check, write and try the modules of services"),
		Example: "  chatiere module list\n  chatiere module show dokuwiki\n  chatiere module test dokuwiki",
		Args:    a.noArguments,
		RunE:    func(command *cobra.Command, _ []string) error { return command.Help() },
	}
	command.AddCommand(
		a.moduleListCommand(), a.moduleShowCommand(), a.moduleValidateCommand(),
		a.moduleFormatCommand(), a.moduleNewCommand(), a.moduleTrialCommand(),
	)
	return command
}

// anyArguments takes any words.
func anyArguments(*cobra.Command, []string) error { return nil }
