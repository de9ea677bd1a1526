package installer

import (
	"context"
	"errors"

	"framagit.org/chatiere/chatiere/installer/engine"
	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/vault"
)

// standing is a chaton as it stands on this machine: its state folder and its
// engine. It needs no chaton.hcl: logs must be kept and read when the file is
// broken.
type standing struct {
	request Request
	slug    string
	run     string
	engine  *engine.Engine
	vault   *vault.Vault
}

// stand opens what stands. The caller closes it.
func stand(ctx context.Context, request Request, slug string) (*standing, error) {
	identity, _, err := request.State.identity()
	if err != nil {
		return nil, err
	}
	secrets, err := vault.Open(request.State.Vault())
	if err != nil {
		return nil, err
	}
	run := runName(request.Clock())
	connected, err := engine.Open(ctx, request.engineOptions(slug, identity, run, secrets.Redact))
	if err != nil {
		return nil, err
	}
	return &standing{request: request, slug: slug, run: run, engine: connected, vault: secrets}, nil
}

// Close ends the connection to the engine.
func (s *standing) Close() { s.engine.Close() }

// containers lists every container of the chaton, and refuses those of another
// state folder.
func (s *standing) containers(ctx context.Context) ([]plan.Container, error) {
	have, err := s.engine.Observe(ctx, s.slug, nil)
	if err != nil {
		return nil, err
	}
	// Without its vault no secret would be removed from what is read.
	return have.Containers, errors.Join(checkOwner(s.slug, have), s.request.State.checkVault(s.slug, have))
}

func loggedContainer(container plan.Container) logged {
	running := container.State == "running" || container.State == "restarting"
	return loggedOf(container.Service, container.Container, container.ID, running)
}
