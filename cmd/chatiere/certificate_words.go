package main

import (
	"framagit.org/chatiere/chatiere/installer"
	"framagit.org/chatiere/chatiere/installer/plan"
)

// certificateOperation says an operation on certificates and on ports.
func (a *app) certificateOperation(o plan.Operation) string {
	say := a.printer.Sayf
	switch o.Kind {
	case plan.CertificateWait:
		return say("wait for the certificate of %s", o.Target)
	case plan.CertificateCopy:
		return say("give the gateway the certificate of %s", o.Target)
	case plan.CertificateGive:
		return say("give %s the certificates that it shows", o.Target)
	case plan.PortOpen:
		return say("open port %s of this machine to everybody", o.Target)
	case plan.CertificateDrop:
		return say("take the certificate of %s back from the gateway", o.Target)
	case plan.AuthorityReplace:
		return say("make another certificate authority: whoever imported the former must import this one")
	}
	return a.moduleOperation(o)
}

// authority says what is to be imported: a new root is of use to nobody who was
// not told.
func (a *app) authority(performed *installer.Prepared) {
	path := performed.ImportedAuthority()
	if path == "" {
		return
	}
	a.say(a.printer.Sayf("Certificate authority of this machine (to import in the browser): %s", path))
	if performed.ReplacesAuthority() {
		a.say(a.printer.Sayf("It replaces the former one: whoever imported that must import this one. Containers that were told of the former go on with it."))
	}
}
