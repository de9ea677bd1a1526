package trial

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"

	"framagit.org/chatiere/chatiere/installer"
	"framagit.org/chatiere/chatiere/installer/catalog"
	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/site"
)

// chaton is the throw-away chaton that a module is tried in.
type chaton struct {
	options Options
	slug    string
	folder  string // of chaton.hcl, the lock file and what is kept between two lives
	state   installer.State
	file    *site.File
	modules *catalog.Catalog
	module  *catalog.Module
	http    int
	https   int
	pool    string // of networks, by chance

	standing *installer.Prepared // of the last apply; nil before the first
}

// newChaton makes the folders and the file; nothing runs yet.
func newChaton(options Options, module *catalog.Module) (*chaton, error) {
	slug, err := randomSlug()
	if err != nil {
		return nil, err
	}
	c := &chaton{options: options, slug: slug, pool: somePool(), state: installer.State{Folder: filepath.Join(options.Root, slug)}}
	if c.folder, err = os.MkdirTemp("", slug+"-"); err != nil {
		return nil, fmt.Errorf("make a folder for the trial: %w", err)
	}
	if err := c.settle(module); err != nil {
		c.forget()
		return nil, err
	}
	return c, nil
}

// settle chooses ports and writes what stands in the chaton's folder.
func (c *chaton) settle(module *catalog.Module) (err error) {
	if c.http, err = freePort(); err != nil {
		return err
	}
	if c.https = c.options.HTTPS; c.https == 0 {
		if c.https, err = freePort(); err != nil {
			return err
		}
	}
	if c.options.Authority != nil {
		if err := os.WriteFile(filepath.Join(c.folder, authorityFile), c.options.Authority.Root, 0o644); err != nil {
			return fmt.Errorf("write the authority's root: %w", err)
		}
	}
	return c.use(module)
}

// use puts a module in the service's place, on ports of the trial's own.
func (c *chaton) use(module *catalog.Module) error {
	moved, err := elsewhere(module)
	if err != nil {
		return err
	}
	c.serve(moved)
	return c.write()
}

// serve changes what the service is made of, and not the file.
func (c *chaton) serve(module *catalog.Module) {
	c.module, c.modules = module, c.options.Catalog.With(module)
}

// somePool has room for the networks of one service.
func somePool() string { return fmt.Sprintf("10.254.%d.0/24", rand.N(256)) }

// write writes chaton.hcl anew.
func (c *chaton) write() error {
	text := c.text()
	path := filepath.Join(c.folder, "chaton.hcl")
	file, wrong := site.Load(path, text)
	if wrong.HasErrors() {
		return &installer.DiagnosticsError{Diagnostics: wrong}
	}
	file.Folder = c.folder
	c.file = file
	return os.WriteFile(path, text, 0o600)
}

func (c *chaton) request() installer.Request {
	return installer.Request{
		Catalog: c.modules, File: c.file, LockFile: filepath.Join(c.folder, "chaton.lock.hcl"), State: c.state,
		Binary: c.options.Binary, Version: c.options.Version, Command: "chatiere module test", Clock: c.options.Clock,
	}
}

// tries is how many pools are tried, and how many plans in a row are followed
// while the situation changes under them.
const tries = 5

// prepare plans, in another pool when something of this machine is in the way.
func (c *chaton) prepare(ctx context.Context) (*installer.Prepared, error) {
	for attempt := 1; ; attempt++ {
		prepared, err := installer.Prepare(ctx, c.request())
		var pool *installer.PoolError
		if !errors.As(err, &pool) || attempt == tries {
			return prepared, err
		}
		c.pool = somePool()
		if err := c.write(); err != nil {
			return nil, err
		}
	}
}

// apply puts in place what the file says.
func (c *chaton) apply(ctx context.Context) error {
	for attempt := 1; ; attempt++ {
		planned, err := c.prepare(ctx)
		if err != nil {
			return err
		}
		planned.Close()
		performed, err := installer.Apply(ctx, c.request(), planned.Plan.ID(), func(plan.Event) {})
		var changed *installer.ChangedError
		if errors.As(err, &changed) && attempt < tries {
			continue
		}
		if performed != nil {
			c.leave()
			c.standing = performed
		}
		return err
	}
}

// leave ends the connection of the last apply.
func (c *chaton) leave() {
	if c.standing != nil {
		c.standing.Close()
		c.standing = nil
	}
}

// destroy removes everything with its data, and says what stayed.
func (c *chaton) destroy(ctx context.Context, images bool) error {
	c.leave()
	doomed, err := installer.PlanDestroy(ctx, c.request(), installer.Destruction{Slug: c.slug, Data: true, KeepImages: !images, Beside: true})
	if err != nil {
		return err
	}
	defer doomed.Close()
	if !doomed.Plan.Empty() {
		err = doomed.Perform(ctx, func(plan.Event) {})
	}
	// It is the operator's and stays; what comes next is another life.
	return errors.Join(err, os.RemoveAll(c.request().LockFile))
}

// isGone looks for what destroy left.
func (c *chaton) isGone(ctx context.Context) error {
	doomed, err := installer.PlanDestroy(ctx, c.request(), installer.Destruction{Slug: c.slug, Data: true, KeepImages: true})
	if err != nil {
		return err
	}
	defer doomed.Close()
	if !doomed.Plan.Empty() {
		return fmt.Errorf("something is left:\n%s", doomed.Plan)
	}
	return nil
}

// removal is the command by which a person removes what is left.
func (c *chaton) removal() string {
	return "chatiere destroy --data --name " + c.slug + " --state " + c.state.Folder
}

// forget removes what is not the chaton's own.
func (c *chaton) forget() {
	c.leave()
	_ = os.RemoveAll(c.folder)
}

func (c *chaton) service() *site.Service { return c.standing.Site.Service(serviceName) }

// running is the engine's ID of one running container of the service.
func (c *chaton) running(ctx context.Context, name string) (plan.Container, error) {
	found, err := c.standing.Engine().Running(ctx, serviceName)
	if err != nil {
		return plan.Container{}, err
	}
	for _, container := range found {
		if container.Container == name {
			return container, nil
		}
	}
	return plan.Container{}, fmt.Errorf("the container %q does not run", name)
}
