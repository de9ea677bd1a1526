package certificates

import (
	"crypto/x509"
	"net"
	"strings"
)

// constrain binds a root to domains and what lies below them: who imports it
// trusts this machine with those names, and with no bank's. No address is
// permitted either, since what is not named is free.
func constrain(root *x509.Certificate, domains []string) {
	if len(domains) == 0 {
		return
	}
	root.PermittedDNSDomainsCritical = true
	root.PermittedDNSDomains = domains
	root.ExcludedIPRanges = []*net.IPNet{
		{IP: net.IPv4zero.To4(), Mask: net.CIDRMask(0, 32)},
		{IP: net.IPv6zero, Mask: net.CIDRMask(0, 128)},
	}
}

// Permits says that a root may vouch for a name.
func Permits(root *x509.Certificate, name string) bool {
	for _, domain := range root.PermittedDNSDomains {
		if name == domain || strings.HasSuffix(name, "."+domain) {
			return true
		}
	}
	return len(root.PermittedDNSDomains) == 0
}
