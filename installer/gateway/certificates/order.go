package certificates

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/crypto/acme/autocert"
)

// renewalPatience is longer than autocert's own for one renewal.
const renewalPatience = 11 * time.Minute

// Obtain orders a certificate where there is none, renews one whose time has
// come, and replaces a good one with its key on demand. It says when to look
// whether autocert has renewed.
func (c *acmeCA) Obtain(ctx context.Context, name string, replace bool) (time.Time, error) {
	if err := c.ready(name); err != nil {
		return time.Time{}, err
	}
	pair := c.store.pair(name)
	good := usable(pair, c.guard.now())
	var err error
	switch {
	case !good:
		err = c.first(ctx, name)
	case replace:
		err = c.again(ctx, name, fresh{c.store, name})
	case c.guard.now().Before(due(pair.Leaf)):
		c.keep(name)
	default:
		err = c.renew(ctx, name)
	}
	if err != nil {
		return time.Time{}, err
	}
	if err := c.store.Failure(name); err != nil {
		return time.Time{}, fmt.Errorf("the certificate is served from memory and would be lost at a restart: %w", err)
	}
	return supervision(c.store.pair(name).Leaf), nil
}

// keep has a certificate renewed that was obtained since, by whomever.
func (c *acmeCA) keep(name string) {
	if current := c.keeping(name).current.Load(); current == nil || current.witness.isRetired() {
		c.begin(name).start(name)
	}
}

// ready says whether what is ordered could be kept.
func (c *acmeCA) ready(name string) error {
	if err := c.store.Probe(); err != nil {
		return err
	}
	for _, key := range []string{name, accountEntry} {
		if failure, unread := c.store.unread.Load(key); unread {
			return &blocked{text: fmt.Sprintf("the file %s cannot be read, and may be good: %v", filepath.Join(c.store.folder, key), failure)}
		}
	}
	return c.openAccount()
}

// first gets a certificate for a name that has none. The CA's staging
// directory, which counts nothing, is asked before.
func (c *acmeCA) first(ctx context.Context, name string) error {
	if c.rehearsal != nil {
		if err := c.rehearsal.rehearse(ctx, name); err != nil {
			return err
		}
	}
	return c.again(ctx, name, c.store)
}

// again makes autocert order with this cache, and then starts it over with
// the store: one that hides the present certificate would hide what another
// gateway renews.
func (c *acmeCA) again(ctx context.Context, name string, cache autocert.Cache) error {
	attempt := c.begin(name)
	attempt.Cache = cache
	defer attempt.witness.begin(ctx)()
	if err := c.register(ctx, attempt); err != nil {
		return attempt.witness.explain(err)
	}
	if _, err := attempt.GetCertificate(ecdsaHello(name)); err != nil {
		return attempt.witness.explain(err)
	}
	if cache != autocert.Cache(c.store) && c.store.Failure(name) == nil {
		c.begin(name).start(name)
	}
	return nil
}

// renew makes autocert renew now, with the key that the name has: a manager
// that finds a certificate whose time has come does so at once.
func (c *acmeCA) renew(ctx context.Context, name string) error {
	attempt := c.begin(name)
	defer attempt.witness.begin(ctx)()
	if err := c.register(ctx, attempt); err != nil {
		return attempt.witness.explain(err)
	}
	attempt.start(name)
	patience, cancel := context.WithTimeout(ctx, renewalPatience)
	defer cancel()
	select {
	case <-attempt.landed:
		return nil
	case <-attempt.witness.ended():
	case <-patience.Done():
	}
	attempt.witness.retire()
	return attempt.witness.explain(errors.New("the renewal did not end"))
}

// ended is closed once the attempt has failed.
func (w *witness) ended() <-chan struct{} {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.over
}

// fresh hides a name's certificate, so that autocert makes a new key.
type fresh struct {
	*store
	name string
}

// Get finds everything but the certificate.
func (f fresh) Get(ctx context.Context, key string) ([]byte, error) {
	if key == f.name {
		return nil, autocert.ErrCacheMiss
	}
	return f.store.Get(ctx, key)
}

// due is when autocert renews at the earliest: with a third of the life left,
// or thirty days.
func due(leaf *x509.Certificate) time.Time { return leaf.NotAfter.Add(-threshold(leaf)) }

func threshold(leaf *x509.Certificate) time.Duration {
	return min(leaf.NotAfter.Sub(leaf.NotBefore)/3, 30*24*time.Hour)
}

// supervision is when autocert must have renewed: it adds up to an hour at
// random, and an attempt takes a while.
func supervision(leaf *x509.Certificate) time.Time {
	allowed := min(threshold(leaf)/10, time.Hour) + min(threshold(leaf)/10, renewalPatience)
	return due(leaf).Add(allowed)
}

// stored reads a certificate from the disk again.
func (s *store) stored(name string) (*x509.Certificate, error) {
	data, err := os.ReadFile(filepath.Join(s.folder, name))
	if err != nil {
		return nil, err
	}
	made, err := newEntry(name, data)
	if err != nil {
		return nil, err
	}
	if made.pair == nil {
		return nil, errors.New("the file holds a certificate of another name")
	}
	return made.pair.Leaf, nil
}
