package main

import (
	"context"

	"framagit.org/chatiere/chatiere/installer"
	"framagit.org/chatiere/chatiere/installer/gateway/certificates"
	"github.com/spf13/cobra"
)

// certificateOptions are the flags of the commands on one certificate.
type certificateOptions struct {
	name string
	yes  bool
}

// certificateCommand is for an operator who has repaired a cause or lost a key.
func (a *app) certificateCommand() *cobra.Command {
	command := &cobra.Command{
		Use:     "certificate",
		Short:   a.printer.Sayf("Try again for a certificate, or replace it with its key"),
		Example: "  chatiere certificate retry wiki.petitchaton.example\n  chatiere certificate replace wiki.petitchaton.example",
		Args:    a.noArguments,
		RunE:    func(command *cobra.Command, _ []string) error { return command.Help() },
	}
	command.AddCommand(
		a.certificateVerb("retry", a.printer.Sayf("Try again now for the certificate of a name, without waiting for its date"), installer.RetryCertificate),
		a.certificateVerb("replace", a.printer.Sayf("Make a new key and a new certificate for a name; it counts against what the authority allows in a week"), installer.ReplaceCertificate),
	)
	return command
}

// attempt is what the gateway is asked to do for a name.
type attempt func(ctx context.Context, state installer.State, name string) (certificates.Certificate, error)

func (a *app) certificateVerb(verb, short string, begin attempt) *cobra.Command {
	var options certificateOptions
	command := &cobra.Command{
		Use:     verb + " NAME",
		Short:   short,
		Example: "  chatiere certificate " + verb + " wiki.petitchaton.example",
		Args:    a.between(1, 1),
		RunE: func(command *cobra.Command, words []string) error {
			return a.attempt(command.Context(), verb, words[0], options, begin)
		},
	}
	command.Flags().StringVar(&options.name, "name", "", a.printer.Sayf("`NAME` of the chaton, when its chaton.hcl is not here"))
	if verb == "replace" {
		command.Flags().BoolVar(&options.yes, "yes", false, a.printer.Sayf("do not ask"))
	}
	return command
}

// attempt asks the gateway and says what comes of it. It needs no chaton.hcl:
// what is repaired is the certificate.
func (a *app) attempt(ctx context.Context, verb, name string, options certificateOptions, begin attempt) error {
	if err := a.requireRoot(); err != nil {
		return err
	}
	request, _, err := a.known(options.name)
	if err != nil {
		return err
	}
	if verb == "replace" && !options.yes {
		if err := a.confirm(ctx, a.printer.Sayf("Replace the certificate of %s and its key?", name), "--yes"); err != nil {
			return err
		}
	}
	outcome, err := begin(ctx, request.State, name)
	if err != nil {
		return err
	}
	return a.attempted(outcome)
}

// attempted says how the name stands once the attempt has ended.
func (a *app) attempted(c certificates.Certificate) error {
	if a.json {
		if err := a.resultJSON(c); err != nil {
			return err
		}
	} else {
		a.certificate(c)
	}
	if c.State != certificates.Valid || c.Problem != "" {
		return outcome(exitFailed)
	}
	return nil
}
