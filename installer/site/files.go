package site

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
)

// wildcard begins a name that stands for every name one label longer. Only a
// certificate that somebody else obtained may bear one: our authorities are
// asked by a way that allows none.
const wildcard = "*."

// CertificateFiles are a certificate that somebody else renews, and its key:
// paths on the host.
type CertificateFiles struct {
	Name        string // in a site ASCII; "*.…" stands for one label more
	Certificate string
	Key         string
}

// Covers says that the files are for that name.
func (c CertificateFiles) Covers(name string) bool {
	if parent, any := strings.CutPrefix(c.Name, wildcard); any {
		_, above, _ := strings.Cut(name, ".")
		return above == parent
	}
	return c.Name == name
}

func namedFiles(written []CertificateFiles) []CertificateFiles {
	var named []CertificateFiles
	for _, each := range written {
		plain, any := strings.CutPrefix(each.Name, wildcard)
		each.Name = ascii(plain)
		if any {
			each.Name = wildcard + each.Name
		}
		named = append(named, each)
	}
	return named
}

// checkCovered refuses a name for which nobody gives a certificate.
func (r *resolving) checkCovered() {
	if r.site.TLS.Issuer != "files" || r.site.Gateway.Mode == "behind" {
		return
	}
	for _, name := range r.site.CertificateNames() {
		if !r.site.TLS.covers(name) {
			r.refuse(r.placeOfName(name), say("No certificate is given for %q", name),
				say("Add to the tls block: %s", `files "`+name+`" { certificate = "/…" key = "/…" }`))
		}
	}
}

// placeOfName is the line that makes a name one of the chaton's.
func (r *resolving) placeOfName(name string) hcl.Range {
	for _, service := range r.site.Services {
		routed := slices.ContainsFunc(service.Routes, func(route *Route) bool { return route.Host == name })
		switch {
		case slices.Contains(service.Aliases, name):
			return r.file.place("service." + service.Name + ".aliases")
		case routed:
			return r.file.place("service." + service.Name + ".host")
		}
	}
	for _, container := range r.site.Containers() {
		if slices.Contains(container.CertificateHosts(), name) {
			return r.file.place("service." + container.Service + ".host")
		}
	}
	return r.file.place("site.host")
}

func (t TLS) covers(name string) bool {
	for _, each := range t.Files {
		if each.Covers(name) {
			return true
		}
	}
	return false
}
