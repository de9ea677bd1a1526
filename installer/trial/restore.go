package trial

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"

	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/site"
)

// destroy loses everything, as a machine that burns does.
func (l *life) destroy(ctx context.Context) (told plan.Sentence, err error) {
	if err := l.chaton.destroy(ctx, false); err != nil {
		return told, err
	}
	if _, err := os.Stat(l.chaton.state.Folder); err == nil {
		return told, errors.New("the state folder is still there")
	}
	return told, nil
}

// restore makes the service again from the copy. Its servers come first and
// take their dumps while nobody else sees their empty databases.
func (l *life) restore(ctx context.Context) (told plan.Sentence, err error) {
	if err := l.restoreState(); err != nil {
		return told, err
	}
	if err := l.loadDumps(ctx); err != nil {
		return told, err
	}
	if err := l.fillVolumes(ctx); err != nil {
		return told, err
	}
	if err := l.chaton.apply(ctx); err != nil {
		return told, err
	}
	return plan.Say("%s", sized(l.copied.size)), l.openProver()
}

func (l *life) restoreState() error {
	if err := os.MkdirAll(l.chaton.state.Folder, 0o700); err != nil {
		return err
	}
	for _, name := range stateKept {
		content, err := os.ReadFile(l.copied.state(name))
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(l.chaton.state.Folder, name), content, 0o600); err != nil {
			return err
		}
	}
	return nil
}

// loadDumps runs the servers alone and loads what was dumped.
func (l *life) loadDumps(ctx context.Context) error {
	if len(l.module.Databases) == 0 {
		return nil
	}
	whole := l.chaton.module
	l.chaton.serve(whole.ServersAlone())
	defer l.chaton.serve(whole)
	if err := l.chaton.apply(ctx); err != nil {
		return err
	}
	for _, database := range l.chaton.databases() {
		if database.Dump == nil {
			continue
		}
		if err := l.load(ctx, database); err != nil {
			return err
		}
	}
	return nil
}

func (l *life) load(ctx context.Context, database *site.Database) error {
	file, err := os.Open(l.copied.dump(database.Engine))
	if err != nil {
		return err
	}
	defer file.Close()
	return l.chaton.stream(ctx, database.Container, database.Load, file, io.Discard)
}

// fillVolumes makes the volumes before any container starts on them.
func (l *life) fillVolumes(ctx context.Context) error {
	prepared, err := l.chaton.prepare(ctx)
	if err != nil {
		return err
	}
	defer prepared.Close()
	for _, volume := range prepared.Site.Service(serviceName).Volumes {
		file, err := os.Open(l.copied.volume(volume.Name))
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		defer file.Close()
		create := plan.Operation{Kind: plan.VolumeCreate, Target: volume.ObjectName, Volume: volume}
		if err := prepared.Engine().Do(ctx, create, nil); err != nil {
			return err
		}
		if err := prepared.Engine().FillVolume(ctx, volume.ObjectName, l.anyImage(), file); err != nil {
			return err
		}
	}
	return nil
}
