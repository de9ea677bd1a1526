package installer

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"sync"
	"time"

	"framagit.org/chatiere/chatiere/installer/engine"
	"framagit.org/chatiere/chatiere/installer/gateway"
	"framagit.org/chatiere/chatiere/installer/gateway/certificates"
	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/preflight"
	"framagit.org/chatiere/chatiere/installer/site"
	"framagit.org/chatiere/chatiere/installer/vault"
	"github.com/hashicorp/hcl/v2"
)

// Prepared is everything that was read and decided; nothing was written yet.
type Prepared struct {
	Site *site.Site
	Want plan.Want
	Have plan.Observed
	Plan plan.Plan

	request  Request
	turns    routeTurns
	replaced replacement
	identity string
	run      string
	vault    *vault.Vault
	engine   *engine.Engine
	routes   gateway.Routes
	lock     site.Lock
	pinned   map[string]string // by the lock file as it stands
	done     sync.Map          // IDs of the operations that this run performed

	issuerBefore []byte // the gateway's issuer before this run, for its undo
}

// DiagnosticsError carries everything wrong with files that people wrote.
type DiagnosticsError struct{ Diagnostics hcl.Diagnostics }

// Error is hcl’s summary; people are shown every diagnostic.
func (e *DiagnosticsError) Error() string { return e.Diagnostics.Error() }

// RefusedError says what preflight found on this machine.
type RefusedError struct{ Findings []preflight.Finding }

// Error is the first finding, in English.
func (e *RefusedError) Error() string {
	if len(e.Findings) == 0 {
		return "refused by the checks before opening"
	}
	return fmt.Sprintf(e.Findings[0].What, e.Findings[0].WhatValues...)
}

// Prepare reads the engine, the lock file, the vault, the host's networks and
// the gateway's state, allots what is open, and plans. It writes nothing. The
// caller closes what it returns.
func Prepare(ctx context.Context, request Request) (*Prepared, error) {
	p, err := open(ctx, request)
	if err != nil {
		return nil, err
	}
	if err := p.prepare(ctx); err != nil {
		p.Close()
		return nil, err
	}
	return p, nil
}

// Close ends the connection to the engine.
func (p *Prepared) Close() { p.engine.Close() }

// open resolves the site and opens what prepare reads from.
func open(ctx context.Context, request Request) (*Prepared, error) {
	p := &Prepared{request: request, run: runName(request.Clock())}
	var err error
	if p.vault, err = vault.Open(request.State.Vault()); err != nil {
		return nil, err
	}
	request.File = request.File.At(request.State.findAddresses())
	p.request.File = request.File
	resolved, diagnostics := site.Resolve(request.Catalog, request.File, p.vault)
	if diagnostics.HasErrors() {
		return nil, &DiagnosticsError{diagnostics}
	}
	if unmade := resolved.Unmade(); len(unmade) > 0 {
		return nil, &UnmadeError{unmade}
	}
	p.Site = resolved
	if p.identity, _, err = request.State.identity(); err != nil {
		return nil, err
	}
	if p.lock, err = ReadLock(request.LockFile); err != nil {
		return nil, err
	}
	p.pinned = p.lock.Pins()
	for _, moved := range request.Moves {
		p.lock = p.lock.Move(moved)
	}
	if err := p.checkKept(); err != nil {
		return nil, err
	}
	options := request.engineOptions(resolved.Slug, p.identity, p.run, p.vault.Redact)
	options.CA = request.State.trustedRoot(resolved)
	p.engine, err = engine.Open(ctx, options)
	return p, err
}

func (r Request) engineOptions(slug, identity, run string, redact func(string) string) engine.Options {
	return engine.Options{
		Identity:    engine.Identity{Slug: slug, ID: identity, StatePath: r.State.Folder, Run: run},
		FilesFolder: r.State.Files(),
		Binary:      r.Binary,
		Roots:       systemRoots(),
		Apt:         os.DirFS("/etc/apt"),
		Redact:      redact,
	}
}

// systemRoots is Debian's bundle of public authorities, which the gateway
// checks CAs by; "" on a machine without ca-certificates.
func systemRoots() string {
	const bundle = "/etc/ssl/certs/ca-certificates.crt"
	if _, err := os.Stat(bundle); err != nil {
		return ""
	}
	return bundle
}

func runName(at time.Time) string { return at.UTC().Format("20060102T150405.000Z") }

// prepare observes, allots and plans.
func (p *Prepared) prepare(ctx context.Context) error {
	have, err := p.engine.Observe(ctx, p.Site.Slug, p.names())
	if err != nil {
		return err
	}
	p.Have = have
	if err := errors.Join(checkOwner(p.Site.Slug, have), p.request.State.checkVault(p.Site.Slug, have)); err != nil {
		return err
	}
	host, err := p.hostNetworks(ctx)
	if err != nil {
		return err
	}
	digests, notes := p.registryDigests(ctx)
	if err := allot(p.Site, have, p.lock, p.request.State.applied(), host, digests); err != nil {
		return err
	}
	allotPublished(p.Site, loopbackAddresses())
	if err := p.describe(); err != nil {
		return err
	}
	if err := p.readState(ctx); err != nil {
		return err
	}
	p.compareAuthority()
	if err := p.compareFilling(); err != nil {
		return err
	}
	p.compareCopies()
	p.lookAtGiven()
	p.Plan = plan.Make(p.Want, p.Have)
	p.fileProblems()
	p.Plan.Notes = slices.Concat(p.Plan.Notes, notes, p.request.State.cutOffNote(), p.gatewayNotes(), p.moduleNotes())
	err = cmp.Or(p.checkPorts(ctx), p.checkPublished(ctx))
	if err != nil && (p.gatewayCameUp(ctx) || p.publishedCameUp(ctx)) {
		return p.prepare(ctx)
	}
	return err
}

