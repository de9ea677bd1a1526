package certificates

import (
	"crypto/tls"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"time"
)

var (
	errUnknownName   = errors.New("no route carries this name")
	errNoCertificate = errors.New("no certificate for this name yet")
)

// Keeper holds the certificates of all names that are wanted: it answers
// handshakes from memory and has certificates obtained apart.
type Keeper struct {
	options Options
	source  source
	issuer  string
	log     *slog.Logger
	clock   func() time.Time
	wake    chan struct{}
	limits  limits
	// ledger and lock are those of a CA; nil for an issuer that counts nothing.
	ledger *ledger
	lock   *lock

	mu      sync.RWMutex
	efforts map[string]*effort
	stopped bool
	holding bool
	// unheld says why this gateway may not order.
	unheld  error
	notices []string
}

func newKeeper(issuer string, log *slog.Logger) *Keeper {
	return &Keeper{
		issuer: issuer, log: log, clock: time.Now, wake: make(chan struct{}, 1),
		limits: limitsOf(Issuer{}), efforts: map[string]*effort{},
	}
}

// GetCertificate answers a handshake at once, from memory.
func (k *Keeper) GetCertificate(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
	name := strings.ToLower(hello.ServerName)
	if !k.wants(name) {
		return nil, errUnknownName
	}
	// Only a CA that validates offers this protocol alone.
	if len(hello.SupportedProtos) == 1 && hello.SupportedProtos[0] == ChallengeProtocol {
		return k.source.Challenge(hello)
	}
	if certificate := k.source.Current(name); certificate != nil {
		return certificate, nil
	}
	return nil, errNoCertificate
}

// Want replaces the names that certificates are kept for. What lies on the
// disk is served at once, the rest is obtained by Run. A name that waits after
// a first failure is tried again soon: who changes routes has perhaps just
// repaired the cause.
func (k *Keeper) Want(names []string) {
	now := k.clock()
	loaded := k.load(names)
	k.mu.Lock()
	for name, effort := range k.efforts {
		effort.wanted = slices.Contains(names, name)
	}
	for _, name := range names {
		if _, fresh := loaded[name]; !fresh {
			k.effort(name).hurry(now, k.limits)
		}
		k.effort(name).wanted = true
	}
	k.settle(loaded, now)
	k.mu.Unlock()
	k.rouse()
}

// settle says when to act for names that were just looked at on the disk. It
// is called with the lock held.
func (k *Keeper) settle(loaded map[string]found, now time.Time) {
	for name, found := range loaded {
		effort := k.effort(name)
		effort.loaded, effort.next = true, found.after(now, &effort.record)
	}
}

// found is what lies on the disk for a name, and when to look at it again.
type found struct {
	again time.Time
	valid bool
}

// after is when to act: a name without a certificate at once, and none before
// the ledger allows it.
func (f found) after(now time.Time, known *record) time.Time {
	switch {
	case !f.valid:
		return latest(now, known.Closed)
	case f.again.IsZero():
		return f.again
	}
	return latest(f.again, known.Closed)
}

// load looks on the disk, outside the lock that handshakes take.
func (k *Keeper) load(names []string) map[string]found {
	loaded := map[string]found{}
	for _, name := range names {
		if k.knows(name) {
			continue
		}
		again, valid := k.source.Load(name)
		loaded[name] = found{again: again, valid: valid}
	}
	return loaded
}

// effort is called with the lock held.
func (k *Keeper) effort(name string) *effort {
	known, found := k.efforts[name]
	if !found {
		known = &effort{}
		k.efforts[name] = known
	}
	return known
}

func (k *Keeper) knows(name string) bool {
	k.mu.RLock()
	defer k.mu.RUnlock()
	effort, known := k.efforts[name]
	return known && effort.loaded
}

func (k *Keeper) wants(name string) bool {
	k.mu.RLock()
	defer k.mu.RUnlock()
	effort, known := k.efforts[name]
	return known && effort.wanted
}

func (k *Keeper) rouse() {
	select {
	case k.wake <- struct{}{}:
	default:
	}
}

// now is the keeper's clock.
func (k *Keeper) now() time.Time { return k.clock() }

// Notices are events that somebody should read, such as a damaged file that
// was set aside.
func (k *Keeper) Notices() []string {
	k.mu.RLock()
	defer k.mu.RUnlock()
	return slices.Clone(k.notices)
}

// Status has one entry for each wanted name, sorted.
func (k *Keeper) Status() []Certificate {
	now := k.clock()
	k.mu.RLock()
	defer k.mu.RUnlock()
	list := []Certificate{}
	for name, effort := range k.efforts {
		if effort.wanted {
			list = append(list, k.describe(name, effort, now))
		}
	}
	slices.SortFunc(list, func(a, b Certificate) int { return strings.Compare(a.Name, b.Name) })
	return list
}
