package installer

import (
	"context"
	"errors"
	"slices"
	"sync"

	"framagit.org/chatiere/chatiere/installer/engine"
	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/preflight"
)

// Diagnosis is what would keep a chaton from being put in place or from being
// reached, found before anything is made.
type Diagnosis struct {
	Checks  []Check
	Records []preflight.Record // to create in the zones of the chaton's names
	// Suggested is one more record, which nothing needs: it keeps other
	// authorities from signing for the chaton's names. Nil for none.
	Suggested *preflight.Record
}

// Check is one thing that was looked at. ID is stable English for programs:
// "ports", "name wiki.petitchaton.example"; several findings of one kind bear
// the same.
type Check struct {
	ID    string
	State CheckState
	What  plan.Sentence
	Fix   plan.Sentence // nothing when the state is CheckFine
}

// CheckState is what a check showed. Its text is part of the interface.
type CheckState string

// The states of a check.
const (
	CheckFine     CheckState = "ok"
	CheckWarning  CheckState = "warning"
	CheckBlocking CheckState = "blocking"
)

// Blocks says that something would fail later.
func (d Diagnosis) Blocks() bool {
	return slices.ContainsFunc(d.Checks, func(check Check) bool { return check.State == CheckBlocking })
}

// Diagnose looks at engine, ports, names, clock, disk, memory, firewall and
// address pool, before the chaton is in place or after. It changes nothing but
// for throw-away containers, one a network of a chaton that runs. An engine
// that cannot be worked with is returned as an *engine.UnreachableError too,
// beside the diagnosis, which has it and everything else.
func Diagnose(ctx context.Context, request Request) (Diagnosis, error) {
	p, err := open(ctx, request)
	var unreachable *engine.UnreachableError
	if err != nil && !errors.As(err, &unreachable) {
		return Diagnosis{}, err
	}
	if unreachable == nil {
		defer p.Close()
		if err := p.observe(ctx); err != nil {
			return Diagnosis{}, err
		}
	}
	d := &diagnosing{Prepared: p, unreachable: unreachable}
	if err := d.look(ctx); err != nil {
		return Diagnosis{}, err
	}
	if unreachable != nil {
		return d.Diagnosis, unreachable
	}
	return d.Diagnosis, nil
}

// observe finds the chaton's objects, and stops where the state folder is not
// theirs.
func (p *Prepared) observe(ctx context.Context) error {
	have, err := p.engine.Observe(ctx, p.Site.Slug, nil)
	if err != nil {
		return err
	}
	p.Have = have
	return errors.Join(checkOwner(p.Site.Slug, have), p.request.State.checkVault(p.Site.Slug, have))
}

// diagnosing is one diagnosis under way. What the steps share is read before
// they start.
type diagnosing struct {
	*Prepared
	Diagnosis
	unreachable *engine.UnreachableError // nil: an engine answers
	facts       engine.Facts
	neighbours  engine.Neighbours
	addresses   preflight.Addresses
	pool        string
	overlap     *PoolError // nil: the pool is free
}

// look runs the steps at the same time, and keeps what they say in order.
func (d *diagnosing) look(ctx context.Context) error {
	if err := d.read(ctx); err != nil {
		return err
	}
	steps := []func(context.Context) []Check{
		d.lookAtEngine, d.lookAtPorts, d.lookAtNames, d.lookAtClock, d.lookAtDisk, d.lookAtMemory,
		d.lookAtFirewall, d.lookAtPool, d.lookAtFront, d.lookFromInside,
	}
	said := make([][]Check, len(steps))
	var looking sync.WaitGroup
	for i, step := range steps {
		looking.Go(func() { said[i] = step(ctx) })
	}
	looking.Wait()
	d.Checks = once(slices.Concat(said...))
	return ctx.Err()
}

func (d *diagnosing) read(ctx context.Context) error {
	var err error
	if d.addresses, err = d.publicAddresses(); err != nil {
		return err
	}
	if d.unreachable == nil {
		if d.facts, err = d.engine.Info(ctx); err != nil {
			return err
		}
		if d.neighbours, err = d.engine.Neighbours(ctx); err != nil {
			return err
		}
	}
	return d.readPool()
}

// judged turns findings into checks, and none into one that is fine.
func judged(id string, findings []preflight.Finding, fine plan.Sentence) []Check {
	if len(findings) == 0 {
		return []Check{{ID: id, State: CheckFine, What: fine}}
	}
	var checks []Check
	for _, finding := range findings {
		state := CheckWarning
		if finding.Blocking {
			state = CheckBlocking
		}
		checks = append(checks, Check{
			ID: id, State: state,
			What: plan.Say(finding.What, finding.WhatValues...), Fix: plan.Say(finding.Fix, finding.FixValues...),
		})
	}
	return checks
}

// unseen is a check that could not be made.
func unseen(id string, err error) []Check {
	return []Check{{
		ID: id, State: CheckWarning,
		What: plan.Say("This could not be looked at: %s.", err.Error()),
		Fix:  plan.Say("Mend that cause, then run chatiere doctor again."),
	}}
}

// once leaves out a check that says the same as one before: twenty names with
// one silent resolver have one fault.
func once(checks []Check) []Check {
	seen := map[string]bool{}
	return slices.DeleteFunc(checks, func(check Check) bool {
		said := check.What.String()
		defer func() { seen[said] = true }()
		return seen[said]
	})
}
