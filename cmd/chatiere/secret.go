package main

import (
	"context"

	"framagit.org/chatiere/chatiere/installer"
	"framagit.org/chatiere/chatiere/installer/site"
	"github.com/spf13/cobra"
)

// secretCommand keeps what somebody else made up. A value never stands in a
// command, which everybody on the machine can read.
func (a *app) secretCommand() *cobra.Command {
	command := &cobra.Command{
		Use:     "secret",
		Short:   a.printer.Sayf("Give the vault a secret that somebody else made up"),
		Example: "  chatiere secret set mail password",
		Args:    a.noArguments,
		RunE:    func(command *cobra.Command, _ []string) error { return command.Help() },
	}
	command.AddCommand(&cobra.Command{
		Use:     "set mail password",
		Short:   a.printer.Sayf("Keep the password of the relay; it is asked, or read from the standard input"),
		Example: "  chatiere secret set mail password\n  chatiere secret set mail password < file",
		Args:    a.between(2, 2),
		RunE: func(command *cobra.Command, words []string) error {
			return a.setSecret(command.Context(), words[0], words[1])
		},
	})
	return command
}

func (a *app) setSecret(ctx context.Context, owner, name string) error {
	if owner != "mail" || name != "password" {
		return a.wrongUse(a.printer.Sayf("No secret %s %s can be set.", owner, name),
			a.printer.Sayf("The relay's can: %s", "chatiere secret set mail password"))
	}
	request, err := a.request()
	if err != nil {
		return err
	}
	if request.File.Mail == nil {
		return a.wrongUse(a.printer.Sayf("There is no relay in chaton.hcl."), a.printer.Sayf("Write its mail block first."))
	}
	value, err := a.asking().Secret(ctx, "password", a.printer.Sayf("Password of %s at %s:", request.File.Mail.User, request.File.Mail.Host))
	if err != nil {
		return err
	}
	if value == "" {
		return a.wrongUse(a.printer.Sayf("The password is empty: nothing was changed."), a.printer.Sayf("Give it on the standard input, or type it."))
	}
	if err := installer.GiveSecret(ctx, request, site.RelayOwner, site.RelayPassword, value); err != nil {
		return err
	}
	a.say(a.printer.Sayf("The password is in the vault. To use it: chatiere apply"))
	return nil
}
