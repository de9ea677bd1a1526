package certificates

import (
	"errors"
	"maps"
	"slices"
	"time"
)

// refreshing is a source whose folder another gateway may write to.
type refreshing interface{ refresh() }

// holds says whether this gateway may order and renew.
func (k *Keeper) holds() bool {
	k.mu.RLock()
	defer k.mu.RUnlock()
	return k.ledger == nil || k.holding && !k.stopped
}

// take makes this gateway the one that orders, once no other is. Until then it
// takes up what that one obtains.
func (k *Keeper) take() bool {
	if k.holds() {
		return true
	}
	err := k.lock.take(k.clock())
	k.source.(refreshing).refresh()
	if err == nil {
		err = k.takeOver()
	}
	k.mu.Lock()
	changed := err != nil && (k.unheld == nil || k.unheld.Error() != err.Error())
	k.unheld = err
	k.mu.Unlock()
	if changed {
		k.log.Warn("No certificate is ordered here", "reason", err)
	}
	return err == nil
}

// takeOver begins with what the disk says: the former gateway may have spent
// and obtained since this one started.
func (k *Keeper) takeOver() error {
	now := k.clock()
	records, notices, err := k.ledger.read(now)
	if err != nil {
		k.lock.release()
		return err
	}
	k.mu.Lock()
	k.holding = true
	k.notices = append(k.notices, notices...)
	for name, read := range records {
		k.effort(name).adopt(read, now)
	}
	var names []string
	for name, effort := range k.efforts {
		effort.loaded = false
		if effort.wanted {
			names = append(names, name)
		}
	}
	k.mu.Unlock()
	loaded := k.load(names)
	k.mu.Lock()
	k.settle(loaded, now)
	k.mu.Unlock()
	k.log.Info("Certificates are kept by this gateway")
	return nil
}

// release lets the next gateway take over.
func (k *Keeper) release() {
	if k.lock == nil {
		return
	}
	k.lock.release()
	k.mu.Lock()
	defer k.mu.Unlock()
	k.holding = false
}

// save returns once what was spent is on the disk.
func (k *Keeper) save() error {
	if k.ledger == nil {
		return nil
	}
	k.mu.RLock()
	holding := k.holding
	k.mu.RUnlock()
	if !holding {
		return errors.New("another gateway keeps the budget")
	}
	return k.ledger.save(k.records)
}

func (k *Keeper) records() map[string]record {
	now := k.clock()
	k.mu.Lock()
	defer k.mu.Unlock()
	records := map[string]record{}
	for _, name := range slices.Sorted(maps.Keys(k.efforts)) {
		effort := k.efforts[name]
		effort.trim(now)
		if effort.wanted || effort.spends(now) {
			records[name] = effort.record
		}
	}
	return records
}

// spends says that a CA still remembers a name that nobody wants.
func (r *record) spends(now time.Time) bool {
	return len(r.Failures)+len(r.Issued)+len(r.Orders) > 0 || r.Closed.After(now.Add(-week))
}
