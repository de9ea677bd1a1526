package installer

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"framagit.org/chatiere/chatiere/installer/gateway/certificates"
	"framagit.org/chatiere/chatiere/installer/site"
)

// frontTask is the task of tick that looks at the front, frontRecord what it
// saw.
const (
	frontTask   = "front"
	frontRecord = "front-certificates"
)

// frontSeen is what the last look showed.
type frontSeen struct {
	Certificates []certificates.Certificate `json:"certificates"`
}

// FrontError says that visitors of a name are, or soon will be, shown a
// warning.
type FrontError struct{ Certificate certificates.Certificate }

// Error is for records; people are told by Sentence.
func (e *FrontError) Error() string {
	format, arguments := e.Sentence()
	return fmt.Sprintf(format, arguments...)
}

// Sentence is the error for package locale.
func (e *FrontError) Sentence() (string, []any) {
	if e.Certificate.State == certificates.Valid {
		return "The certificate that the front shows for %s ends on %s, and nobody has renewed it.",
			[]any{e.Certificate.Name, e.Certificate.NotAfter.Format("2006-01-02")}
	}
	return "The certificate that visitors of %s see: %s.", []any{e.Certificate.Name, e.Certificate.Problem}
}

// Hint says whose work it is.
func (e *FrontError) Hint() string {
	if e.Certificate.Problem == frontSilent {
		return "Start the front, with the lines that this command prints: chatiere doctor --front nginx (or apache, haproxy, caddy, traefik)."
	}
	return "The front obtains and renews its certificates by itself: look at its own log."
}

// duties are the tasks of every chaton, and the look at a front that decrypts. It is
// due at once for a name that was never looked at.
func (s State) duties() []task {
	applied := s.applied()
	if applied == nil || applied.Gateway.Mode != "behind" {
		return tasks()
	}
	unseen := slices.ContainsFunc(s.frontCertificates(applied), unlooked)
	return append(tasks(), task{name: frontTask, rhythm: nightly(4), do: (*ticking).lookAtFront, urgent: unseen})
}

// lookAtFront writes down what the front shows, and fails for the first name
// that a person must look after.
func (t *ticking) lookAtFront(ctx context.Context) error {
	applied := t.request.State.applied()
	if applied == nil {
		return nil
	}
	seen := frontSeen{frontOf(applied, t.request.Clock).all(ctx, applied.HostNames())}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err := t.request.State.writeRecord(frontRecord, seen); err != nil {
		return err
	}
	t.said = fmt.Sprintf("%d names", len(seen.Certificates))
	for _, certificate := range seen.Certificates {
		if certificate.State != certificates.Valid || soon(certificate, t.now) {
			return &FrontError{certificate}
		}
	}
	return nil
}

// frontCertificates are those of the last look, name by name; pending is one
// that nobody has looked at yet.
func (s State) frontCertificates(of *site.Site) []certificates.Certificate {
	var seen frontSeen
	s.readRecord(frontRecord, &seen)
	known := map[string]certificates.Certificate{}
	for _, certificate := range seen.Certificates {
		known[certificate.Name] = certificate
	}
	list := []certificates.Certificate{}
	for _, name := range of.HostNames() {
		certificate, looked := known[name]
		if !looked {
			certificate = certificates.Certificate{Name: name, Issuer: FrontIssuer, State: certificates.Pending}
		}
		list = append(list, certificate)
	}
	return list
}

// unlooked says that nobody has looked at a name's certificate yet: the next
// tick will.
func unlooked(certificate certificates.Certificate) bool {
	return certificate.Issuer == FrontIssuer && certificate.State == certificates.Pending
}

// forgetFront removes what was written of a front that is gone: an old fault
// of it is nobody's any more.
func (s State) forgetFront(reached *site.Site) error {
	if reached.Gateway.Mode == "behind" {
		return nil
	}
	for _, name := range []string{frontTask, frontRecord} {
		if err := os.Remove(filepath.Join(s.records(), name+".json")); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("forget the front: %w", err)
		}
	}
	return nil
}
