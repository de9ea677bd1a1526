package certificates

import (
	"fmt"
	"time"
)

// State says where a name stands.
type State string

// The states of a certificate.
const (
	// Valid: a certificate is served.
	Valid State = "valid"
	// Pending: no certificate yet, an attempt runs or is about to.
	Pending State = "pending"
	// Waiting: no certificate, the last attempt failed, the next has a date.
	Waiting State = "waiting"
	// Expired: the certificate served is out of date.
	Expired State = "expired"
)

// Certificate is the state of one name.
type Certificate struct {
	Name string `json:"name"`
	// Issuer is the kind of issuer, and for "acme" the address of its directory.
	Issuer    string    `json:"issuer"`
	State     State     `json:"state"`
	NotBefore time.Time `json:"not_before,omitzero"`
	NotAfter  time.Time `json:"not_after,omitzero"`
	// Problem is why the last attempt failed, in the CA's own words when it
	// gave any; empty once an attempt succeeded.
	Problem string `json:"problem,omitempty"`
	// Tried and Next are the dates of the last attempt and of the next.
	Tried time.Time `json:"tried,omitzero"`
	Next  time.Time `json:"next,omitzero"`
	// Trying says that an attempt is under way.
	Trying bool `json:"trying,omitempty"`
	// Alarm is what somebody must look at though the name is perhaps served
	// still; empty when all is well.
	Alarm string `json:"alarm,omitempty"`
	// Findings are what was seen from here before the last attempt, those that
	// blocked it and others.
	Findings []Finding `json:"findings,omitempty"`
	// Budget is what the CA still allows; nil for an issuer that counts nothing.
	Budget *Budget `json:"budget,omitempty"`
}

// Budget is what may still be spent for a name; one of each is kept back.
type Budget struct {
	// Failures are failed validations within the hour.
	Failures int `json:"failures"`
	// Duplicates are certificates within the week.
	Duplicates int `json:"duplicates"`
}

// describe is called with the lock held.
func (k *Keeper) describe(name string, e *effort, now time.Time) Certificate {
	state := Certificate{
		Name: name, Issuer: k.issuer, State: Pending, Problem: e.Problem, Tried: e.Tried, Next: latest(e.next, e.Closed),
		Findings: e.findings, Alarm: e.fault, Trying: e.trying,
	}
	if e.next.IsZero() {
		state.Next = time.Time{}
	}
	life := time.Duration(0)
	served := k.source.Current(name)
	switch {
	case served != nil:
		state.NotBefore, state.NotAfter, state.State = served.Leaf.NotBefore, served.Leaf.NotAfter, Valid
		life = state.NotAfter.Sub(state.NotBefore)
		if now.After(state.NotAfter) {
			state.State = Expired
		}
		if state.Alarm == "" {
			state.Alarm = ending(state.NotBefore, state.NotAfter, now)
		}
	case e.Problem != "" && !e.trying:
		state.State = Waiting
	}
	if k.ledger != nil {
		state.Budget = &Budget{Failures: k.limits.failuresLeft(&e.record, now), Duplicates: k.limits.duplicatesLeft(&e.record, now, life)}
	}
	if k.unheld != nil && served == nil {
		state.Problem, state.State = k.unheld.Error(), Waiting
	}
	return state
}

// longestWarning is for certificates of a year, which others renew by hand.
const longestWarning = 30 * 24 * time.Hour

// ending warns when less than a quarter of a life is left: renewals begin at a
// third.
func ending(from, to, now time.Time) string {
	switch {
	case now.After(to):
		return fmt.Sprintf("the certificate ended on %s", to.UTC().Format(dateLayout))
	case to.Sub(now) < min(to.Sub(from)/4, longestWarning):
		return fmt.Sprintf("the certificate ends on %s and was not renewed", to.UTC().Format(dateLayout))
	}
	return ""
}

const dateLayout = "2006-01-02 15:04 UTC"
