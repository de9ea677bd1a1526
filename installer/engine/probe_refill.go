package engine

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"framagit.org/chatiere/chatiere/installer/disk"
	"framagit.org/chatiere/chatiere/installer/site"
	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/mount"
)

const (
	refillCommand = "refill"  // of `chatiere probe`
	refillFolder  = "/volume" // where the filler sees what the others see at probeFolder
	refillTime    = 2 * time.Minute
)

// refillProbeVolume gives a standing volume this program's files. The engine
// copies into empty volumes only, and what it is sent for a standing one is
// missing for a moment: so the new program itself, in a container of its own,
// puts each file in its place by rename.
func (e *Engine) refillProbeVolume(ctx context.Context, wanted *site.Volume) error {
	found, err := e.docker.VolumeInspect(ctx, wanted.ObjectName)
	if err == nil {
		err = e.adoptVolume(found, wanted)
	}
	if err == nil {
		err = e.removeFiller(ctx)
	}
	if err == nil {
		err = checkStatic(e.options.Binary)
	}
	if err != nil {
		return err
	}
	digest, err := fileHash(e.options.Binary)
	if err != nil {
		return err
	}
	source, err := e.probeImage(ctx, digest)
	if err != nil {
		return fmt.Errorf("import the probe: %w", err)
	}
	if err := e.runRefiller(ctx, source, wanted); err != nil {
		return fmt.Errorf("refill the volume %s: %w", wanted.ObjectName, err)
	}
	return e.removeFiller(context.WithoutCancel(ctx))
}

func (e *Engine) runRefiller(ctx context.Context, source string, wanted *site.Volume) error {
	ctx, cancel := context.WithTimeout(ctx, refillTime)
	defer cancel()
	labels := e.labels("")
	labels[labelContainer] = fillerContainer
	config := &container.Config{
		Image: source, User: "0:0", Labels: labels,
		Cmd: []string{probeProgram, "probe", refillCommand, refillFolder},
	}
	host := &container.HostConfig{
		NetworkMode: "none", ReadonlyRootfs: true, CapDrop: []string{"ALL"}, SecurityOpt: []string{"no-new-privileges"},
		Mounts: []mount.Mount{{Type: mount.TypeVolume, Source: wanted.ObjectName, Target: refillFolder}},
	}
	created, err := e.docker.ContainerCreate(ctx, config, host, nil, nil, e.fillerName())
	if err != nil {
		return err
	}
	if err := e.docker.ContainerStart(ctx, created.ID, container.StartOptions{}); err != nil {
		return err
	}
	ended, err := e.awaitJob(ctx, created.ID)
	if err == nil && ended.Code != 0 {
		err = fmt.Errorf("exit code %d: %s", ended.Code, ended.Output)
	}
	return err
}

// replaceFiles makes a folder hold the files of another one, each complete at
// any moment: programs in containers are started from there all the time. What
// is not in the other one goes last.
func replaceFiles(from, to string) error {
	wanted, err := os.ReadDir(from)
	if err != nil {
		return err
	}
	kept := map[string]bool{}
	for _, entry := range wanted {
		kept[entry.Name()] = true
		if err := replaceFile(filepath.Join(from, entry.Name()), filepath.Join(to, entry.Name())); err != nil {
			return err
		}
	}
	standing, err := os.ReadDir(to)
	if err != nil {
		return err
	}
	for _, entry := range standing {
		if !kept[entry.Name()] {
			if err := os.RemoveAll(filepath.Join(to, entry.Name())); err != nil {
				return err
			}
		}
	}
	return nil
}

func replaceFile(from, to string) error {
	about, err := os.Stat(from)
	if err != nil {
		return err
	}
	content, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return disk.Replace(to, content, about.Mode().Perm())
}
