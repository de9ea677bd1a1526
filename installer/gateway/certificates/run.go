package certificates

import (
	"context"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"
)

const (
	// parallelAttempts bounds how many names are asked for at once: a name that
	// hangs holds no other, and a large site stays far below what CAs take in a
	// second.
	parallelAttempts = 16
	// lockPatience is how often a gateway looks whether it may take over.
	lockPatience = time.Second
)

// Run obtains certificates until the context ends, and returns when the last
// attempt has. While another gateway holds the folder it serves what that one
// obtains, and orders nothing.
func (k *Keeper) Run(ctx context.Context) {
	defer k.release()
	defer k.stop()
	var attempts errgroup.Group
	attempts.SetLimit(parallelAttempts)
	timer := time.NewTimer(time.Hour)
	defer timer.Stop()
	daily := newDaily(k.clock())
	for ctx.Err() == nil {
		held := k.take()
		for _, name := range k.due(k.clock(), held) {
			attempts.Go(func() error { k.attempt(ctx, name); return nil })
		}
		for _, name := range k.resting(k.clock(), held) {
			attempts.Go(func() error { k.reconsider(ctx, name); return nil })
		}
		if daily.due(k.clock()) {
			k.Check(ctx)
		}
		timer.Reset(k.pause(k.clock(), held))
		select {
		case <-ctx.Done():
		case <-k.wake:
		case <-timer.C:
		}
	}
	_ = attempts.Wait()
}

// due takes the names whose time has come.
func (k *Keeper) due(now time.Time, held bool) []string {
	k.mu.Lock()
	defer k.mu.Unlock()
	var names []string
	for name, effort := range k.efforts {
		if !held || !effort.waits() || effort.next.After(now) {
			continue
		}
		// autocert renews at this moment.
		if under := effort.Tried.Add(renewalPatience); effort.Open && now.Before(under) {
			effort.next = under
			continue
		}
		effort.trying = true
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// pause is how long nothing is due.
func (k *Keeper) pause(now time.Time, held bool) time.Duration {
	if !held {
		return lockPatience
	}
	k.mu.RLock()
	defer k.mu.RUnlock()
	wait := time.Hour
	for _, effort := range k.efforts {
		if effort.waits() {
			wait = min(wait, effort.next.Sub(now))
		}
		if k.options.Preflight != nil && effort.rests(now) {
			wait = min(wait, effort.looked.Add(watchInterval).Sub(now))
		}
	}
	return max(wait, 0)
}

// attempt makes one try for a name and records what came of it.
func (k *Keeper) attempt(ctx context.Context, name string) {
	started := k.clock()
	again, err := k.obtain(ctx, name)
	now := k.clock()
	k.mu.Lock()
	effort := k.efforts[name]
	effort.trying, effort.Tried = false, started
	switch {
	case err == nil:
		effort.succeed(again)
	case ctx.Err() != nil:
		effort.interrupt(now)
	default:
		effort.fail(now, err, k.leafLeft(name, now))
	}
	next := effort.next
	k.mu.Unlock()
	if saving := k.save(); saving != nil && err == nil {
		err = saving
	}
	k.rouse()
	switch {
	case err == nil:
		k.log.Info("Certificate ready", "name", name)
	case ctx.Err() == nil:
		k.log.Error("Certificate not obtained", "name", name, "error", err, "next", next)
	}
}

// obtain asks the gate before anything is sent.
func (k *Keeper) obtain(ctx context.Context, name string) (time.Time, error) {
	k.mu.Lock()
	replace := k.efforts[name].replace
	k.efforts[name].replace = false
	k.mu.Unlock()
	if err := k.gate(ctx, name); err != nil {
		return time.Time{}, err
	}
	return k.source.Obtain(ctx, name, replace)
}

// leafLeft is how long the present certificate lasts; 0 without one. It is
// called with the lock held, so it asks nobody but memory.
func (k *Keeper) leafLeft(name string, now time.Time) time.Duration {
	current := k.source.Current(name)
	if !usable(current, now) {
		return 0
	}
	return current.Leaf.NotAfter.Sub(now)
}

func (k *Keeper) stop() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.stopped = true
}
