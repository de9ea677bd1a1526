package trial

import (
	"context"

	"framagit.org/chatiere/chatiere/installer"
	"framagit.org/chatiere/chatiere/installer/disk"
	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/site"
)

// upgrade puts this version on the volumes of the version before, and reads
// what that one wrote.
func (l *life) upgrade(ctx context.Context) (told plan.Sentence, err error) {
	if l.options.Previous == nil {
		return told, absent(plan.Say("no previous version"))
	}
	if l.engine != nil {
		return told, absent(plan.Say("an engine moves by dump and load"))
	}
	current := l.chaton.module
	if err := l.chaton.destroy(ctx, false); err != nil {
		return told, err
	}
	if err := l.livePrevious(ctx); err != nil {
		return told, err
	}
	l.chaton.serve(current)
	if err := l.chaton.moveLock(); err != nil {
		return told, err
	}
	if err := l.chaton.apply(ctx); err != nil {
		return told, err
	}
	if err := l.openProver(); err != nil {
		return told, err
	}
	_, err = l.read(ctx)
	return plan.Say("from %s", l.options.Previous.Version), err
}

// livePrevious is the life of the version before until something is written.
func (l *life) livePrevious(ctx context.Context) error {
	if err := l.chaton.use(l.options.Previous); err != nil {
		return err
	}
	if err := l.chaton.apply(ctx); err != nil {
		return err
	}
	if err := l.openProver(); err != nil {
		return err
	}
	_, err := l.write(ctx)
	return err
}

// moveLock has the service made from the module that it serves now.
func (c *chaton) moveLock() error {
	path := c.request().LockFile
	lock, err := installer.ReadLock(path)
	if err != nil {
		return err
	}
	moved := lock.Move(site.LockedOf(serviceName, c.module.Name, "", site.ModulesOf(c.modules, c.module)))
	return disk.Replace(path, moved.Bytes(), 0o600)
}
