package site

import (
	"net/netip"
	"runtime"
	"slices"

	"github.com/zclconf/go-cty/cty"
)

// surroundings is what every module may know of the chaton: line 2 of "Order
// and scope" without `service`, which differs for each.
func (r *resolving) surroundings() scope {
	s := scope{values: map[string]cty.Value{}}
	s = s.with("chaton", r.chatonValue())
	s = s.with("organization", r.organizationValue())
	s = s.with("page", r.pageValue())
	s = s.with("host", r.hostValue())
	s = s.with("architecture", cty.StringVal(runtime.GOARCH))
	return s.with("mail", r.relayValue())
}

func (r *resolving) chatonValue() cty.Value {
	country := ""
	if r.file.Organization != nil {
		country = r.file.Organization.Country
	}
	return cty.ObjectVal(map[string]cty.Value{
		"name":     cty.StringVal(r.file.ChatonName),
		"slug":     cty.StringVal(r.file.Slug),
		"domain":   cty.StringVal(r.site.Domain),
		"language": cty.StringVal(r.file.Language),
		"country":  textOrNull(country),
		"contact":  cty.ObjectVal(map[string]cty.Value{"email": cty.StringVal(r.file.Contact.Email)}),
		"ca_file":  r.authorityValue(),
	})
}

// authorityValue is where the probe volume holds the root of an issuer that no
// operating system trusts.
func (r *resolving) authorityValue() cty.Value {
	if r.site.OwnAuthority() || r.site.TLS.CA != "" {
		return cty.StringVal("/.chatiere/ca.pem")
	}
	return cty.NullVal(cty.String)
}

func (r *resolving) organizationValue() cty.Value {
	organization := r.file.Organization
	if organization == nil {
		organization = &Organization{}
	}
	return cty.ObjectVal(map[string]cty.Value{
		"type":       textOrNull(organization.Type),
		"legal_name": textOrNull(organization.LegalName),
		"country":    textOrNull(organization.Country),
	})
}

func (r *resolving) pageValue() cty.Value {
	pages := map[string]cty.Value{}
	for _, id := range []string{"terms", "privacy", "legal", "help", "contact", "report"} {
		address := r.file.Page.Elsewhere[id]
		if address == "" {
			address = r.site.URLOf(r.site.SiteHost()) + pagePaths()[id]
		}
		pages[id] = cty.ObjectVal(map[string]cty.Value{"url": cty.StringVal(address)})
	}
	return cty.ObjectVal(pages)
}

// hostValue holds the addresses that the operator wrote, else those that the
// machine was found to have. What happens on loopback is announced to nobody.
func (r *resolving) hostValue() cty.Value {
	found := map[string]string{}
	if !isLoopback(r.site.Domain) {
		found["ipv4"], found["ipv6"] = r.file.Found.IPv4, r.file.Found.IPv6
	}
	if r.file.Hosting != nil {
		for _, text := range slices.Backward(r.file.Hosting.Addresses) { // the first of a family wins
			found[familyOf(text)] = text
		}
	}
	return cty.ObjectVal(map[string]cty.Value{"ipv4": textOrNull(found["ipv4"]), "ipv6": textOrNull(found["ipv6"])})
}

func familyOf(written string) string {
	if address, err := netip.ParseAddr(written); err == nil && address.Is4() {
		return "ipv4"
	}
	return "ipv6"
}
