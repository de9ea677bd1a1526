package certificates

import (
	"context"
	"crypto/x509"
	"fmt"
	"math/rand/v2"
	"time"
)

// storing is a source with one file a name.
type storing interface {
	Stored(name string) (*x509.Certificate, error)
}

// daily is a date in each day, at random so that gateways part.
type daily struct{ next time.Time }

func newDaily(now time.Time) *daily { return &daily{next: now.Add(rand.N(24 * time.Hour))} }

// due says that the date has come, and draws the next day's.
func (d *daily) due(now time.Time) bool {
	if now.Before(d.next) {
		return false
	}
	d.next = d.next.Truncate(24 * time.Hour).Add(24*time.Hour + rand.N(24*time.Hour))
	return true
}

// Check compares, for each name, the file, the certificate that visitors get
// and the date: autocert serves an expired one without a word, and no CA warns
// any more. Run does it once a day; what it finds is in the status and in the
// log.
func (k *Keeper) Check(ctx context.Context) {
	for _, certificate := range k.Status() {
		if certificate.NotAfter.IsZero() {
			continue
		}
		fault := k.compare(ctx, certificate.Name)
		k.note(certificate.Name, func(effort *effort, _ time.Time) { effort.fault = fault })
		if fault == "" {
			fault = ending(certificate.NotBefore, certificate.NotAfter, k.clock())
		}
		if fault != "" {
			k.log.Error("Certificate alarm", "name", certificate.Name, "alarm", fault)
		}
	}
}

// compare says where the file, memory and the visitors' port differ.
func (k *Keeper) compare(ctx context.Context, name string) string {
	current := k.source.Current(name)
	if current == nil {
		return ""
	}
	if source, filed := k.source.(storing); filed {
		stored, err := source.Stored(name)
		switch {
		case err != nil:
			return fmt.Sprintf("the certificate is served from memory only, and a restart loses it: %v", err)
		case !stored.Equal(current.Leaf):
			return "the certificate on the disk is another than the one that is served"
		}
	}
	if k.options.Served == nil {
		return ""
	}
	served, err := k.options.Served(ctx, name)
	switch {
	case err != nil:
		return fmt.Sprintf("visitors get no certificate: %v", err)
	case !served.Equal(current.Leaf):
		return "visitors get another certificate than the one that is kept here"
	}
	return ""
}
