package certificates

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// openRehearsal opens a CA's staging directory, with an account and a folder
// of its own. What it signs is not kept.
func openRehearsal(folder string, issuer Issuer, guard guard) (*acmeCA, []string, error) {
	staging := Issuer{Kind: ACME, Directory: issuer.staging(), Roots: issuer.Roots, TermsAccepted: issuer.TermsAccepted,
		Accepted: issuer.Accepted, AcceptedBy: issuer.AcceptedBy}
	opened, notices, err := openACME(folder, staging, rehearsalGuard{guard})
	if err != nil {
		return nil, nil, err
	}
	opened.store.scratch = true
	return opened, notices, nil
}

// rehearse gets a certificate that nobody trusts: who gets that one gets the
// real one, and what fails costs nothing of the CA's budget.
func (c *acmeCA) rehearse(ctx context.Context, name string) error {
	err := c.store.Probe()
	if err == nil {
		err = c.openAccount()
	}
	if err == nil {
		c.store.entries.Delete(name)
		err = c.again(ctx, name, c.store)
	}
	if found, known := c.holders.Load(name); known {
		// autocert must not renew what was only tried.
		if current := found.(*keeping).current.Load(); current != nil {
			current.witness.retire()
		}
	}
	if err == nil {
		return nil
	}
	return rehearsed(err, c.issuer.Directory)
}

// rehearsed says where an attempt failed. A failed validation there is none of
// those that the CA counts.
func rehearsed(err error, directory string) error {
	text := fmt.Sprintf("the rehearsal at %s failed, nothing was ordered: %v", directory, err)
	var refused *refusal
	var held *blocked
	switch {
	case errors.As(err, &refused):
		return &refusal{text: text, until: refused.until, free: refused.free, cause: err}
	case errors.As(err, &held):
		return &blocked{text: text, until: held.until, findings: held.findings, cause: err}
	}
	return &refusal{text: text, cause: err}
}

// rehearsalGuard lets orders of attempts through: staging is there for that.
type rehearsalGuard struct{ guard }

func (g rehearsalGuard) mayOrder(context.Context, string) error { return nil }
func (g rehearsalGuard) ordered(string)                         {}
func (g rehearsalGuard) issued(string)                          {}
func (g rehearsalGuard) written(string)                         {}
func (g rehearsalGuard) renewalFailed(string, error)            {}
func (g rehearsalGuard) now() time.Time                         { return g.guard.now() }
