package installer

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// ReplaceFile writes a file in one step: temporary file in the same folder,
// fsync, rename. An existing file's owner is kept: chaton.lock.hcl belongs to
// the operator even when root writes it.
func ReplaceFile(path string, data []byte, mode fs.FileMode) error {
	temporary, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*")
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	defer os.Remove(temporary.Name())
	if err := fill(temporary, data, mode); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	keepOwner(path, temporary.Name())
	if err := os.Rename(temporary.Name(), path); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}

func fill(file *os.File, data []byte, mode fs.FileMode) error {
	_, err := file.Write(data)
	if err == nil {
		err = file.Chmod(mode)
	}
	if err == nil {
		err = file.Sync()
	}
	if closing := file.Close(); err == nil {
		err = closing
	}
	return err
}
