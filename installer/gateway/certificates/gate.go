package certificates

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
)

const (
	// clockTolerance is a quarter of the hour by which CAs date a certificate
	// back: with a clock further behind, each new one would not be valid yet.
	clockTolerance = 15 * time.Minute
	// findingsLife spares a rehearsal and its order a second look.
	findingsLife = time.Minute
)

// errUnheld holds until Run has the folder's lock.
var errUnheld = errors.New("the certificates are not kept by this gateway yet")

// Finding is one thing that would fail, in English formats with their
// arguments, which package locale translates.
type Finding struct {
	Blocking   bool   `json:"blocking"`
	What       string `json:"what"`
	WhatValues []any  `json:"what_values,omitempty"`
	Fix        string `json:"fix"`
	FixValues  []any  `json:"fix_values,omitempty"`
}

// String is the finding in English.
func (f Finding) String() string {
	return fmt.Sprintf(f.What, f.WhatValues...) + " " + fmt.Sprintf(f.Fix, f.FixValues...)
}

// gate says why no order may be sent for a name now. What can be known from
// here is looked at before the CA is.
func (k *Keeper) gate(ctx context.Context, name string) error {
	if k.ledger == nil {
		return nil
	}
	if err := k.affordable(name); err != nil {
		return err
	}
	return k.inspect(ctx, name)
}

// affordable looks at what was spent.
func (k *Keeper) affordable(name string) error {
	now := k.clock()
	k.mu.RLock()
	defer k.mu.RUnlock()
	effort, known := k.efforts[name]
	if !known || !effort.wanted || k.stopped {
		return errUnknownName
	}
	if k.ledger != nil && !k.holding {
		return cmp.Or(k.unheld, errUnheld)
	}
	current := k.source.Current(name)
	life := time.Duration(0)
	if current != nil {
		life = current.Leaf.NotAfter.Sub(current.Leaf.NotBefore)
	}
	if err := k.limits.spent(&effort.record, now, life); err != nil {
		return err
	}
	return k.limits.spentTogether(k.efforts, name, current != nil, now)
}

// inspect asks the preflight, whose answer holds for the whole attempt.
func (k *Keeper) inspect(ctx context.Context, name string) error {
	if k.options.Preflight == nil {
		return nil
	}
	k.mu.RLock()
	effort := k.efforts[name]
	findings, fresh := effort.findings, k.clock().Sub(effort.looked) < findingsLife
	k.mu.RUnlock()
	if !fresh || blocking(findings) != nil {
		findings = k.options.Preflight(ctx, name)
		k.mu.Lock()
		effort.findings, effort.looked = findings, k.clock()
		k.mu.Unlock()
	}
	return blocking(findings)
}

func blocking(findings []Finding) error {
	var said []string
	for _, finding := range findings {
		if finding.Blocking {
			said = append(said, finding.String())
		}
	}
	if len(said) == 0 {
		return nil
	}
	return &blocked{text: strings.Join(said, " "), findings: findings}
}

// mayOrder is the gate in front of the CA. It also stops the renewals that
// autocert starts by itself. What is about to be spent is on the disk first.
func (k *Keeper) mayOrder(ctx context.Context, name string) error {
	if err := k.affordable(name); err != nil {
		return err
	}
	k.mu.RLock()
	effort := k.efforts[name]
	early := !effort.trying && k.clock().Before(effort.Closed)
	k.mu.RUnlock()
	if early {
		return errors.New("the name rests after a failure")
	}
	if err := k.inspect(ctx, name); err != nil {
		return err
	}
	k.mu.Lock()
	effort.Open, effort.Tried = true, k.clock()
	k.mu.Unlock()
	return k.save()
}

// ordered counts an order that the CA took.
func (k *Keeper) ordered(name string) {
	k.note(name, func(effort *effort, now time.Time) { effort.Orders = append(effort.Orders, now) })
}

// issued counts a certificate, whether it can be kept or not.
func (k *Keeper) issued(name string) {
	former := k.source.Current(name)
	k.note(name, func(effort *effort, now time.Time) {
		effort.Issued = append(effort.Issued, now)
		if former == nil {
			effort.New = append(effort.New, now)
		}
	})
}

// written says that a certificate of the name is on the disk.
func (k *Keeper) written(name string) {
	var again time.Time
	if current := k.source.Current(name); current != nil {
		again = supervision(current.Leaf)
	}
	renewed := false
	k.note(name, func(effort *effort, _ time.Time) {
		if renewed = !effort.trying; renewed {
			effort.succeed(again)
		}
	})
	if !renewed {
		return
	}
	if err := k.save(); err != nil {
		k.log.Error("Budget not kept", "error", err)
	}
	k.rouse()
}

// note changes what is known of a name; the next save writes it.
func (k *Keeper) note(name string, change func(*effort, time.Time)) {
	now := k.clock()
	k.mu.Lock()
	defer k.mu.Unlock()
	if effort, known := k.efforts[name]; known {
		change(effort, now)
	}
}

// renewalFailed records a failure of a renewal that autocert started. From now
// on the keeper decides when the next one is.
func (k *Keeper) renewalFailed(name string, err error) {
	failed := false
	k.note(name, func(effort *effort, now time.Time) {
		if failed = !effort.trying; failed {
			effort.fail(now, err, k.leafLeft(name, now))
			effort.Tried = now
		}
	})
	if !failed {
		return
	}
	saving := k.save()
	k.log.Error("Certificate not renewed", "name", name, "error", errors.Join(err, saving))
	k.rouse()
}

// checkClock refuses to order with a clock that the CA does not share: files
// that are good would look out of date, and each new one not valid yet.
func checkClock(apart time.Duration, directory string) error {
	if apart.Abs() <= clockTolerance {
		return nil
	}
	direction := "ahead of"
	if apart < 0 {
		direction = "behind"
	}
	return &blocked{text: fmt.Sprintf("the clock of this machine is %s %s that of %s: set it right (timedatectl set-ntp true)",
		apart.Abs().Round(time.Minute), direction, directory)}
}
