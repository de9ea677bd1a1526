package main

import (
	"context"
	"errors"

	"framagit.org/chatiere/chatiere/installer"
	"framagit.org/chatiere/chatiere/installer/gateway/access"
	"github.com/spf13/cobra"
)

// statusCommand says how the chaton does.
func (a *app) statusCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "status",
		Short:   a.printer.Sayf("Say how services and certificates do (exit code 1: something needs a person)"),
		Example: "  chatiere status\n  chatiere status --json",
		Args:    a.noArguments,
		RunE:    func(command *cobra.Command, _ []string) error { return a.status(command.Context()) },
	}
}

func (a *app) status(ctx context.Context) error {
	request, err := a.placed()
	if err != nil {
		return err
	}
	status, err := installer.Look(ctx, request)
	if err != nil {
		return err
	}
	if a.json {
		if err := a.resultJSON(status); err != nil {
			return err
		}
	} else {
		a.printStatus(status)
	}
	if status.NeedsAPerson(clock()) {
		return outcome(exitFailed)
	}
	return nil
}

// placed is the request of a chaton that was put in place before; one that was
// not is an error that says what to do.
func (a *app) placed() (installer.Request, error) {
	request, err := a.request()
	if err == nil && request.State.Absent() {
		err = a.notYet()
	}
	return request, err
}

// standing reads a chaton that was put in place before. The caller closes it.
func (a *app) standing(ctx context.Context) (*installer.Prepared, error) {
	request, err := a.placed()
	if err != nil {
		return nil, err
	}
	return installer.Prepare(ctx, request)
}

// known is what can be asked of a chaton by its name alone, whatever its
// chaton.hcl says; "" is the one of this folder.
func (a *app) known(name string) (request installer.Request, slug string, err error) {
	if slug, err = a.slug(name); err != nil {
		return installer.Request{}, "", err
	}
	request = installer.Request{State: installer.State{Folder: a.stateFolder(slug)}, Command: a.command, Clock: clock}
	if request.State.Absent() {
		return installer.Request{}, "", a.notYet()
	}
	return request, slug, nil
}

func (a *app) notYet() error {
	return &adviceError{
		said:   a.printer.Sayf("This chaton is not in place yet."),
		advice: a.printer.Sayf("Run chatiere apply first."),
		code:   exitFailed,
	}
}

func (a *app) printStatus(status installer.Status) {
	a.alarms(status.Needs(clock()))
	if status.Run != nil {
		a.result(a.printer.Sayf("A run is under way: %s, by %s, since %s.",
			status.Run.Command, status.Run.User, a.moment(status.Run.Since)))
	}
	// Nothing runs a backup or tells of a fault in this version, whatever
	// chaton.hcl says: whoever reads this must know.
	a.result(a.printer.Sayf("No backup elsewhere yet."))
	a.result(a.printer.Sayf("Nobody is told of a fault yet: run chatiere status now and then."))
	for _, service := range status.Services {
		a.service(service)
	}
	if !status.Gateway && status.Mode != "none" {
		a.result(a.printer.Sayf("The gateway does not answer."))
	}
	for _, certificate := range status.Certificates {
		a.certificate(certificate)
	}
	a.issuing(status.Issuing)
	for _, notice := range status.Notices {
		a.result(a.printer.Sayf("The gateway met this: %s", notice))
	}
	a.statusAuthority(status.Authority)
	a.recording(status.Recording)
	for _, task := range status.Tasks {
		a.facts(task.Task, a.taskFacts(task))
	}
	a.machine(status.Machine)
	a.retired(status.Retired)
	a.differences(status)
	a.refusal(status.Refusal())
}

// recording says what the gateway could not write down.
func (a *app) recording(state access.Status) {
	if state.Problem != "" {
		a.result(a.printer.Sayf("The gateway cannot write what it is to keep: %s", state.Problem))
	}
	if state.Lost > 0 {
		a.result(a.printer.Sayf("Lines of the gateway's logs lost since it started: %d", state.Lost))
	}
}

// differences says what apply would mend: one line a cause.
func (a *app) differences(status installer.Status) {
	if status.Pending == 0 {
		return
	}
	if status.Drifted() {
		a.result(a.printer.Sayf("What runs is not what was put in place:"))
	} else if len(status.Differences) > 0 {
		a.result(a.printer.Sayf("chaton.hcl says something else than what was put in place:"))
	}
	for _, difference := range status.Differences {
		line := a.printer.Sayf("%s: %s", a.printer.Say(difference.Cause), a.printer.List(difference.Objects))
		if !a.listened() {
			line = "  " + line
		}
		a.result(line)
	}
	a.result(a.printer.Sayf("%d operations to do: chatiere plan", status.Pending))
}

// refusal says why apply would refuse.
func (a *app) refusal(err error) {
	var problem *installer.ProblemError
	var refused *installer.RefusedError
	switch {
	case errors.As(err, &problem):
		for _, found := range problem.Problems {
			a.result(a.printer.Sayf("apply would refuse: %s", a.problem(found)))
		}
	case errors.As(err, &refused):
		for _, finding := range refused.Findings {
			a.result(a.printer.Sayf("apply would refuse: %s", a.printer.Sayf(finding.What, finding.WhatValues...)))
		}
	}
}
