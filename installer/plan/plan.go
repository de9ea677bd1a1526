package plan

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"framagit.org/chatiere/chatiere/installer/site"
)

// Plan is a graph of operations, listed so that each stands after those it
// waits for.
type Plan struct {
	Operations []Operation
	// Problems stop everything: nothing of a plan with a problem is performed.
	Problems []Problem
	// Notes are what a person should know and no operation changes. They are no
	// part of the text and of the identity.
	Notes []Sentence

	kept     []Object // existing and wanted, for Diff
	services []string // in the site's order, for Diff
}

// Problem is a reason why the plan cannot be performed, and what to do.
type Problem struct {
	What Sentence // "a container named … exists and was not made by chatiere"
	Hint Sentence
	// Where is the line of a file that people wrote, "chaton.hcl:12"; "" when
	// none is at fault.
	Where string
}

// Sentence is an English format and its values, kept apart so that package
// locale can say it in the operator's language.
type Sentence struct {
	Format string
	Values []any
}

// Say makes a sentence.
func Say(format string, values ...any) Sentence { return Sentence{Format: format, Values: values} }

// String is the sentence in English.
func (s Sentence) String() string { return fmt.Sprintf(s.Format, s.Values...) }

// Empty says that there is nothing to do.
func (p Plan) Empty() bool { return len(p.Operations) == 0 }

// Destroys says that data would be lost.
func (p Plan) Destroys() bool {
	for _, operation := range p.Operations {
		if operation.Destroys {
			return true
		}
	}
	return false
}

// String is one stable English line an operation, compared in tests and hashed
// by ID. People read the same in their language, through cmd/chatiere.
func (p Plan) String() string {
	var text strings.Builder
	for _, operation := range p.Operations {
		text.WriteString(operation.String())
		text.WriteByte('\n')
	}
	for _, problem := range p.Problems {
		fmt.Fprintf(&text, "! %s\n", problem.What)
	}
	return text.String()
}

// ID identifies the plan: `apply --plan ID` and a confirmation hold for it
// only. It covers the text, what each new container is meant to be, with
// secrets by name, so that it is the same before and after they are made up,
// and where routes lead.
func (p Plan) ID() string {
	sum := sha256.New()
	sum.Write([]byte(p.String()))
	for _, operation := range p.Operations {
		switch {
		case operation.Kind == ContainerCreate, operation.Kind == JobRun:
			fmt.Fprintf(sum, "%s %s\n", operation.Target, operation.Container.Intent)
		case operation.Kind == RoutesSwitch && operation.Service != nil:
			fmt.Fprintf(sum, "%s %s\n", operation.Target, entrances(operation.Service))
		case operation.Kind == RoutesAdd:
			fmt.Fprintf(sum, "%s relay %s\n", operation.Target, operation.Service.Relay)
		}
	}
	return hex.EncodeToString(sum.Sum(nil))[:12]
}

// entrances is what the gateway is told of a service, containers by name: the
// text of Want.Routes has fingerprints, which follow secrets not kept yet.
func entrances(service *site.Service) string {
	text := fmt.Sprintf("%q %t", service.Aliases, service.OnTrial())
	if service.Closing != nil {
		text += fmt.Sprintf(" closing %+v", *service.Closing)
	}
	for _, route := range service.Routes {
		text += fmt.Sprintf(" %+v", *route)
	}
	return text
}

// String is the operation's line of Plan.String.
func (o Operation) String() string {
	line := o.ID() + ": " + o.Cause
	for _, change := range o.Changes {
		line += fmt.Sprintf("; %s %s -> %s", change.Field, orNone(change.Old), orNone(change.New))
	}
	if o.Destroys {
		line += " [destroys data]"
	}
	return line
}

func orNone(value string) string {
	if value == "" {
		return "none"
	}
	return value
}

// builder collects operations and refuses one ID twice.
type builder struct {
	plan Plan
	ids  map[string]bool
}

// add appends an operation once and returns its ID, for After.
func (b *builder) add(operation Operation) string {
	id := operation.ID()
	if b.ids == nil {
		b.ids = map[string]bool{}
	}
	if !b.ids[id] {
		b.ids[id] = true
		b.plan.Operations = append(b.plan.Operations, operation)
	}
	return id
}

func (b *builder) problem(what, hint Sentence) {
	b.plan.Problems = append(b.plan.Problems, Problem{What: what, Hint: hint})
}
