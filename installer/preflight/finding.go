// Package preflight looks at the real machine and names what would fail, and
// the fix. It changes nothing and asks no third party.
package preflight

import "fmt"

// Finding is one thing that would fail, in English sentences that package
// locale translates: What and Fix are formats, with their arguments. One that
// does not block is a warning.
type Finding struct {
	Blocking   bool
	What       string
	WhatValues []any
	Fix        string
	FixValues  []any
}

// String is the finding in English, on one line.
func (f Finding) String() string {
	kind := "warning"
	if f.Blocking {
		kind = "refused"
	}
	return kind + ": " + sentence{f.What, f.WhatValues}.String() + " " + sentence{f.Fix, f.FixValues}.String()
}

// sentence is a format of package locale and its arguments.
type sentence struct {
	format string
	values []any
}

// say makes a sentence.
func say(format string, values ...any) sentence { return sentence{format: format, values: values} }

// String is the sentence in English.
func (s sentence) String() string { return fmt.Sprintf(s.format, s.values...) }

// refuse is a finding that would make a later step fail.
func refuse(what, fix sentence) Finding {
	found := warn(what, fix)
	found.Blocking = true
	return found
}

// warn is a finding that the operator should know of.
func warn(what, fix sentence) Finding {
	return Finding{What: what.format, WhatValues: what.values, Fix: fix.format, FixValues: fix.values}
}
