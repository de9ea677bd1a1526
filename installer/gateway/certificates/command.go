package certificates

import (
	"fmt"
	"time"
)

// Retry brings the next attempt for a name forward, for an operator who has
// repaired the cause. It neither spends the last of the CA's budget nor goes
// before a date that the CA gave.
func (k *Keeper) Retry(name string) error {
	return k.demand(name, func(effort *effort, now time.Time) { effort.next, effort.Closed = now, now })
}

// Replace orders a new certificate with a new key for a name, and counts like
// any other order. The present one is served until then.
func (k *Keeper) Replace(name string) error {
	if _, others := k.source.(*copies); others {
		return fmt.Errorf("the certificate of %s comes from a file: replace it where it comes from", name)
	}
	return k.demand(name, func(effort *effort, now time.Time) {
		effort.next, effort.Closed, effort.replace = now, now, true
	})
}

func (k *Keeper) demand(name string, change func(*effort, time.Time)) error {
	if err := k.demandable(name); err != nil {
		return err
	}
	k.note(name, change)
	k.rouse()
	return nil
}

func (k *Keeper) demandable(name string) error {
	if !k.wants(name) {
		return fmt.Errorf("no route of the gateway carries the name %s", name)
	}
	if k.ledger != nil {
		if err := k.affordable(name); err != nil {
			return err
		}
	}
	now := k.clock()
	k.mu.RLock()
	defer k.mu.RUnlock()
	effort := k.efforts[name]
	switch {
	case effort.trying:
		return fmt.Errorf("an attempt for %s runs already", name)
	case now.Before(effort.Held):
		return fmt.Errorf("the CA wants no order for %s before %s: %s", name, effort.Held.UTC().Format(dateLayout), effort.Problem)
	}
	return nil
}
