package gateway

import (
	"context"
	"crypto/tls"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/crypto/acme"
	"golang.org/x/sync/errgroup"
)

// parallelAttempts bounds how many names are asked for at once: a name that
// hangs holds no other, and a large site stays under the CA's limits.
const parallelAttempts = 4

// hourlyFailures is one less than the failed validations that Let's Encrypt
// allows a name in an hour: the last one is for after the cause is fixed.
const hourlyFailures = 4

var (
	errUnknownName   = errors.New("no route carries this name")
	errNoCertificate = errors.New("no certificate for this name yet")
)

// keeper holds the certificates of all names that are wanted: it answers
// handshakes from memory and has certificates obtained apart.
type keeper struct {
	source source
	issuer string
	log    *slog.Logger
	wake   chan struct{}

	mu      sync.RWMutex
	efforts map[string]*effort
	stopped bool
}

// effort is what is done for one name and what came of it.
type effort struct {
	wanted, trying bool
	// failed counts failures in a row, failures holds the last hour's.
	failed   int
	failures []time.Time
	problem  string
	tried    time.Time
	// next is when the keeper acts, zero for never; closed is until when no
	// order may be sent; held is the CA's own date.
	next, closed, held time.Time
}

func newKeeper(issuer string, log *slog.Logger) *keeper {
	return &keeper{issuer: issuer, log: log, wake: make(chan struct{}, 1), efforts: map[string]*effort{}}
}

// GetCertificate answers a handshake at once, from memory.
func (k *keeper) GetCertificate(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
	name := hostOf(hello.ServerName)
	if !k.wants(name) {
		return nil, errUnknownName
	}
	// Only a CA that validates offers this protocol alone.
	if len(hello.SupportedProtos) == 1 && hello.SupportedProtos[0] == acme.ALPNProto {
		return k.source.Challenge(hello)
	}
	if certificate := k.source.Current(name); certificate != nil {
		return certificate, nil
	}
	return nil, errNoCertificate
}

// Want replaces the names that certificates are kept for. What lies on the
// disk is served at once, the rest is obtained by run. A name that waits after
// a failure is tried again soon: who changes routes has perhaps just repaired
// the cause.
func (k *keeper) Want(names []string) {
	now := time.Now()
	loaded := k.load(names, now)
	k.mu.Lock()
	for name, effort := range k.efforts {
		effort.wanted = slices.Contains(names, name)
	}
	for _, name := range names {
		effort, known := k.efforts[name]
		if !known {
			effort = loaded[name]
			k.efforts[name] = effort
		}
		effort.wanted = true
		effort.hurry(now)
	}
	k.mu.Unlock()
	k.rouse()
}

// load looks on the disk, outside the lock that handshakes take.
func (k *keeper) load(names []string, now time.Time) map[string]*effort {
	loaded := map[string]*effort{}
	for _, name := range names {
		if k.knows(name) {
			continue
		}
		again, found := k.source.Load(name)
		if !found {
			again = now
		}
		loaded[name] = &effort{next: again}
	}
	return loaded
}

// run obtains certificates until the context ends, and returns when the last
// attempt has.
func (k *keeper) run(ctx context.Context) {
	defer k.stop()
	var attempts errgroup.Group
	attempts.SetLimit(parallelAttempts)
	timer := time.NewTimer(time.Hour)
	defer timer.Stop()
	for ctx.Err() == nil {
		for _, name := range k.due(time.Now()) {
			attempts.Go(func() error { k.attempt(ctx, name); return nil })
		}
		timer.Reset(k.pause(time.Now()))
		select {
		case <-ctx.Done():
		case <-k.wake:
		case <-timer.C:
		}
	}
	_ = attempts.Wait()
}

// due takes the names whose time has come.
func (k *keeper) due(now time.Time) []string {
	k.mu.Lock()
	defer k.mu.Unlock()
	var names []string
	for name, effort := range k.efforts {
		if effort.wanted && !effort.trying && !effort.next.IsZero() && !effort.next.After(now) {
			effort.trying, effort.tried = true, now
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// pause is how long nothing is due.
func (k *keeper) pause(now time.Time) time.Duration {
	k.mu.RLock()
	defer k.mu.RUnlock()
	wait := time.Hour
	for _, effort := range k.efforts {
		if effort.wanted && !effort.trying && !effort.next.IsZero() {
			wait = min(wait, effort.next.Sub(now))
		}
	}
	return max(wait, 0)
}

func (k *keeper) attempt(ctx context.Context, name string) {
	again, err := k.source.Obtain(ctx, name)
	now := time.Now()
	k.mu.Lock()
	effort := k.efforts[name]
	effort.trying = false
	if err == nil {
		effort.succeed(again)
	} else {
		effort.fail(now, err)
	}
	next := effort.next
	k.mu.Unlock()
	k.rouse()
	switch {
	case err == nil:
		k.log.Info("Certificate ready", "name", name)
	case ctx.Err() == nil:
		k.log.Error("Certificate not obtained", "name", name, "error", err, "next", next)
	}
}

// mayOrder is the gate in front of the CA. It also stops the renewals that
// autocert starts by itself.
func (k *keeper) mayOrder(name string) bool {
	k.mu.RLock()
	defer k.mu.RUnlock()
	effort, known := k.efforts[name]
	if !known || !effort.wanted || k.stopped {
		return false
	}
	return effort.trying || !time.Now().Before(effort.closed)
}

// renewalFailed records a failure of a renewal that autocert started.
func (k *keeper) renewalFailed(name string, err error) {
	k.mu.Lock()
	effort, known := k.efforts[name]
	if !known || effort.trying {
		k.mu.Unlock()
		return
	}
	now, next := time.Now(), effort.next
	effort.fail(now, err)
	effort.tried, effort.next = now, next
	k.mu.Unlock()
	k.log.Error("Certificate not renewed", "name", name, "error", err)
}

// written says that a certificate of the name is on the disk.
func (k *keeper) written(name string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if effort, known := k.efforts[name]; known && !effort.trying {
		effort.succeed(effort.next)
	}
}

func (k *keeper) knows(name string) bool {
	k.mu.RLock()
	defer k.mu.RUnlock()
	_, known := k.efforts[name]
	return known
}

func (k *keeper) wants(name string) bool {
	k.mu.RLock()
	defer k.mu.RUnlock()
	effort, known := k.efforts[name]
	return known && effort.wanted
}

func (k *keeper) rouse() {
	select {
	case k.wake <- struct{}{}:
	default:
	}
}

func (k *keeper) stop() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.stopped = true
}

func (k *keeper) status() []Certificate {
	k.mu.RLock()
	defer k.mu.RUnlock()
	list := []Certificate{}
	for name, effort := range k.efforts {
		if effort.wanted {
			list = append(list, effort.status(name, k.issuer, k.source.Current(name)))
		}
	}
	slices.SortFunc(list, func(a, b Certificate) int { return strings.Compare(a.Name, b.Name) })
	return list
}
