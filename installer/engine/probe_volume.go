package engine

import (
	"archive/tar"
	"context"
	"fmt"
	"os"

	"framagit.org/chatiere/chatiere/installer/site"
	"github.com/containerd/errdefs"
	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/image"
	"github.com/docker/docker/api/types/mount"
)

// fillProbeVolume makes the volume and its content in a single call: the
// engine copies what an image has at a path into a volume that it makes for
// that path. A run killed before or after leaves no half-filled volume.
func (e *Engine) fillProbeVolume(ctx context.Context, wanted *site.Volume) error {
	if err := e.removeFiller(ctx); err != nil {
		return err
	}
	if err := checkStatic(e.options.Binary); err != nil {
		return err
	}
	digest, err := fileHash(e.options.Binary)
	if err != nil {
		return err
	}
	source, err := e.importTar(ctx, "", nil, e.probeContent)
	if err != nil {
		return fmt.Errorf("import the probe: %w", err)
	}
	defer e.docker.ImageRemove(context.WithoutCancel(ctx), source, image.RemoveOptions{})
	labels := e.volumeLabels(wanted)
	labels[labelOwn] = digest
	host := &container.HostConfig{NetworkMode: "none", Mounts: []mount.Mount{{
		Type: mount.TypeVolume, Source: wanted.ObjectName, Target: probeFolder,
		VolumeOptions: &mount.VolumeOptions{Labels: labels},
	}}}
	config := &container.Config{Image: source, Cmd: []string{probeProgram}, Labels: e.labels("")}
	if _, err := e.docker.ContainerCreate(ctx, config, host, nil, nil, e.fillerName()); err != nil {
		return fmt.Errorf("fill the volume %s: %w", wanted.ObjectName, err)
	}
	return e.removeFiller(context.WithoutCancel(ctx))
}

// fillerName is the container that filled the volume; it never runs, and is
// there for longer than a moment only after a killed run.
func (e *Engine) fillerName() string { return e.options.Slug + "-probe-filler" }

func (e *Engine) removeFiller(ctx context.Context) error {
	found, err := e.docker.ContainerInspect(ctx, e.fillerName())
	switch {
	case errdefs.IsNotFound(err):
		return nil
	case err != nil:
		return err
	case !e.isOwn(found.Config.Labels):
		return &ForeignError{Kind: "container", Name: e.fillerName()}
	}
	return e.docker.ContainerRemove(ctx, found.ID, container.RemoveOptions{})
}

// probeContent writes the program and, for an issuer that is not publicly
// trusted, the root that modules pass to their software.
func (e *Engine) probeContent(archive *tar.Writer) error {
	if err := writeFolder(archive, probeFolder, 0o755); err != nil {
		return err
	}
	if err := e.writeBinary(archive, probeProgram, nil); err != nil {
		return err
	}
	if e.options.CA == "" {
		return nil
	}
	root, err := os.ReadFile(e.options.CA)
	if err != nil {
		return fmt.Errorf("read the CA's root: %w", err)
	}
	return writeFile(archive, probeFolder+"/ca.pem", 0o644, root)
}
