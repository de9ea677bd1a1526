package main

import (
	"fmt"
	"strings"

	"framagit.org/chatiere/chatiere/installer/plan"
)

// printPlan prints what a plan changes and what stays, or all of it as JSON.
func (a *app) printPlan(p plan.Plan) { a.printWhole(p, false) }

// printWhole prints a plan as a diff, object by object, then the operations,
// which are what apply does, no more and no less. What stays is one line, or
// listed with all.
func (a *app) printWhole(p plan.Plan, all bool) {
	if a.json {
		_ = a.resultJSON(describePlan(p))
		return
	}
	if p.Empty() {
		a.result(a.printer.Sayf("Nothing to do: everything is as chaton.hcl says."))
	}
	a.printObjects(p, all)
	if !p.Empty() && !a.listened() {
		a.result("")
	}
	if !p.Empty() {
		a.result(a.printer.Sayf("Operations:"))
	}
	for _, operation := range p.Operations {
		a.result(a.planLine(operation))
	}
	for _, note := range p.Notes {
		a.result(a.printer.Sayf(note.Format, note.Values...))
	}
}

// printOperations prints a plan that has no wanted side: one line an operation.
func (a *app) printOperations(p plan.Plan) {
	if a.json {
		_ = a.resultJSON(describeOperations(p))
		return
	}
	for _, operation := range p.Operations {
		a.result(a.planLine(operation))
	}
}

// printObjects prints the diff, grouped by service.
func (a *app) printObjects(p plan.Plan, all bool) {
	kept, group := 0, "\x00"
	for _, object := range p.Diff() {
		if object.Action == plan.Keep {
			kept++
			if !all {
				continue
			}
		}
		if object.Service != group && !a.listened() {
			group = object.Service
			a.result(a.groupTitle(group))
		}
		a.printObject(object)
	}
	if kept > 0 && !all && !p.Empty() {
		a.result(a.printer.Sayf("Unchanged: %d (chatiere plan --all lists them)", kept))
	}
}

func (a *app) groupTitle(service string) string {
	if service == "" {
		return a.printer.Sayf("The chaton itself")
	}
	return service
}

// printObject prints one line, then one for each field that differs.
func (a *app) printObject(object plan.Object) {
	line := a.nameOf(object)
	if a.listened() {
		line = a.printer.Sayf("%s: %s", a.action(object.Action), line)
	} else {
		line = fmt.Sprintf("  %3s %s", actionSign(object.Action), line)
	}
	if cause := a.printer.Say(object.Cause); cause != "" {
		line += a.aside(cause)
	}
	if object.Destroys {
		line += " " + a.printer.Sayf("[DESTROYS DATA]")
	}
	a.result(line)
	for _, change := range object.Changes {
		a.printChange(object, change)
	}
}

// nameOf is what people call an object; the chaton's own routes have no name.
func (a *app) nameOf(object plan.Object) string {
	switch object.Name {
	case plan.AuthorityTarget:
		return a.printer.Sayf("of this chaton")
	case plan.SiteTarget:
		return a.noun(object.Kind) + " " + a.printer.Sayf("of the public pages")
	case plan.NamesTarget:
		return a.printer.Sayf("certificates for services to show")
	case plan.LogsTarget:
		return a.printer.Sayf("logs of the gateway")
	}
	return a.noun(object.Kind) + " " + object.Name
}

func (a *app) printChange(object plan.Object, change plan.Change) {
	before, after := a.orNothing(change.Old), a.orNothing(change.New)
	if a.listened() {
		a.result(a.printer.Sayf("%s, %s: %s instead of %s", object.Name, change.Field, after, before))
		return
	}
	a.result("        " + a.printer.Sayf("%s: %s → %s", change.Field, before, after))
}

func (a *app) orNothing(value string) string {
	if value == "" {
		return a.printer.Sayf("nothing")
	}
	return strings.ReplaceAll(value, "\n", " ")
}

// planLine is one operation and its cause. The fields that differ stand with
// their object, above.
func (a *app) planLine(operation plan.Operation) string {
	line := a.signed(operation.Kind, a.operation(operation))
	if cause := a.printer.Say(operation.Cause); cause != "" {
		line += a.aside(cause)
	}
	if operation.Destroys {
		line += " " + a.printer.Sayf("[DESTROYS DATA]")
	}
	return line
}

// signed puts the sign before what is done; the plain form has words only.
func (a *app) signed(kind plan.Kind, done string) string {
	if a.listened() {
		return done
	}
	return sign(kind) + " " + done
}

// aside joins a cause to what it explains: a dash, or a word's own comma where
// signs are read aloud.
func (a *app) aside(cause string) string {
	if a.listened() {
		return ", " + cause
	}
	return " — " + cause
}

// sign is the first character of an operation's line.
func sign(kind plan.Kind) string {
	switch kind {
	case plan.HealthWait, plan.CertificateWait:
		return "…"
	case plan.ContainerStart, plan.ContainerStop, plan.RestartPolicy, plan.RoutesSwitch, plan.RoutesDrain, plan.CertificateCopy, plan.AuthorityReplace, plan.VolumeRefill:
		return "~"
	case plan.CertificateDrop:
		return "-"
	}
	if strings.HasSuffix(string(kind), ".remove") {
		return "-"
	}
	return "+"
}
