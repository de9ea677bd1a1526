package main

import (
	"context"
	"time"

	"framagit.org/chatiere/chatiere/installer/gateway/certificates"
	"framagit.org/chatiere/chatiere/installer/preflight"
	"framagit.org/chatiere/chatiere/installer/site"
)

// orderPatience bounds the questions about one name before an order.
const orderPatience = 30 * time.Second

// orderPreflight is what the gateway looks at before each order; nil where
// names need not lead here: an authority of one's own knows its network better
// than we do.
func orderPreflight(folder string, issuer certificates.Issuer) func(context.Context, string) []certificates.Finding {
	if issuer.Kind != certificates.LetsEncrypt {
		return nil
	}
	return func(ctx context.Context, name string) []certificates.Finding {
		ctx, cancel := context.WithTimeout(ctx, orderPatience)
		defer cancel()
		var findings []certificates.Finding
		for _, found := range lookAtName(ctx, folder, name) {
			findings = append(findings, certificates.Finding(found))
		}
		return findings
	}
}

// lookAtName reads the router's addresses again: they change without another
// gateway.
func lookAtName(ctx context.Context, folder, name string) []preflight.Finding {
	findings := preflight.ImpossibleClock(time.Now())
	issuer, err := certificates.LoadIssuer(folder)
	if err != nil {
		return findings
	}
	machine, err := preflight.AddressesOf(issuer.Addresses)
	if err != nil {
		return findings
	}
	authority := preflight.AuthorityOf(site.TLS{Issuer: issuer.Kind})
	for _, records := range preflight.SystemResolver().LookUp(ctx, []string{name}) {
		findings = append(findings, preflight.Judge(records, machine, authority).Findings...)
	}
	return findings
}
