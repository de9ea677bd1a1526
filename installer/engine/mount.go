package engine

import (
	"archive/tar"
	"context"
	"errors"
	"fmt"

	"framagit.org/chatiere/chatiere/installer/site"
	"github.com/docker/docker/api/types/container"
	"github.com/docker/docker/api/types/image"
)

// MountError says that a container's user could not write into one of its
// volumes. It is for the module's author: the folder comes from the image.
type MountError struct {
	Container   string // "wiki/app"
	Volume      string // label of the mount
	Path        string
	Owner, User int // the folder's, and the container's
}

// Error names the mount and the line that the image lacks.
func (e *MountError) Error() string {
	return fmt.Sprintf(`%s: mount %q: the image has no folder %s, or one that belongs to user %d, and the container runs as user %d: make it in the image (install -d -o %d %s)`,
		e.Container, e.Volume, e.Path, e.Owner, e.User, e.User, e.Path)
}

// checkMounts looks at a container's volumes before its first start, when the
// engine has just given new ones the owner that the image has at that path. A
// container that cannot run as it is described does not stay.
func (e *Engine) checkMounts(ctx context.Context, id string, wanted *site.Container, source image.InspectResponse) error {
	err := e.lookAtMounts(ctx, id, wanted, source)
	if err != nil {
		removing := e.docker.ContainerRemove(context.WithoutCancel(ctx), id, container.RemoveOptions{})
		return errors.Join(err, removing)
	}
	return nil
}

// lookAtMounts passes over a user whose number only the image knows, and over
// root, who may give a folder to somebody else as it starts.
func (e *Engine) lookAtMounts(ctx context.Context, id string, wanted *site.Container, source image.InspectResponse) error {
	of, err := ownerOf(wanted, source)
	if err != nil || of.user == 0 {
		return nil
	}
	var problems []error
	for _, mount := range wanted.Mounts {
		if mount.ReadOnly {
			continue
		}
		found, err := e.ownerAt(ctx, id, mount.Path)
		switch {
		case err != nil:
			problems = append(problems, fmt.Errorf("look at %s: %w", mount.Path, err))
		case found != of.user:
			problems = append(problems, &MountError{Container: wanted.FullName(), Volume: mount.Volume, Path: mount.Path, Owner: found, User: of.user})
		}
	}
	return errors.Join(problems...)
}

// ownerAt reads the first entry of the folder's archive: nothing else of the
// engine tells an owner. What follows is left unread.
func (e *Engine) ownerAt(ctx context.Context, id, path string) (int, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	content, _, err := e.docker.CopyFromContainer(ctx, id, clean(path)+"/.")
	if err != nil {
		return 0, err
	}
	defer content.Close()
	header, err := tar.NewReader(content).Next()
	if err != nil {
		return 0, err
	}
	return header.Uid, nil
}
