package installer

import (
	"context"
	"fmt"
	"strings"

	"framagit.org/chatiere/chatiere/installer/gateway"
	"framagit.org/chatiere/chatiere/installer/gateway/certificates"
)

// CertificateError names the certificates that a person must look after.
type CertificateError struct {
	Faults []string // "wiki.petitchaton.example: …", in the CA's own words where it gave any
}

// Error is for records; people are told by Sentence.
func (e *CertificateError) Error() string {
	format, arguments := e.Sentence()
	return fmt.Sprintf(format, arguments...)
}

// Sentence is the error for package locale.
func (e *CertificateError) Sentence() (string, []any) {
	return "Certificates need somebody: %s", []any{strings.Join(e.Faults, "; ")}
}

// Hint says where to read all.
func (e *CertificateError) Hint() string { return "Read everything about them: chatiere status." }

// keepCertificates copies what others renewed on this machine to the gateway,
// what the gateway renewed to services, and looks at all certificates that it
// serves. It wants no chaton.hcl: what was
// applied goes on being renewed while the file is broken.
func (t *ticking) keepCertificates(ctx context.Context) error {
	faults, err := t.copyRenewed(ctx)
	if err != nil {
		return err
	}
	given, err := t.giveRenewed(ctx)
	if err != nil {
		return err
	}
	faults = append(faults, given...)
	status, err := gateway.Dial(t.request.State.Gateway()).Status(ctx)
	switch {
	case gateway.IsAbsent(err): // the status says so, and health
	case err != nil:
		return err
	default:
		faults = append(faults, t.faultsOf(status.Certificates)...)
	}
	if len(faults) > 0 {
		return &CertificateError{Faults: faults}
	}
	return nil
}

// copyRenewed replaces each copy whose file changed. A file that cannot be used
// leaves the copy as it is: a tool may be in the middle of writing.
func (t *ticking) copyRenewed(ctx context.Context) (faults []string, err error) {
	applied := t.request.State.applied()
	if applied == nil || len(applied.TLS.Files) == 0 || applied.Gateway.Mode == "behind" {
		return nil, nil
	}
	copies := t.request.State.copies()
	given, copied := copies.all(), []string{}
	for _, files := range applied.TLS.Files {
		text, pair, err := files.Read(t.now)
		former, known := given[files.Name]
		switch {
		case err != nil:
			faults = append(faults, files.Name+": "+err.Error())
			continue
		case known && copyText(former) == copyText(pair):
			continue
		}
		if err := copies.write(files.Name, text); err != nil {
			return faults, err
		}
		copied = append(copied, files.Name)
	}
	if len(copied) > 0 {
		t.said = "copied " + strings.Join(copied, ", ")
	}
	// Also when nothing was copied now: the tick before may have been killed
	// before it told the gateway.
	return faults, t.request.State.serveCopies(ctx)
}

// faultsOf leaves a name out that is about to get its first certificate. Behind
// a front the gateway's own are for containers only.
func (t *ticking) faultsOf(served []certificates.Certificate) []string {
	var faults []string
	for _, certificate := range served {
		if fault := faultOf(certificate, t.now); fault != nil && certificate.State != certificates.Pending {
			faults = append(faults, certificate.Name+": "+fault.String())
		}
	}
	return faults
}
