package trial

import (
	"archive/tar"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/site"
)

// snapshot is what a copy of the service holds: dumps of its databases, its
// volumes, and of the state folder what nobody can make again. It stands in the
// trial's own folder, which goes with it.
type snapshot struct {
	folder string
	size   int64
}

func (s *snapshot) dump(engine string) string { return filepath.Join(s.folder, engine+".dump") }
func (s *snapshot) volume(name string) string { return filepath.Join(s.folder, name+".tar") }
func (s *snapshot) state(name string) string  { return filepath.Join(s.folder, name) }
func (s *snapshot) file(path string) (*os.File, error) {
	return os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_RDWR, 0o600)
}

// stateKept is what a new installation cannot make again.
var stateKept = []string{"vault.json", "id"}

// backup takes a copy as the module describes it: what it wants before, dumps,
// volumes while their writers hold still, what it wants after.
func (l *life) backup(ctx context.Context) (told plan.Sentence, err error) {
	l.copied = &snapshot{folder: filepath.Join(l.chaton.folder, "snapshot")}
	if err := os.MkdirAll(l.copied.folder, 0o700); err != nil {
		return told, err
	}
	before, after, wrong := l.prover.proving.Around()
	if wrong.HasErrors() {
		return told, wrong
	}
	if before != nil {
		if _, err := l.chaton.exec(ctx, before); err != nil {
			return told, err
		}
	}
	err = errors.Join(l.dumpAll(ctx), l.copyVolumes(ctx), l.copyState())
	if after != nil {
		_, failed := l.chaton.exec(ctx, after)
		err = errors.Join(err, failed)
	}
	return plan.Say("%s", sized(l.copied.size)), err
}

// dumpAll dumps every database and has its own check read the dump.
func (l *life) dumpAll(ctx context.Context) error {
	for _, database := range l.chaton.databases() {
		if database.Dump == nil {
			continue
		}
		if err := l.dumpOne(ctx, database); err != nil {
			return err
		}
	}
	return nil
}

func (l *life) dumpOne(ctx context.Context, database *site.Database) error {
	file, err := l.copied.file(l.copied.dump(database.Engine))
	if err != nil {
		return err
	}
	defer file.Close()
	if err := l.chaton.stream(ctx, database.Container, database.Dump, nil, file); err != nil {
		return err
	}
	written, err := file.Seek(0, io.SeekCurrent)
	if err != nil {
		return err
	}
	if written == 0 {
		return fmt.Errorf("the dump of %s is empty", database.Engine)
	}
	l.copied.size += written
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	return l.chaton.stream(ctx, database.Container, database.Check, file, io.Discard)
}

// copyVolumes copies the volumes that are backed up, but those that dumps stand
// for.
func (l *life) copyVolumes(ctx context.Context) (err error) {
	excluded, live := l.prover.proving.Left()
	for _, volume := range l.copiedVolumes() {
		if !live {
			release, failed := l.freeze(ctx, volume.Name)
			defer func() { err = errors.Join(err, release()) }()
			if failed != nil {
				return failed
			}
		}
		if err := l.copyVolume(ctx, volume, excluded); err != nil {
			return err
		}
	}
	return nil
}

func (l *life) copiedVolumes() []*site.Volume {
	var copied []*site.Volume
	for _, volume := range l.chaton.service().Volumes {
		dumped := slices.ContainsFunc(l.chaton.databases(), func(database *site.Database) bool {
			return database.Volume == volume.Name && database.Dump != nil
		})
		if volume.Backup && !dumped {
			copied = append(copied, volume)
		}
	}
	return copied
}

// freeze pauses whoever writes into a volume, until release.
func (l *life) freeze(ctx context.Context, volume string) (release func() error, err error) {
	engine := l.chaton.standing.Engine()
	var frozen []string
	release = func() error {
		var failures []error
		for _, id := range frozen {
			failures = append(failures, engine.Unpause(context.WithoutCancel(ctx), id))
		}
		return errors.Join(failures...)
	}
	ids, err := l.runningIDs(ctx)
	if err != nil {
		return release, err
	}
	for _, container := range l.chaton.service().Containers {
		writes := slices.ContainsFunc(container.Mounts, func(mount site.Mount) bool { return mount.Volume == volume && !mount.ReadOnly })
		if !writes {
			continue
		}
		frozen = append(frozen, ids[container.Name])
		if err := engine.Pause(ctx, ids[container.Name]); err != nil {
			return release, err
		}
	}
	return release, nil
}

func (l *life) copyVolume(ctx context.Context, volume *site.Volume, excluded []string) error {
	file, err := l.copied.file(l.copied.volume(volume.Name))
	if err != nil {
		return err
	}
	defer file.Close()
	reader, writer := io.Pipe()
	defer reader.Close()
	go func() {
		writer.CloseWithError(l.chaton.standing.Engine().ReadVolume(ctx, volume.ObjectName, l.anyImage(), writer))
	}()
	if err := passOn(file, reader, volume.Name, excluded); err != nil {
		return err
	}
	written, err := file.Seek(0, io.SeekCurrent)
	l.copied.size += written
	return err
}

// anyImage is the image of some container: a copy needs one that is there.
func (l *life) anyImage() string { return l.proof.Images[keys(l.proof.Images)[0]] }

// passOn passes an archive on, but for the excluded paths of its volume.
func passOn(to io.Writer, from io.Reader, volume string, excluded []string) error {
	in, out := tar.NewReader(from), tar.NewWriter(to)
	for {
		header, err := in.Next()
		if errors.Is(err, io.EOF) {
			return out.Close()
		}
		if err != nil {
			return err
		}
		_, inside, _ := strings.Cut(strings.TrimSuffix(header.Name, "/"), "/")
		name := volume + "/" + inside
		if slices.ContainsFunc(excluded, func(left string) bool { return name == left || strings.HasPrefix(name, left+"/") }) {
			continue
		}
		if err := out.WriteHeader(header); err != nil {
			return err
		}
		if _, err := io.Copy(out, in); err != nil {
			return err
		}
	}
}

func (l *life) copyState() error {
	for _, name := range stateKept {
		content, err := os.ReadFile(filepath.Join(l.chaton.state.Folder, name))
		if err != nil {
			return err
		}
		if err := os.WriteFile(l.copied.state(name), content, 0o600); err != nil {
			return err
		}
	}
	return nil
}
