package engine

import (
	"archive/tar"
	"context"
	"crypto/sha256"
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
// that path. A run killed before or after leaves no half-filled volume. The
// image goes before the container does, so that a killed run leaves nothing
// which the next one would not see.
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
	source, err := e.probeImage(ctx, digest)
	if err != nil {
		return fmt.Errorf("import the probe: %w", err)
	}
	if err := e.createFiller(ctx, source, digest, wanted); err != nil {
		return fmt.Errorf("fill the volume %s: %w", wanted.ObjectName, err)
	}
	return e.removeFiller(context.WithoutCancel(ctx))
}

// probeImage imports what fills the volume. What a killed run imported bears
// the same name, which follows the content, and is taken as it is.
func (e *Engine) probeImage(ctx context.Context, digest string) (id string, err error) {
	root, err := e.probeRoot()
	if err != nil {
		return "", err
	}
	name := fmt.Sprintf("%s:%s-%x", e.fillerName(), digest[:12], sha256.Sum256(append(root, LocalZone()...)))
	found, err := e.docker.ImageInspect(ctx, name)
	if !errdefs.IsNotFound(err) {
		return found.ID, err
	}
	return e.importTar(ctx, name, nil, e.probeContent)
}

func (e *Engine) createFiller(ctx context.Context, source, digest string, wanted *site.Volume) error {
	filled := e.volumeLabels(wanted)
	filled[labelOwn] = digest
	host := &container.HostConfig{NetworkMode: "none", Mounts: []mount.Mount{{
		Type: mount.TypeVolume, Source: wanted.ObjectName, Target: probeFolder,
		VolumeOptions: &mount.VolumeOptions{Labels: filled},
	}}}
	labels := e.labels("")
	labels[labelContainer] = fillerContainer
	config := &container.Config{Image: source, Cmd: []string{probeProgram}, Labels: labels}
	_, err := e.docker.ContainerCreate(ctx, config, host, nil, nil, e.fillerName())
	return err
}

// fillerContainer is the filler's label: a plan that finds one, after a killed
// run, removes it like any container that nobody asks for.
const fillerContainer = "probe-filler"

// fillerName is the container that fills the volume; it is there for longer
// than a moment only after a killed run.
func (e *Engine) fillerName() string { return e.options.Slug + "-probe-filler" }

func (e *Engine) removeFiller(ctx context.Context) error {
	found, err := e.ownByName(ctx, e.fillerName())
	if err != nil || found == nil {
		return err
	}
	return e.removeFillerAndImage(ctx, *found)
}

// removeFillerAndImage forces the image away: a container that does not run
// still stands on it.
func (e *Engine) removeFillerAndImage(ctx context.Context, filler container.InspectResponse) error {
	if err := e.stopContainer(ctx, filler.ID, nil); err != nil {
		return err
	}
	_, err := e.docker.ImageRemove(ctx, filler.Image, image.RemoveOptions{Force: true})
	if err != nil && !errdefs.IsNotFound(err) {
		return err
	}
	if err := e.docker.ContainerRemove(ctx, filler.ID, container.RemoveOptions{}); !errdefs.IsNotFound(err) {
		return err
	}
	return nil
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
	if zone := LocalZone(); zone != nil {
		if err := writeFile(archive, probeFolder+"/localtime", 0o644, zone); err != nil {
			return err
		}
	}
	root, err := e.probeRoot()
	if root == nil || err != nil {
		return err
	}
	return writeFile(archive, probeFolder+"/ca.pem", 0o644, root)
}

// LocalZone is the machine's time zone, which the probe volume holds and by
// which regular jobs know the night; nil on a machine that says none.
func LocalZone() []byte {
	zone, err := os.ReadFile("/etc/localtime")
	if err != nil {
		return nil
	}
	return zone
}

// probeRoot is nil for an issuer that is publicly trusted.
func (e *Engine) probeRoot() ([]byte, error) {
	if e.options.CA == "" {
		return nil, nil
	}
	root, err := os.ReadFile(e.options.CA)
	if err != nil {
		return nil, fmt.Errorf("read the CA's root: %w", err)
	}
	return root, nil
}
