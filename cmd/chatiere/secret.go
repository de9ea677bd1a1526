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
		Example: "  chatiere secret set mail password\n  chatiere secret set tls eab",
		Args:    a.noArguments,
		RunE:    func(command *cobra.Command, _ []string) error { return command.Help() },
	}
	command.AddCommand(&cobra.Command{
		Use:     "set (mail password | tls eab)",
		Short:   a.printer.Sayf("Keep the password of the relay, or the secret of the account at the certificate authority; it is asked, or read from the standard input"),
		Example: "  chatiere secret set mail password\n  chatiere secret set mail password < file\n  chatiere secret set tls eab < file",
		Args:    a.between(2, 2),
		RunE: func(command *cobra.Command, words []string) error {
			return a.setSecret(command.Context(), words[0], words[1])
		},
	})
	return command
}

// givenSecret is one that somebody else made up.
type givenSecret struct {
	owner, name string // in the vault
	question    string
	right       func(value string) bool
}

func (a *app) setSecret(ctx context.Context, owner, name string) error {
	request, wanted, err := a.givenSecret(owner, name)
	if err != nil {
		return err
	}
	value, err := a.asking().Secret(ctx, wanted.name, wanted.question)
	if err != nil {
		return err
	}
	if value == "" {
		return a.wrongUse(a.printer.Sayf("The secret is empty: nothing was changed."), a.printer.Sayf("Give it on the standard input, or type it."))
	}
	if !wanted.right(value) {
		return a.wrongUse(a.printer.Sayf("This is no secret of an external account: nothing was changed."),
			a.printer.Sayf("Copy it again as the authority gave it: letters, digits, hyphens and underscores."))
	}
	if err := installer.GiveSecret(ctx, request, wanted.owner, wanted.name, value); err != nil {
		return err
	}
	a.say(a.printer.Sayf("The secret is in the vault. To use it: chatiere apply"))
	return nil
}

// givenSecret finds what chaton.hcl has to do with the words of the operator.
func (a *app) givenSecret(owner, name string) (installer.Request, givenSecret, error) {
	relay, account := owner == "mail" && name == "password", owner == "tls" && name == "eab"
	if !relay && !account {
		return installer.Request{}, givenSecret{}, a.wrongUse(a.printer.Sayf("No secret %s %s can be set.", owner, name),
			a.printer.Sayf("These can: %s", a.printer.List([]string{"chatiere secret set mail password", "chatiere secret set tls eab"})))
	}
	request, err := a.request()
	if err != nil {
		return request, givenSecret{}, err
	}
	if relay {
		wanted, err := a.relayPassword(request.File)
		return request, wanted, err
	}
	wanted, err := a.externalAccount(request.File)
	return request, wanted, err
}

func (a *app) relayPassword(file *site.File) (givenSecret, error) {
	if file.Mail == nil {
		return givenSecret{}, a.wrongUse(a.printer.Sayf("There is no relay in chaton.hcl."), a.printer.Sayf("Write its mail block first."))
	}
	return givenSecret{
		owner: site.RelayOwner, name: site.RelayPassword,
		question: a.printer.Sayf("Password of %s at %s:", file.Mail.User, file.Mail.Host),
		right:    func(string) bool { return true },
	}, nil
}

func (a *app) externalAccount(file *site.File) (givenSecret, error) {
	if file.TLS.EABKey == "" {
		return givenSecret{}, a.wrongUse(a.printer.Sayf("There is no external account in chaton.hcl."),
			a.printer.Sayf("Write eab_key in the acme block first."))
	}
	return givenSecret{
		owner: site.ExternalAccountOwner, name: site.ExternalAccountSecret,
		question: a.printer.Sayf("Secret of the account %s at %s:", file.TLS.EABKey, file.TLS.Directory),
		right:    site.IsExternalAccountSecret,
	}, nil
}
