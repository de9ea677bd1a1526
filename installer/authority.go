package installer

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"framagit.org/chatiere/chatiere/installer/disk"
	"framagit.org/chatiere/chatiere/installer/gateway/certificates"
	"framagit.org/chatiere/chatiere/installer/site"
)

// trustedRoot is the file of the root that containers must be told of, since no
// operating system trusts it (`chaton.ca_file`); "" with a public issuer.
func (s State) trustedRoot(resolved *site.Site) string {
	switch {
	case resolved.OwnAuthority():
		return s.Authority()
	case resolved.TLS.CA != "":
		return filepath.Join(s.Folder, "authority.pem")
	}
	return ""
}

// writeRoot makes that file before the first container: the volume that hands
// it to all of them is filled before the gateway starts.
func (s State) writeRoot(resolved *site.Site, at time.Time) error {
	switch s.trustedRoot(resolved) {
	case "":
		return nil
	case s.Authority():
		return s.makeAuthority(s.authorityDomains(resolved), at)
	}
	return disk.Replace(s.trustedRoot(resolved), []byte(resolved.TLS.CA), 0o600)
}

// makeAuthority makes the internal CA where there is none and gives it to the
// gateway, also what a killed run left. The folder is the gateway's: no link in
// it leads out.
func (s State) makeAuthority(domains []string, at time.Time) error {
	if _, err := os.Lstat(s.Authority()); errors.Is(err, fs.ErrNotExist) {
		if err := certificates.MakeAuthority(s.Gateway(), domains, at); err != nil {
			return fmt.Errorf("make the internal authority: %w", err)
		}
	}
	folder, err := os.OpenRoot(s.Gateway())
	if err != nil {
		return fmt.Errorf("give the internal authority to the gateway: %w", err)
	}
	defer folder.Close()
	for _, name := range []string{"certificates", "certificates/internal", "certificates/internal/ca.key", "certificates/internal/ca.pem"} {
		if err := folder.Lchown(name, gatewayUser, gatewayUser); err != nil {
			return fmt.Errorf("give the internal authority to the gateway: %w", err)
		}
	}
	return nil
}
