package main

import (
	"strings"
	"time"

	"framagit.org/chatiere/chatiere/installer"
	"framagit.org/chatiere/chatiere/installer/gateway/certificates"
	"framagit.org/chatiere/chatiere/installer/plan"
)

// alarms is the first line when something needs somebody.
func (a *app) alarms(needs []plan.Sentence) {
	if len(needs) == 0 {
		return
	}
	if a.listened() {
		for _, need := range needs {
			a.result(a.printer.Sayf("Needs somebody: %s", a.told(need)))
		}
		return
	}
	var said []string
	for _, need := range needs {
		said = append(said, a.told(need))
	}
	a.result(a.printer.Sayf("Needs somebody: %s", strings.Join(said, "; ")))
}

// issuer says who signs certificates; an address of a CA says itself.
func (a *app) issuer(name string) string {
	switch name {
	case installer.FrontIssuer:
		return a.printer.Sayf("the front's own")
	case certificates.Internal:
		return a.printer.Sayf("this chaton's own authority")
	case certificates.Files:
		return a.printer.Sayf("files of this machine")
	}
	return name
}

// certificate says everything that is known of one name's, with the CA's reason
// in full.
func (a *app) certificate(c certificates.Certificate) {
	if c.Issuer == installer.FrontIssuer && c.State != certificates.Valid {
		a.result(a.frontCertificate(c))
		return
	}
	facts := append([]string{a.issuer(c.Issuer), a.validity(c)}, a.attemptFacts(c)...)
	if c.Alarm != "" {
		facts = append(facts, a.printer.Say(c.Alarm))
	}
	if c.Budget != nil {
		facts = append(facts, a.printer.Sayf("tries left: %d failures in the hour, %d certificates in the week", c.Budget.Failures, c.Budget.Duplicates))
	}
	a.facts(a.printer.Sayf("certificate of %s", c.Name), facts)
}

func (a *app) validity(c certificates.Certificate) string {
	day := c.NotAfter.Local().Format(time.DateOnly)
	switch c.State {
	case certificates.Valid:
		return a.printer.Sayf("until %s", day)
	case certificates.Expired:
		return a.printer.Sayf("expired on %s", day)
	}
	return a.printer.Sayf("none yet")
}

// attemptFacts are what the last attempt met and when the next one is.
func (a *app) attemptFacts(c certificates.Certificate) []string {
	var facts []string
	if !c.Tried.IsZero() {
		facts = append(facts, a.printer.Sayf("last attempt %s", a.moment(c.Tried)))
	}
	if c.Problem != "" {
		facts = append(facts, a.printer.Sayf("failed: %s", a.printer.Say(c.Problem)))
	}
	if !c.Next.IsZero() {
		facts = append(facts, a.printer.Sayf("next attempt %s", a.moment(c.Next)))
	}
	if c.State == certificates.Valid && c.Problem == "" {
		return facts // what was seen before an order that succeeded is of the past
	}
	for _, finding := range c.Findings {
		facts = append(facts, a.printer.Sayf(finding.What, finding.WhatValues...), a.printer.Sayf(finding.Fix, finding.FixValues...))
	}
	return facts
}

// issuing says how the gateway stands with its CA: certificates may all be well
// while nothing could renew them.
func (a *app) issuing(ca *certificates.Authority) {
	if ca == nil {
		return
	}
	facts := []string{ca.Directory}
	if ca.Problem != "" {
		facts = append(facts, a.printer.Sayf("nothing is ordered: %s", a.printer.Say(ca.Problem)))
	}
	if ca.Staging != "" {
		facts = append(facts, a.printer.Sayf("first orders are rehearsed at %s", ca.Staging))
	}
	if ca.Terms != "" {
		facts = append(facts, a.printer.Sayf("terms: %s", ca.Terms))
	}
	if !ca.Accepted.IsZero() {
		facts = append(facts, a.printer.Sayf("accepted on %s by %s", ca.Accepted.Local().Format(time.DateOnly), ca.AcceptedBy))
	}
	facts = append(facts, a.printer.Sayf("orders left in three hours: %d", ca.OrdersLeft))
	a.facts(a.printer.Sayf("certificates come from"), facts)
}

// statusAuthority says what visitors import.
func (a *app) statusAuthority(authority *installer.Authority) {
	if authority == nil {
		return
	}
	facts := []string{authority.File, a.printer.Sayf("until %s", authority.NotAfter.Local().Format(time.DateOnly))}
	if len(authority.Domains) > 0 {
		facts = append(facts, a.printer.Sayf("for %s only", a.printer.List(authority.Domains)))
	}
	a.facts(a.printer.Sayf("authority to import"), append(facts, "SHA-256 "+authority.Fingerprint))
}
