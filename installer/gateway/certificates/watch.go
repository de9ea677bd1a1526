package certificates

import (
	"context"
	"slices"
	"time"
)

// watchInterval is how often a name that rests after a failure is looked at:
// who repairs a zone should not wait for a day.
const watchInterval = 10 * time.Minute

// resting takes the names that wait for long and may have been repaired.
func (k *Keeper) resting(now time.Time, held bool) []string {
	if k.options.Preflight == nil || !held {
		return nil
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	var names []string
	for name, effort := range k.efforts {
		if effort.rests(now) && now.Sub(effort.looked) >= watchInterval {
			effort.looked = now
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

func (e *effort) rests(now time.Time) bool { return e.waits() && e.Failed > 0 && e.next.After(now) }

// reconsider ends the rest of a name for which something else is seen now than
// at its last failure. The CA's date and the last of the budget stay.
func (k *Keeper) reconsider(ctx context.Context, name string) {
	findings := k.options.Preflight(ctx, name)
	k.note(name, func(effort *effort, now time.Time) {
		changed := told(findings) != told(effort.findings)
		effort.findings = findings
		if !changed || blocking(findings) != nil || !effort.rests(now) || now.Before(effort.Held) || k.limits.spent(&effort.record, now, 0) != nil {
			return
		}
		effort.next, effort.Closed = now, now
	})
	k.rouse()
}

func told(findings []Finding) string {
	text := ""
	for _, finding := range findings {
		text += finding.String() + "\n"
	}
	return text
}
