package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"framagit.org/chatiere/chatiere/installer"
	"framagit.org/chatiere/chatiere/installer/engine"
	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/preflight"
	"framagit.org/chatiere/chatiere/installer/wizard"
)

// The exit codes are part of the interface (design/product.md).
const (
	exitDone        = 0
	exitFailed      = 1
	exitPending     = 2
	exitUsage       = 3
	exitUnreachable = 4
	exitRefused     = 5
	exitRolledBack  = 6
	exitCancelled   = 130
)

// usageError is a command line that cannot be understood.
type usageError struct{ error }

// adviceError is a sentence for people, what to do, and the exit code.
type adviceError struct {
	said   string
	advice string
	code   int
}

func (e *adviceError) Error() string { return e.said }

// outcome ends a command with a code and nothing more to say.
type outcome int

func (o outcome) Error() string { return fmt.Sprintf("exit code %d", int(o)) }

// report prints what went wrong, once, and picks the exit code.
func (a *app) report(ctx context.Context, err error) int {
	var (
		silent      outcome
		advised     *adviceError
		usage       *usageError
		wrong       *installer.DiagnosticsError
		given       *wizard.GivenError
		unanswered  *wizard.UnansweredError
		unreachable *engine.UnreachableError
		refused     *installer.RefusedError
		pool        *installer.PoolError
		failed      *installer.FailedError
		problem     *installer.ProblemError
	)
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &silent):
		return int(silent)
	case errors.Is(err, wizard.ErrCancelled), errors.Is(err, context.Canceled), ctx.Err() != nil:
		a.say(a.printer.Sayf("Cancelled. The same command goes on from here."))
		return exitCancelled
	case errors.As(err, &advised):
		return a.advise(advised.code, advised.said, advised.advice)
	case errors.As(err, &wrong):
		return a.wrongFiles(wrong.Diagnostics)
	case errors.As(err, &usage):
		return a.advise(exitUsage, err.Error(), a.printer.Sayf("See chatiere --help."))
	case errors.As(err, &given), errors.As(err, &unanswered):
		return a.advise(exitUsage, err.Error(), a.hint(err))
	case errors.As(err, &unreachable):
		return a.unreachable(unreachable)
	case errors.As(err, &refused):
		a.findings(refused.Findings)
		return exitRefused
	case errors.As(err, &pool):
		return a.advise(exitRefused,
			a.printer.Sayf("The address pool %s overlaps %s of this machine (%s).", pool.Pool, pool.Conflict.Prefix.String(), pool.Conflict.Source),
			a.printer.Sayf("Write pool = %q in the engine block of chaton.hcl.", pool.Free))
	case errors.As(err, &failed):
		return a.failures(failed)
	case errors.As(err, &problem):
		return a.problems(problem)
	}
	return a.explain(err)
}

// explain prints an error without a code of its own.
func (a *app) explain(err error) int {
	var locked *installer.LockedError
	if errors.As(err, &locked) {
		return a.advise(exitFailed,
			a.printer.Sayf("Another run is at work: %s, by %s, since %s (process %s).",
				locked.Holder.Command, locked.Holder.User, locked.Holder.Since.Format("15:04"), fmt.Sprint(locked.Holder.Process)),
			a.printer.Sayf("Wait until it has ended, then run the same command."))
	}
	var changed *installer.ChangedError
	if errors.As(err, &changed) {
		a.printPlan(changed.Plan)
		return a.advise(exitFailed,
			a.printer.Sayf("The situation changed since the plan was shown: above is the new plan, nothing was done."),
			a.printer.Sayf("Read it; to do it: chatiere apply --plan %s", changed.Plan.ID()))
	}
	return a.advise(exitFailed, a.sentence(err), a.hint(err))
}

// advise prints an error, and what to do on its own line.
func (a *app) advise(code int, said, advice string) int {
	a.say(a.printer.Sayf("Error: %s", said))
	if advice != "" {
		a.say(a.printer.Sayf("What to do: %s", advice))
	}
	return code
}

// unreachable says why no engine can be worked with, one fact a line.
func (a *app) unreachable(err *engine.UnreachableError) int {
	said := a.sentence(err)
	for _, fact := range err.Facts {
		said += "\n- " + a.printer.Say(fact)
	}
	return a.advise(exitUnreachable, said, a.hint(err))
}

// sentence says an error in the operator's language when it knows how.
func (a *app) sentence(err error) string {
	var unhealthy *engine.HealthError
	if errors.As(err, &unhealthy) {
		return a.unhealthy(unhealthy)
	}
	var speaking interface{ Sentence() (string, []any) }
	if errors.As(err, &speaking) {
		format, arguments := speaking.Sentence()
		return a.printer.Sayf(format, arguments...)
	}
	return err.Error()
}

// unhealthy says why a container was given up, then its own last lines.
func (a *app) unhealthy(err *engine.HealthError) string {
	last := wizard.SayDetail(a.printer, err.Last)
	said := a.printer.Sayf("%s was not running after %s: %s", err.Container, err.Waited.Round(100*time.Millisecond).String(), last)
	if err.Checked != "" {
		said += " (" + err.Checked + ")"
	}
	if output := strings.TrimSpace(err.Output); output != "" {
		said += "\n" + a.printer.Sayf("Its last lines:") + "\n" + output
	}
	return said
}

// hint says what to do about an error, or nothing.
func (a *app) hint(err error) string {
	var hinting interface{ Hint() string }
	if errors.As(err, &hinting) {
		return a.printer.Say(hinting.Hint())
	}
	return ""
}

func (a *app) findings(findings []preflight.Finding) {
	for _, finding := range findings {
		a.advise(exitRefused, a.printer.Sayf(finding.What, finding.WhatValues...), a.printer.Sayf(finding.Fix, finding.FixValues...))
	}
	a.say(a.printer.Sayf("Nothing was created."))
}

// problems says everything that keeps a plan from being performed. A state
// folder that is not the objects' own is a wrong call: exit code 3.
func (a *app) problems(problem *installer.ProblemError) int {
	code := exitFailed
	if problem.Lost {
		code = exitUsage
	}
	for _, found := range problem.Problems {
		if found.Where != "" {
			code = exitUsage // a file that people wrote
		}
		a.advise(code, a.problem(found), a.printer.Sayf(found.Hint.Format, found.Hint.Values...))
	}
	return code
}

// problem is one of them, with the line that it stands on.
func (a *app) problem(found plan.Problem) string {
	said := a.told(found.What)
	if found.Where == "" {
		return said
	}
	return a.printer.Sayf("%s: %s", found.Where, said)
}

// told says a sentence whose values may be sentences.
func (a *app) told(sentence plan.Sentence) string {
	var values []any
	for _, value := range sentence.Values {
		if inner, nested := value.(plan.Sentence); nested {
			value = a.told(inner)
		}
		values = append(values, value)
	}
	return a.printer.Sayf(sentence.Format, values...)
}

// failures names each operation that failed, and what state things are in.
func (a *app) failures(failed *installer.FailedError) int {
	for _, failure := range failed.Failures {
		a.say(a.printer.Sayf("Error: %s", a.operation(failure.Operation)))
		a.say("  " + indented(a.sentence(failure.Err)))
		if advice := a.hint(failure.Err); advice != "" {
			a.say(a.printer.Sayf("What to do: %s", advice))
		}
	}
	if failed.RolledBack() {
		a.say(a.printer.Sayf("What served before serves again: nothing is lost."))
		return exitRolledBack
	}
	a.say(a.printer.Sayf("What was done is kept. Mend the cause, then run the same command: it goes on from here."))
	return exitFailed
}
