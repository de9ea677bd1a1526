package gateway

import (
	"path/filepath"
	"time"
)

// certificatesFolder holds one folder for the internal CA and one for each
// directory of another.
const certificatesFolder = "certificates"

// openCertificates opens what the issuer has on the disk. What it set aside
// becomes a notice of the status.
func (g *Gateway) openCertificates() error {
	issuer, folder := g.options.Issuer, filepath.Join(g.options.Folder, certificatesFolder)
	label := issuer.Kind
	if issuer.Kind == ACME {
		label = issuer.Directory
	}
	g.keeper = newKeeper(label, g.log)
	var err error
	if issuer.Kind == Internal {
		g.keeper.source, g.notices, err = openInternal(filepath.Join(folder, Internal), time.Now())
	} else {
		path := filepath.Join(folder, directoryFolder(issuer.Address()))
		g.keeper.source, g.notices, err = openACME(path, issuer, g.keeper, time.Now())
	}
	for _, notice := range g.notices {
		g.log.Warn("Certificate file set aside", "notice", notice)
	}
	return err
}
