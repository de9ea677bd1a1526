package engine

import (
	"context"
	"fmt"
	"io"

	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/mount"
)

// volumeFolder is where a volume stands in the container that copies it, and
// the first part of every name in its archive.
const volumeFolder = "/chatiere-volume"

// copierContainer is the label of the container through which a volume is
// copied. It never runs; one that a killed run left is removed by the next plan
// like any container that nobody asks for.
const copierContainer = "volume-copier"

// ReadVolume writes the content of a volume of this chaton as a tar archive,
// with owners and modes; every name begins with "chatiere-volume/". Whoever
// writes into the volume is to be paused by the caller. image is the ID of any
// image that is there: nothing of it runs.
func (e *Engine) ReadVolume(ctx context.Context, object, image string, out io.Writer) error {
	return e.throughCopier(ctx, object, image, func(id string) error {
		content, _, err := e.docker.CopyFromContainer(ctx, id, volumeFolder)
		if err != nil {
			return err
		}
		defer content.Close()
		_, err = io.Copy(out, content)
		return err
	})
}

// FillVolume puts an archive of ReadVolume into a volume of this chaton, which
// is empty and which nobody uses yet.
func (e *Engine) FillVolume(ctx context.Context, object, image string, content io.Reader) error {
	return e.throughCopier(ctx, object, image, func(id string) error {
		return e.docker.CopyToContainer(ctx, id, "/", content, container.CopyToContainerOptions{})
	})
}

func (e *Engine) throughCopier(ctx context.Context, object, image string, transfer func(id string) error) error {
	found, err := e.docker.VolumeInspect(ctx, object)
	switch {
	case err != nil:
		return fmt.Errorf("copy the volume %s: %w", object, err)
	case !e.isOwn(found.Labels):
		return &ForeignError{Kind: "volume", Name: object}
	}
	labels := e.labels("")
	labels[labelContainer] = copierContainer
	config := &container.Config{Image: image, Entrypoint: []string{"none"}, Labels: labels}
	host := &container.HostConfig{NetworkMode: "none", Mounts: []mount.Mount{{
		Type: mount.TypeVolume, Source: object, Target: volumeFolder,
		VolumeOptions: &mount.VolumeOptions{NoCopy: true},
	}}}
	created, err := e.docker.ContainerCreate(ctx, config, host, nil, nil, "")
	if err != nil {
		return fmt.Errorf("copy the volume %s: %w", object, err)
	}
	defer func() {
		_ = e.docker.ContainerRemove(context.WithoutCancel(ctx), created.ID, container.RemoveOptions{})
	}()
	if err := transfer(created.ID); err != nil {
		return fmt.Errorf("copy the volume %s: %w", object, err)
	}
	return nil
}
