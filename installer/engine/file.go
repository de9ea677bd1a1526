package engine

import (
	"context"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"
	"syscall"

	"framagit.org/chatiere/chatiere/installer/site"
	"github.com/containerd/errdefs"
	"github.com/docker/docker/api/types/image"
)

// WriteFiles performs file.write: it puts the rendered files of a container
// where its mounts look for them, owned by its user. Folders are named by
// content, so an older container keeps its own files.
func (e *Engine) WriteFiles(ctx context.Context, wanted *site.Container) error {
	if len(wanted.Files) == 0 {
		return nil
	}
	source, err := e.findImage(ctx, wanted.Image)
	if err != nil && !errdefs.IsNotFound(err) {
		return err
	}
	if err != nil {
		// Not needed when the user is written down.
		source = image.InspectResponse{}
		if wanted.User == "" && (wanted.Image.Build == nil || wanted.Image.Build.User == "") {
			return fmt.Errorf("find the image's user: %w", err)
		}
	}
	of, err := ownerOf(wanted, source)
	if err != nil {
		return err
	}
	for _, file := range wanted.Files {
		if err := writeOwned(e.filePath(wanted, file), file, of); err != nil {
			return fmt.Errorf("write %s: %w", file.Path, err)
		}
	}
	return nil
}

// filePath is where a rendered file lies on the host. Mode and owner are in
// the name: a container that is started again after a failed replacement must
// find its own file, even when the other one differs in nothing else.
func (e *Engine) filePath(wanted *site.Container, file site.RenderedFile) string {
	user := wanted.User
	if user == "" && wanted.Image.Build != nil {
		user = wanted.Image.Build.User
	}
	name := fmt.Sprintf("%04o-%s-%s", file.Mode, strings.ReplaceAll(user, ":", "-"), path.Base(file.Path))
	return filepath.Join(e.options.FilesFolder, wanted.Service, wanted.Name, file.Hash, name)
}

// writeOwned leaves a file alone that is already right: a running container
// may have it mounted.
func writeOwned(name string, file site.RenderedFile, of owner) error {
	if isWritten(name, file, of) {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return err
	}
	temporary, err := os.CreateTemp(filepath.Dir(name), ".new-")
	if err != nil {
		return err
	}
	defer os.Remove(temporary.Name())
	defer temporary.Close()
	if err := fill(temporary, file, of); err != nil {
		return err
	}
	return os.Rename(temporary.Name(), name)
}

func fill(temporary *os.File, file site.RenderedFile, of owner) error {
	if _, err := temporary.WriteString(file.Content); err != nil {
		return err
	}
	// The mode last: a change of owner may take bits of it away.
	if err := temporary.Chown(of.user, of.group); err != nil {
		return err
	}
	if err := temporary.Chmod(os.FileMode(file.Mode) & os.ModePerm); err != nil {
		return err
	}
	return temporary.Sync()
}

func isWritten(name string, file site.RenderedFile, of owner) bool {
	about, err := os.Lstat(name)
	if err != nil || about.Mode() != os.FileMode(file.Mode)&os.ModePerm {
		return false
	}
	held, ok := about.Sys().(*syscall.Stat_t)
	if !ok || int(held.Uid) != of.user || int(held.Gid) != of.group {
		return false
	}
	content, err := os.ReadFile(name)
	return err == nil && string(content) == file.Content
}
