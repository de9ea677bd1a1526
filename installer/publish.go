package installer

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"framagit.org/chatiere/chatiere/installer/charter"
	"framagit.org/chatiere/chatiere/installer/declaration"
)

// Published is what Publish made.
type Published struct {
	*declaration.Result
	Changed bool
	Folder  string // of the dossier
}

// Publish measures, assesses the charter, renders what can be published and
// puts it where the gateway serves it. With look, every name of the chaton is
// asked for its page; without, what they answer is left unverified
// (declaration.md, rule 1: apply renders without network checks).
func (p *Prepared) Publish(ctx context.Context, look bool) (*Published, error) {
	published, err := p.render(ctx, look)
	if err != nil {
		return nil, err
	}
	return published, p.request.State.keepPublished(p.request.File.Source)
}

// render publishes what the preparation's chaton.hcl says. Whoever calls it by
// itself claims nothing: it is the file that a person published (Tick).
func (p *Prepared) render(ctx context.Context, look bool) (*Published, error) {
	if err := p.request.State.prepareFolders(p.identity); err != nil {
		return nil, err
	}
	evidence := p.measure(ctx)
	if look {
		evidence.Hosts = p.lookAtHosts(ctx, evidence.At)
	}
	report := charter.Assess(ctx, p.Site, evidence)
	result, err := declaration.Render(p.request.Templates, p.Site, report, evidence, evidence.At)
	if err != nil {
		return nil, err
	}
	public, err := declaration.Write(p.request.State.Public(), result)
	if err != nil {
		return nil, err
	}
	dossier, err := declaration.WriteDossier(p.request.State.Dossier(), result)
	if err != nil {
		return nil, err
	}
	return &Published{Result: result, Changed: public || dossier, Folder: p.request.State.Dossier()}, nil
}

// Absent says that this chaton was never put in place: `status` and `declare`
// then tell people to run apply instead of printing empty tables.
func (s State) Absent() bool {
	_, err := os.Stat(s.id())
	return errors.Is(err, os.ErrNotExist)
}

// Unpublished says that no pages were ever written for the gateway to serve.
func (s State) Unpublished() bool {
	_, err := os.Stat(filepath.Join(s.Public(), "current"))
	return errors.Is(err, os.ErrNotExist)
}
