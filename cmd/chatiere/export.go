package main

import "github.com/spf13/cobra"

// exportCommand writes out a service's data in the formats that its module
// names: everybody's, or one person's.
func (a *app) exportCommand() *cobra.Command {
	var options accountOptions
	var account string
	command := &cobra.Command{
		Use:     "export SERVICE",
		Short:   a.printer.Sayf("Write out the data of a service, or of one of its accounts"),
		Example: "  chatiere export agenda --output agenda.tar\n  chatiere export agenda --account camille --output camille.tar",
		Args:    a.between(1, 1),
		RunE: func(command *cobra.Command, words []string) error {
			verb := accountVerb{name: "export", action: "export_all"}
			if account != "" {
				verb.action, words = "export_account", append(words, account)
			}
			return a.account(command.Context(), verb, words, options)
		},
	}
	flags := command.Flags()
	flags.StringVar(&account, "account", "", a.printer.Sayf("`NAME` of the account; none: all of them"))
	flags.StringVar(&options.output, "output", "", a.printer.Sayf("new `FILE` for what is exported"))
	flags.StringArrayVar(&options.inputs, "input", nil, a.printer.Sayf("another answer that the action wants, as `name=value`"))
	return command
}
