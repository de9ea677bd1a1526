package disk

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// CopyFolder makes a folder of plain files, only its owner's, appear in one
// step: whoever sees it sees all of it, also after a power cut. What stood under
// its name before is replaced.
func CopyFolder(into string, from fs.FS) error {
	if err := copyFolder(into, from); err != nil {
		return fmt.Errorf("copy into %s: %w", into, err)
	}
	return nil
}

func copyFolder(into string, from fs.FS) error {
	parent := filepath.Dir(into)
	if err := os.MkdirAll(parent, 0o700); err != nil {
		return err
	}
	temporary, err := os.MkdirTemp(parent, temporaryPrefix+"*")
	if err != nil {
		return err
	}
	err = fs.WalkDir(from, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		return copyFile(filepath.Join(temporary, filepath.FromSlash(name)), from, name)
	})
	if err == nil {
		err = syncFolders(temporary)
	}
	if err == nil {
		err = os.RemoveAll(into)
	}
	if err == nil {
		err = os.Rename(temporary, into)
	}
	if err != nil {
		return errors.Join(err, os.RemoveAll(temporary))
	}
	return syncFolder(parent)
}

func copyFile(into string, from fs.FS, name string) error {
	content, err := fs.ReadFile(from, name)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(into), 0o700); err != nil {
		return err
	}
	file, err := os.OpenFile(into, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	return Fill(file, content, 0o600)
}

// syncFolders brings the names of a tree to the disk.
func syncFolders(root string) error {
	return filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.IsDir() {
			return err
		}
		return syncFolder(name)
	})
}