// names lists every name that we may give to an object, to find foreign
// objects that bear it.
func (p *Prepared) names() []string {
	names := []string{p.probeVolume()}
	for _, service := range p.Site.Services {
		for _, network := range service.Networks {
			names = append(names, network.Name)
		}
		for _, volume := range service.Volumes {
			names = append(names, fmt.Sprintf("%s-%s-%s-g1", p.Site.Slug, service.Name, volume.Name))
		}
		for _, container := range service.Runs() {
			names = append(names, p.engine.ContainerName(container))
		}
	}
	return names
}

func (p *Prepared) probeVolume() string { return p.Site.Slug + "-probe" }

// describe fills plan.Want from the allotted site.
func (p *Prepared) describe() error {
	container, err := p.request.gatewayContainer(p.Site, p.vault)
	if err != nil {
		return err
	}
	p.Want = plan.Want{
		Site:         p.Site,
		Gateway:      container,
		Probe:        p.wantedProbe(),
		Routes:       wantedRoutes(p.Site),
		Listeners:    wantedListeners(p.Site),
		Certificates: p.wantedCertificates(),
		Lock:         p.lockOf(allottedImage).Pins(),
		Timer:        p.request.Timer.String(),
	}
	p.Want.Shown, err = p.shown()
	return err
}

// issuerLabel is what the gateway's status calls the wanted issuer.
func (p *Prepared) issuerLabel() string {
	wanted := issuer(p.Site, p.vault)
	if wanted.Kind == certificates.ACME {
		return wanted.Directory
	}
	return wanted.Kind
}

// wantedProbe is nil where no container of ours would look into it.
func (p *Prepared) wantedProbe() *site.Volume {
	if p.Site.Gateway.Mode == "none" {
		return nil
	}
	return &site.Volume{Name: "probe", Generation: 1, ObjectName: p.probeVolume()}
}

// wantedCertificates are the names that apply waits for. Behind a front they
// are the front's to have, and looked at only.
func (p *Prepared) wantedCertificates() []string {
	if p.Site.Gateway.Mode == "behind" {
		return nil
	}
	return p.Site.CertificateNames()
}

func allottedImage(image site.Image) (id, digest string) { return image.ID, image.Digest }

// shown is the site with secrets replaced by their names, as the record of an
// apply has it: a plan compares the two.
func (p *Prepared) shown() (*site.Site, error) {
	document, err := p.Site.Document(p.vault)
	if err != nil {
		return nil, err
	}
	var shown site.Site
	if err := json.Unmarshal(document, &shown); err != nil {
		return nil, fmt.Errorf("read the site back: %w", err)
	}
	forgetPlaces(&shown)
	return &shown, nil
}

// readState fills the part of plan.Observed that is not on the engine.
func (p *Prepared) readState(ctx context.Context) error {
	p.Have.Secrets = map[string]bool{}
	for _, name := range p.vault.Names() {
		p.Have.Secrets[name] = true
	}
	routes, err := p.request.State.readRoutes()
	if err != nil {
		return err
	}
	p.routes = routes
	p.Have.Routes, p.Have.Listeners = servedRoutes(routes, p.Have), heardListeners(routes)
	if !p.request.State.routesLoaded() {
		for _, texts := range []map[string]string{p.Have.Routes, p.Have.Listeners} {
			for name := range texts {
				texts[name] = "perhaps not what the gateway serves"
			}
		}
	}
	p.Have.Certificates = p.certificates(ctx)
	p.Have.Lock = p.pinned
	p.Have.Modules, p.Have.Sources = p.request.State.moduleCopies(p.Site)
	p.Have.Timer = p.request.Timer.observe(ctx, p.request.State)
	p.Have.Applied = p.request.State.applied()
	p.Have.Jobs = p.request.State.doneJobs(p.Site)
	return nil
}

// certificates asks the gateway which names it holds a certificate for. A
// gateway that does not answer holds none as far as a plan can know.
func (p *Prepared) certificates(ctx context.Context) map[string]bool {
	valid := map[string]bool{}
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	status, err := gateway.Dial(p.request.State.Gateway()).Status(ctx)
	if err != nil {
		return valid
	}
	p.gatewayAnswers(ctx, status)
	for _, certificate := range status.Certificates {
		// One of the issuer before is none of the wanted issuer's.
		valid[certificate.Name] = certificate.State == certificates.Valid && certificate.Issuer == p.issuerLabel()
	}
	return valid
}
