package main

import (
	"framagit.org/chatiere/chatiere/installer"
	"framagit.org/chatiere/chatiere/installer/plan"
)

// dataOperation says an operation that only a destruction has.
func (a *app) dataOperation(o plan.Operation) string {
	say := a.printer.Sayf
	switch o.Kind {
	case installer.SecretRemove:
		return say("remove the secrets of %s", o.Target)
	case installer.CertificateRemove:
		return say("remove the certificate of %s", o.Target)
	case installer.FolderRemove:
		return say("remove the folder %s", o.Target)
	case installer.StateRemove:
		return say("remove the folder %s: secrets, certificates, pages", o.Target)
	}
	return string(o.Kind) + " " + o.Target
}
