package installer

import (
	"time"

	"framagit.org/chatiere/chatiere/installer/gateway/certificates"
	"framagit.org/chatiere/chatiere/installer/site"
)

// issuer translates the site's TLS settings. Accepting the CA's terms is
// asked by the wizard and said by `tls` being written with a public issuer.
func issuer(s *site.Site, secrets site.Secrets) certificates.Issuer {
	translated := certificates.Issuer{
		Kind: s.TLS.Issuer, Directory: s.TLS.Directory, Staging: s.TLS.Staging, Roots: s.TLS.CA,
		EABKey: s.TLS.EABKey, TermsAccepted: s.TLS.Issuer == certificates.LetsEncrypt || s.TLS.Issuer == certificates.ACME,
	}
	if s.Gateway.Mode == "behind" { // the front's certificate is what visitors see
		return certificates.Issuer{Kind: certificates.Internal}
	}
	if s.TLS.EABKey != "" {
		translated.EABSecret, _ = secrets.Given(site.ExternalAccountOwner, site.ExternalAccountSecret)
	}
	return translated
}

// issuerOf is that translation, bound to the root that the state folder has.
func (s State) issuerOf(resolved *site.Site, secrets site.Secrets) certificates.Issuer {
	translated := issuer(resolved, secrets)
	if resolved.OwnAuthority() {
		translated.Domains = s.authorityDomains(resolved)
	}
	return translated
}

// agreedIssuer adds what changes without another gateway: who applies now, and
// the addresses of a router. The first acceptance of a CA's terms stays
// (certificates.SaveIssuer).
func (p *Prepared) agreedIssuer() certificates.Issuer {
	agreed := p.request.State.issuerOf(p.Site, p.vault)
	if agreed.TermsAccepted {
		agreed.Accepted, agreed.AcceptedBy = p.request.Clock().UTC().Truncate(time.Second), p.request.holder().User
	}
	if p.Site.Hosting != nil {
		agreed.Addresses = p.Site.Hosting.Addresses
	}
	return agreed
}

// writeIssuer hands the issuer's settings to the gateway before it starts.
func (s State) writeIssuer(issuer certificates.Issuer) error {
	if err := certificates.SaveIssuer(s.Gateway(), issuer); err != nil {
		return err
	}
	return s.giveToGateway(certificates.IssuerFile)
}

// issuerFile is what the gateway was told last; nil when that was nothing.
func (s State) issuerFile() []byte {
	data, err := s.readGateway(certificates.IssuerFile)
	if err != nil {
		return nil
	}
	return data
}
