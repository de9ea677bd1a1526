package installer

import (
	"crypto/sha256"
	"fmt"
	"time"
)

// Authority is the root that visitors import, and what they import with it.
type Authority struct {
	File        string    `json:"file"`
	Fingerprint string    `json:"fingerprint"` // SHA-256 of the certificate, in hexadecimal
	NotAfter    time.Time `json:"not_after"`
	Domains     []string  `json:"domains"` // all that it vouches for; empty: everything
}

func (p *Prepared) authorityStatus() *Authority {
	root := p.request.State.root()
	if p.ImportedAuthority() == "" || root == nil {
		return nil
	}
	return &Authority{
		File: p.ImportedAuthority(), Fingerprint: fmt.Sprintf("%x", sha256.Sum256(root.Raw)), NotAfter: root.NotAfter,
		Domains: append([]string{}, root.PermittedDNSDomains...),
	}
}
