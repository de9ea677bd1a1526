package certificates

import (
	"crypto/tls"
	"os"
	"path/filepath"
	"time"
)

// Kept says whether the gateway's folder holds a certificate of a public issuer
// for the name, valid at that moment: a gateway that starts orders none then.
// It is for callers that find no gateway to ask.
func Kept(folder string, issuer Issuer, name string, now time.Time) bool {
	data, err := os.ReadFile(filepath.Join(folder, certificatesFolder, directoryFolder(issuer.Address()), name))
	if err != nil {
		return false
	}
	pair, err := tls.X509KeyPair(data, data)
	return err == nil && !now.Before(pair.Leaf.NotBefore) && !now.After(pair.Leaf.NotAfter) && pair.Leaf.VerifyHostname(name) == nil
}
