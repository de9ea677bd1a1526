package installer

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"unicode"

	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/site"
	"framagit.org/chatiere/chatiere/installer/vault"
)

// Action is one action of a running service, decided and ready to be run.
type Action struct {
	site.Action

	opened    *Prepared
	container string // the engine's ID
}

// OpenAction decides an action and finds its container by label. It writes
// nothing, needs no gateway, and reads no plan: a chaton with changes pending
// still has people who need an account. The caller closes what it returns.
func OpenAction(ctx context.Context, request Request, task site.Task) (*Action, error) {
	p, err := open(ctx, request)
	if err != nil {
		return nil, err
	}
	action, err := p.action(ctx, task)
	if err != nil {
		p.Close()
		return nil, err
	}
	return action, nil
}

// Close ends the connection to the engine.
func (a *Action) Close() { a.opened.Close() }

func (p *Prepared) action(ctx context.Context, task site.Task) (*Action, error) {
	task.Generate = vault.Password
	decided, wrong := site.ResolveAction(p.request.Catalog, p.request.File, p.vault, task)
	if wrong.HasErrors() {
		return nil, &DiagnosticsError{wrong}
	}
	have, err := p.engine.Observe(ctx, p.Site.Slug, nil)
	if err != nil {
		return nil, err
	}
	for _, folder := range have.States {
		return nil, &ElsewhereError{Slug: p.Site.Slug, Folder: folder}
	}
	container := running(p.Site, decided, have)
	if container == nil {
		return nil, &AbsentError{Service: decided.Service, Container: decided.Container}
	}
	return &Action{Action: decided, opened: p, container: container.ID}, nil
}

// running is the container that chaton.hcl wants; while a change of it waits
// to be applied, the newest one that runs in its place.
func running(s *site.Site, action site.Action, have plan.Observed) *plan.Container {
	for _, service := range s.Services {
		for _, container := range service.Containers {
			if container.FullName() != action.Service+"/"+action.Container {
				continue
			}
			if wanted := find(container, have); wanted != nil && wanted.State == "running" {
				return wanted
			}
		}
	}
	var newest *plan.Container
	for i, existing := range have.Containers {
		if existing.Service != action.Service || existing.Container != action.Container || existing.State != "running" {
			continue
		}
		if newest == nil || existing.Created > newest.Created {
			newest = &have.Containers[i]
		}
	}
	return newest
}

// Run runs the command in its container, as that container's user, and gives
// what it wrote on its two outputs, without what could command a terminal. A
// program that ends with another code than 0 is an *ActionError.
func (a *Action) Run(ctx context.Context) (text, remarks string, err error) {
	var written strings.Builder
	remarks, err = a.run(ctx, &written)
	return visible(written.String()), remarks, err
}

// Export runs the command and writes its output as it is into a new file that
// only its owner can read: people's data is in it. A failure leaves no file.
func (a *Action) Export(ctx context.Context, path string) (remarks string, err error) {
	temporary, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*")
	if err != nil {
		return "", fmt.Errorf("write %s: %w", path, err)
	}
	defer os.Remove(temporary.Name())
	defer temporary.Close()
	if remarks, err = a.run(ctx, temporary); err != nil {
		return "", err
	}
	if err := errors.Join(temporary.Sync(), os.Rename(temporary.Name(), path)); err != nil {
		return "", fmt.Errorf("write %s: %w", path, err)
	}
	return remarks, nil
}

func (a *Action) run(ctx context.Context, out io.Writer) (remarks string, err error) {
	var stdin io.Reader
	if a.Stdin != "" {
		stdin = strings.NewReader(a.Stdin)
	}
	said := &head{}
	code, err := a.opened.engine.Exec(ctx, a.container, a.Command, stdin, out, said)
	if err != nil {
		return "", fmt.Errorf("run %s of %s: %w", a.Name, a.Service, err)
	}
	remarks = strings.TrimSpace(visible(a.opened.vault.Redact(said.text.String())))
	if code != 0 {
		return "", &ActionError{Service: a.Service, Code: code, Said: remarks}
	}
	return remarks, nil
}

// visible keeps what people of a service wrote from commanding the operator's
// terminal.
func visible(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, text)
}

// head keeps the beginning of what a program says: a broken one says it again
// and again.
type head struct{ text strings.Builder }

const headSize = 16 << 10

// Write never fails.
func (h *head) Write(text []byte) (int, error) {
	h.text.Write(text[:min(len(text), max(0, headSize-h.text.Len()))])
	return len(text), nil
}
