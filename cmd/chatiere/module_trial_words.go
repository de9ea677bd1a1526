package main

import (
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"framagit.org/chatiere/chatiere/installer/trial"
)

// trialStep is one line of progress.
func (a *app) trialStep(module string, step trial.Step) string {
	line := fmt.Sprintf("%s: %s, %s, %s", module, a.trialStepName(step), a.trialOutcome(step.Outcome), seconds(step.Took))
	if seen := a.trialSeen(step); seen != "" {
		line += ": " + indented(seen)
	}
	return line
}

// trialSeen says what a step found; what went wrong is for the module's author
// and stays as it is.
func (a *app) trialSeen(step trial.Step) string {
	if step.Said.Format == "" {
		return step.Detail
	}
	return a.told(step.Said)
}

func seconds(took time.Duration) string { return fmt.Sprintf("%.1f s", took.Seconds()) }

// trialTable prints what was seen of one module.
func (a *app) trialTable(proof trial.Proof) {
	say := a.printer.Sayf
	verdict := say("passed")
	if !proof.Passed() {
		verdict = say("did not pass")
	}
	a.result("")
	a.result(fmt.Sprintf("%s %s: %s (%s, %s)", proof.Module, proof.Version, verdict, proof.Engine, proof.Processor))
	if a.listened() {
		for _, step := range proof.Steps {
			a.result(a.trialStep(proof.Module, step))
		}
		return
	}
	table := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
	fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", say("step"), say("outcome"), say("time"), say("seen"))
	for _, step := range proof.Steps {
		detail, _, more := strings.Cut(a.trialSeen(step), "\n")
		if more {
			detail += " …"
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", a.trialStepName(step), a.trialOutcome(step.Outcome), seconds(step.Took), detail)
	}
	_ = table.Flush()
}

func (a *app) trialOutcome(outcome trial.Outcome) string {
	switch outcome {
	case trial.Passed:
		return a.printer.Sayf("passed")
	case trial.Absent:
		return a.printer.Sayf("not tried")
	}
	return a.printer.Sayf("failed")
}

// trialStepName says the steps of a life; those unknown are said as they are.
func (a *app) trialStepName(step trial.Step) string {
	say := a.printer.Sayf
	named := map[string]string{
		"provision": say("installation"), "certificate": say("certificates"), "account": say("account made"),
		"tests": say("use"), "third parties": say("requests to others"), "restart": say("restart in the wrong order"),
		"tests again": say("use again"), "second plan": say("second plan empty"), "write": say("written before the backup"),
		"backup": say("backup"), "truncated dump": say("cut dump refused"), "password": say("password changed"),
		"disk": say("disk"), "destroy": say("everything lost"), "restore": say("restored"), "read": say("read after the restore"),
		"account closed": say("account closed"), "upgrade": say("upgrade from the version before"), "memory": say("memory"),
		"remove": say("removed"), "kept": say("left in place"),
	}
	words, known := named[step.Name]
	if !known {
		words = step.Name
	}
	if step.Major != "" {
		words += " (" + step.Major + ")"
	}
	return words
}
