package installer

import (
	"context"
	"slices"
	"strings"
	"time"

	"framagit.org/chatiere/chatiere/installer/gateway/certificates"
	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/preflight"
)

// namesPatience bounds all questions about names of one run.
const namesPatience = 30 * time.Second

// lookAtNames asks the zones of all names. What blocks here blocks for a public
// authority only: any other knows its own network better.
func (d *diagnosing) lookAtNames(ctx context.Context) []Check {
	var checks []Check
	names, local := d.publicNames()
	if len(local) > 0 {
		checks = append(checks, Check{ID: "names", State: CheckFine,
			What: plan.Say("No record is needed for %s: nobody but this machine uses it.", strings.Join(local, ", "))})
	}
	for _, verdict := range d.verdicts(ctx, names, d.addresses) {
		fine := plan.Say("%s leads to this machine: %s.", verdict.Name, joined(verdict.Addresses))
		found := judged("name "+verdict.Name, verdict.Findings, fine)
		if d.authority() == "" {
			soften(found)
		}
		checks = append(checks, found...)
		d.Records = append(d.Records, verdict.Lacking...)
		if verdict.Unbound {
			suggested := preflight.ConsentRecord(d.Site.Domain, d.authority())
			d.Suggested = &suggested
		}
	}
	d.Records = distinct(d.Records)
	return checks
}

// publicNames parts the names that others ask DNS for from those that only this
// machine uses.
func (p *Prepared) publicNames() (public, local []string) {
	alone := p.Site.TLS.Issuer == certificates.Internal && isLocal(p.Site.Gateway)
	for _, name := range p.Site.CertificateNames() {
		if alone || name == "localhost" || strings.HasSuffix(name, ".localhost") {
			local = append(local, name)
			continue
		}
		public = append(public, name)
	}
	return public, local
}

func (p *Prepared) verdicts(ctx context.Context, names []string, machine preflight.Addresses) []preflight.Verdict {
	ctx, cancel := context.WithTimeout(ctx, namesPatience)
	defer cancel()
	var verdicts []preflight.Verdict
	for _, records := range p.request.resolver().LookUp(ctx, names) {
		verdicts = append(verdicts, preflight.Judge(records, machine, p.authority()))
	}
	return verdicts
}

// authority is the public one that signs for the gateway, "" for none: behind a
// front that decrypts, it is the front's to choose.
func (p *Prepared) authority() string {
	if p.Site.Gateway.Mode == "behind" {
		return ""
	}
	return preflight.AuthorityOf(p.Site.TLS)
}

// publicAddresses are where names must lead.
func (p *Prepared) publicAddresses() (preflight.Addresses, error) {
	if hosting := p.Site.Hosting; hosting != nil {
		return preflight.AddressesOf(hosting.Addresses)
	}
	return preflight.AddressesOf(nil)
}

// resolver is the request's own, else the machine's.
func (r Request) resolver() preflight.Resolver {
	if len(r.Resolver.Servers) > 0 {
		return r.Resolver
	}
	return preflight.SystemResolver()
}

// CheckNames refuses, before a public authority is asked for anything, names
// that it would find wrong: each failed try is one of five an hour. Names that
// hold a valid certificate order nothing and are not looked at.
func (p *Prepared) CheckNames(ctx context.Context) error {
	names, _ := p.publicNames()
	names = slices.DeleteFunc(names, p.certified)
	if p.authority() == "" || len(names) == 0 {
		return nil
	}
	machine, err := p.publicAddresses()
	if err != nil {
		return err
	}
	refused := &RefusedError{}
	for _, verdict := range p.verdicts(ctx, names, machine) {
		for _, finding := range verdict.Findings {
			if finding.Blocking {
				refused.Findings = append(refused.Findings, finding)
			}
		}
	}
	if len(refused.Findings) > 0 {
		return refused
	}
	return nil
}

// certified says that a name needs no order. A gateway that does not run is
// answered for by its folder.
func (p *Prepared) certified(name string) bool {
	return p.Have.Certificates[name] || certificates.Kept(p.request.State.Gateway(), issuer(p.Site, p.vault), name, p.request.Clock())
}

func soften(checks []Check) {
	for i := range checks {
		if checks[i].State == CheckBlocking {
			checks[i].State = CheckWarning
		}
	}
}

// distinct keeps the first of equal records: all names of a zone may want one
// CAA record.
func distinct(records []preflight.Record) []preflight.Record {
	var kept []preflight.Record
	for _, record := range records {
		if !slices.Contains(kept, record) {
			kept = append(kept, record)
		}
	}
	return kept
}
