package installer

import (
	"context"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"

	"framagit.org/chatiere/chatiere/installer/gateway/certificates"
	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/site"
)

// root is that of the internal authority, nil when there is none.
func (s State) root() *x509.Certificate {
	text, err := os.ReadFile(s.Authority())
	if err != nil {
		return nil
	}
	block, _ := pem.Decode(text)
	if block == nil {
		return nil
	}
	root, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		return nil
	}
	return root
}

// authorityDomains are those that the root vouches for, as it was made; another
// one is wanted only when it does not permit a name. People have imported it:
// what it says and does not need to change, stays.
func (s State) authorityDomains(resolved *site.Site) []string {
	root := s.root()
	if root != nil && permitsAll(root, resolved) {
		return root.PermittedDNSDomains
	}
	return domainsOf(resolved)
}

// domainsOf is the chaton's own domain, with everything below, and each name
// elsewhere.
func domainsOf(resolved *site.Site) []string {
	var domains []string
	for _, name := range append([]string{resolved.Domain}, resolved.CertificateNames()...) {
		below := slices.ContainsFunc(domains, func(domain string) bool {
			return name == domain || strings.HasSuffix(name, "."+domain)
		})
		if name != "" && !below {
			domains = append(domains, name)
		}
	}
	return domains
}

func permitsAll(root *x509.Certificate, resolved *site.Site) bool {
	return !slices.ContainsFunc(resolved.CertificateNames(), func(name string) bool { return !certificates.Permits(root, name) })
}

// compareAuthority asks for another root when the present one does not do, or
// is lost. The first one is no replacement: nobody has imported any.
func (p *Prepared) compareAuthority() {
	root := p.request.State.root()
	if !p.Site.OwnAuthority() || root == nil && (p.Have.Applied == nil || !p.Have.Applied.OwnAuthority()) {
		return
	}
	if root != nil {
		p.Have.Authority = domainsText(root.PermittedDNSDomains)
	}
	p.Want.Authority = domainsText(p.request.State.authorityDomains(p.Site))
}

func domainsText(domains []string) string {
	if len(domains) == 0 {
		return "*"
	}
	return strings.Join(domains, ", ")
}

// ReplacesAuthority says that everybody must be told of another root.
func (p *Prepared) ReplacesAuthority() bool { return p.Want.Authority != p.Have.Authority }

// ImportedAuthority is the file of the root that visitors must import; "" where
// they need none.
func (p *Prepared) ImportedAuthority() string {
	if p.Site.OwnAuthority() && p.Site.Gateway.Mode != "behind" {
		return p.request.State.Authority()
	}
	return ""
}

// formerAuthorities keeps the roots that were replaced, without their keys.
const formerAuthorities = "certificates/former"

// replaceAuthority is the performer of authority.replace. Killed in between, it
// leaves no root, which the next plan makes.
func (p *Prepared) replaceAuthority(context.Context, plan.Operation, func(plan.Event)) error {
	state, at := p.request.State, p.request.Clock()
	domains := state.authorityDomains(p.Site)
	folder, err := os.OpenRoot(state.Gateway())
	if err != nil {
		return fmt.Errorf("replace the internal authority: %w", err)
	}
	defer folder.Close()
	if err := folder.MkdirAll(formerAuthorities, 0o700); err != nil {
		return fmt.Errorf("replace the internal authority: %w", err)
	}
	aside := path.Join(formerAuthorities, "ca-"+at.UTC().Format("20060102T150405")+".pem")
	if err := folder.Rename("certificates/internal/ca.pem", aside); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("set the former authority aside: %w", err)
	}
	return state.makeAuthority(domains, at)
}
