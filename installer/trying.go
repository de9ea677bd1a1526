package installer

import (
	"context"
	"io"

	"framagit.org/chatiere/chatiere/installer/engine"
	"framagit.org/chatiere/chatiere/installer/vault"
)

// Engine is the connection that the preparation was made over. Package trial
// does with it between two runs what no plan has: it freezes, copies, starts in
// the wrong order and measures. It ends with the preparation.
func (p *Prepared) Engine() *engine.Engine { return p.engine }

// Secrets is the vault that the preparation was made with.
func (p *Prepared) Secrets() *vault.Vault { return p.vault }

// Write runs the action and passes on what it writes, as it is.
func (a *Action) Write(ctx context.Context, out io.Writer) error {
	_, err := a.run(ctx, out)
	return err
}
