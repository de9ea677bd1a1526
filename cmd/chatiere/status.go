package main

import (
	"context"
	"strings"

	"framagit.org/chatiere/chatiere/installer"
	"framagit.org/chatiere/chatiere/installer/gateway"
	"github.com/spf13/cobra"
)

// statusCommand says how the chaton does.
func (a *app) statusCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "status",
		Short:   a.printer.Sayf("Say how services and certificates do (exit code 1: something needs a person)"),
		Example: "  chatiere status",
		Args:    a.noArguments,
		RunE:    func(command *cobra.Command, _ []string) error { return a.status(command.Context()) },
	}
}

func (a *app) status(ctx context.Context) error {
	prepared, err := a.standing(ctx)
	if err != nil {
		return err
	}
	defer prepared.Close()
	status := prepared.Status(ctx)
	if a.json {
		if err := a.resultJSON(status); err != nil {
			return err
		}
	} else {
		a.printStatus(status)
	}
	if status.NeedsAPerson() {
		return outcome(exitFailed)
	}
	return nil
}

// standing reads a chaton that was put in place before; one that was not is an
// error that says what to do. The caller closes it.
func (a *app) standing(ctx context.Context) (*installer.Prepared, error) {
	request, err := a.request()
	if err != nil {
		return nil, err
	}
	if request.State.Absent() {
		return nil, a.notYet()
	}
	return installer.Prepare(ctx, request)
}

func (a *app) notYet() error {
	return &adviceError{
		said:   a.printer.Sayf("This chaton is not in place yet."),
		advice: a.printer.Sayf("Run chatiere apply first."),
		code:   exitFailed,
	}
}

func (a *app) printStatus(status installer.Status) {
	// Nothing runs a backup or tells of a fault in this version, whatever
	// chaton.hcl says: whoever reads this must know.
	a.result(a.printer.Sayf("No backup elsewhere yet."))
	a.result(a.printer.Sayf("Nobody is told of a fault yet: run chatiere status now and then."))
	for _, service := range status.Services {
		a.service(service)
	}
	if !status.Gateway {
		a.result(a.printer.Sayf("The gateway does not answer."))
	}
	for _, certificate := range status.Certificates {
		a.result(a.certificate(certificate))
	}
	if status.Pending > 0 {
		a.result(a.printer.Sayf("%d operations to do: chatiere plan", status.Pending))
	}
}

// service prints how one service does: one line, or one fact a line for who
// listens to it.
func (a *app) service(service installer.ServiceStatus) {
	facts := []string{a.printer.Say(service.State), service.URL, service.Module + " " + service.Version}
	if service.OnTrial {
		facts = append(facts, a.printer.Sayf("on trial"))
	}
	if !a.listened() {
		a.result(service.Name + "  " + strings.Join(facts, "  "))
		return
	}
	for _, fact := range facts {
		a.result(a.printer.Sayf("%s: %s", service.Name, fact))
	}
}

// issuer says who signs certificates; an address of a CA says itself.
func (a *app) issuer(name string) string {
	if name == "internal" {
		return a.printer.Sayf("this chaton's own authority")
	}
	return name
}

// certificate says who issued it and until when, or what the CA answered.
func (a *app) certificate(c gateway.Certificate) string {
	if c.State == gateway.Valid {
		return a.printer.Sayf("certificate of %s: %s, until %s", c.Name, a.issuer(c.Issuer), c.NotAfter.Format("2006-01-02"))
	}
	line := a.printer.Sayf("certificate of %s: none yet", c.Name)
	if c.Problem != "" {
		line += a.aside(c.Problem)
	}
	if !c.Next.IsZero() {
		line += a.aside(a.printer.Sayf("next try at %s", c.Next.Local().Format("2006-01-02 15:04")))
	}
	return line
}
