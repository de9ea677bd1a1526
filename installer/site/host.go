package site

import (
	"net/netip"
	"regexp"
	"strings"

	"golang.org/x/net/idna"
)

// hostName refuses what cannot be the name of a site: a certificate is ordered
// for it.
func hostName(value string) (sentence, bool) {
	if _, err := netip.ParseAddr(strings.Trim(value, "[]")); err == nil {
		return wrong(say("%q is an IP address. Write a domain name.", value))
	}
	if strings.Contains(value, "*") {
		return wrong(say("%q is a wildcard. Write each name out.", value))
	}
	if strings.Contains(value, "/") || strings.Contains(value, ":") {
		return wrong(say("Write the name alone, without https://, port or path."))
	}
	name, err := toASCII(value)
	if err != nil || strings.HasSuffix(name, ".") {
		return wrong(say("%q is not a domain name.", value))
	}
	if !strings.Contains(name, ".") && name != "localhost" {
		return wrong(say("%q has no dot. Write a full domain name, for example %q.", value, "petitchaton.example"))
	}
	return right()
}

var labelPattern = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$`)

// dnsLabel is one part of a host name.
func dnsLabel(value string) (sentence, bool) {
	return holding(value, labelPattern,
		say("Write small letters, digits and hyphens, for example %q.", "petitchaton"))
}

func toASCII(name string) (string, error) {
	profile := idna.New(idna.MapForLookup(), idna.BidiRule(), idna.StrictDomainName(true),
		idna.VerifyDNSLength(true), idna.ValidateLabels(true), idna.CheckHyphens(true))
	return profile.ToASCII(name)
}

// ascii is the form of a checked name that DNS, certificates and routes use.
func ascii(name string) string {
	if converted, err := toASCII(name); err == nil {
		return converted
	}
	return strings.ToLower(name)
}

// isLoopback says that a name never leaves this machine (RFC 6761).
func isLoopback(domain string) bool {
	return domain == "localhost" || strings.HasSuffix(domain, ".localhost")
}
