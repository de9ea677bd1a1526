package installer

import (
	"context"
	"crypto/sha256"
	"crypto/tls"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"framagit.org/chatiere/chatiere/installer/gateway"
	"framagit.org/chatiere/chatiere/installer/gateway/certificates"
	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/site"
	"github.com/hashicorp/hcl/v2"
)

// compareCopies fills what the gateway should have of the certificates that
// somebody else renews, and what it has. A file that cannot be used wants
// nothing new: it is a problem of the plan.
func (p *Prepared) compareCopies() {
	copies := p.request.State.copies()
	p.Want.Copies, p.Have.Copies = map[string]string{}, map[string]string{}
	for name, pair := range copies.all() {
		p.Have.Copies[name] = copyText(pair)
	}
	for _, files := range p.ownFiles() {
		p.Want.Copies[files.Name] = p.Have.Copies[files.Name]
		if _, pair, err := files.Read(p.request.Clock()); err == nil {
			p.Want.Copies[files.Name] = copyText(pair)
		}
	}
}

// ownFiles are those whose certificates the gateway serves: behind a front that
// decrypts they are the front's.
func (p *Prepared) ownFiles() []site.CertificateFiles {
	if p.Site.Gateway.Mode == "behind" {
		return nil
	}
	return p.Site.TLS.Files
}

// copyText tells certificates apart, and says to people what they want to know
// of one.
func copyText(pair tls.Certificate) string {
	sum := sha256.New()
	for _, certificate := range pair.Certificate {
		sum.Write(certificate)
	}
	return fmt.Sprintf("until %s, %x", pair.Leaf.NotAfter.UTC().Format(time.DateOnly), sum.Sum(nil)[:6])
}

// fileProblems puts what is wrong with the files into the plan, each at its line.
func (p *Prepared) fileProblems() {
	for _, found := range p.request.File.CertificateProblems(p.request.Clock()) {
		message, speaks := hcl.DiagnosticExtra[site.Message](found)
		if !speaks {
			continue
		}
		what := plan.Say(message.Summary, message.SummaryArguments...)
		if found.Severity == hcl.DiagWarning {
			p.Plan.Notes = append(p.Plan.Notes, what)
			continue
		}
		p.Plan.Problems = append(p.Plan.Problems, plan.Problem{
			What: what, Hint: plan.Say(message.Detail, message.DetailArguments...),
			Where: fmt.Sprintf("%s:%d", filepath.Base(found.Subject.Filename), found.Subject.Start.Line),
		})
	}
}

// copyCertificate is the performer of certificate.copy.
func (p *Prepared) copyCertificate(ctx context.Context, operation plan.Operation, _ func(plan.Event)) error {
	at := slices.IndexFunc(p.Site.TLS.Files, func(files site.CertificateFiles) bool { return files.Name == operation.Target })
	if at < 0 {
		return fmt.Errorf("no file is named for %s", operation.Target)
	}
	text, _, err := p.Site.TLS.Files[at].Read(p.request.Clock())
	if err != nil {
		return err
	}
	if err := p.request.State.copies().write(operation.Target, text); err != nil {
		return err
	}
	return p.request.State.serveCopies(ctx)
}

// dropCertificate is the performer of certificate.drop.
func (p *Prepared) dropCertificate(ctx context.Context, operation plan.Operation, _ func(plan.Event)) error {
	return errors.Join(p.request.State.copies().remove(operation.Target), p.request.State.serveCopies(ctx))
}

// serveCopies has a gateway that runs read its copies again; one that does not
// reads them at its start.
func (s State) serveCopies(ctx context.Context) error {
	err := gateway.Dial(s.Gateway()).ReloadCertificates(ctx)
	if gateway.IsAbsent(err) {
		return nil
	}
	return err
}

func (s State) copies() copies {
	return copies{gateway: s.Gateway(), folder: certificates.FilesFolder()}
}
