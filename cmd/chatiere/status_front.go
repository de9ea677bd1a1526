package main

import "framagit.org/chatiere/chatiere/installer/gateway/certificates"

// frontCertificate says what is wrong with what the front shows, as the last
// look found it.
func (a *app) frontCertificate(c certificates.Certificate) string {
	if c.Problem == "" {
		return a.printer.Sayf("certificate of %s: the front's own, not looked at yet", c.Name)
	}
	return a.printer.Sayf("certificate of %s: %s", c.Name, a.printer.Say(c.Problem)) +
		a.aside(a.printer.Sayf("looked at on %s", a.moment(c.Tried)))
}
