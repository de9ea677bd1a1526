package main

import (
	"fmt"
	"time"

	"framagit.org/chatiere/chatiere/installer"
)

// taskFacts says when a task of tick ran and what it met.
func (a *app) taskFacts(task installer.Record) []string {
	var facts []string
	if task.Problem != "" {
		facts = append(facts, a.printer.Sayf("failed: %s", a.printer.Say(task.Problem)))
	}
	for _, moment := range []struct {
		format string
		at     time.Time
	}{{"last time %s", task.Last}, {"last success %s", task.LastGood}, {"next time %s", task.Next}} {
		if !moment.at.IsZero() {
			facts = append(facts, a.printer.Sayf(moment.format, a.moment(moment.at)))
		}
	}
	return facts
}

// machine says what is left of memory and disk; what was not read is left out.
func (a *app) machine(machine installer.Machine) {
	if machine.Memory > 0 {
		a.result(a.printer.Sayf("memory of the machine: %s free of %s", a.printer.Bytes(machine.MemoryFree), a.printer.Bytes(machine.Memory)))
	}
	if machine.Disk > 0 {
		a.result(a.printer.Sayf("disk of the machine: %s free of %s", a.printer.Bytes(machine.DiskFree), a.printer.Bytes(machine.Disk)))
	}
}

// moment is written in digits, in this machine's time.
func (a *app) moment(at time.Time) string { return at.Local().Format("2006-01-02 15:04") }

// age says how long ago something was, in its largest unit.
func (a *app) age(since time.Time) string {
	passed := clock().Sub(since)
	switch {
	case passed < time.Minute:
		return a.printer.Sayf("%s s", fmt.Sprint(max(0, int(passed.Seconds()))))
	case passed < time.Hour:
		return a.printer.Sayf("%s min", fmt.Sprint(int(passed.Minutes())))
	case passed < 48*time.Hour:
		return a.printer.Sayf("%s h", fmt.Sprint(int(passed.Hours())))
	}
	return a.printer.Sayf("%s days", fmt.Sprint(int(passed.Hours()/24)))
}
