// Package disk writes files that survive a power cut.
package disk

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Replace replaces a file in one step and only returns once file and folder
// are on the disk: an empty account key after a power cut would block every
// certificate.
func Replace(path string, data []byte, mode fs.FileMode) error {
	folder := filepath.Dir(path)
	temporary, err := os.CreateTemp(folder, temporaryPrefix+"*")
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	if err := fill(temporary, data, mode); err != nil {
		_ = os.Remove(temporary.Name())
		return fmt.Errorf("write %s: %w", path, err)
	}
	if err := os.Rename(temporary.Name(), path); err != nil {
		_ = os.Remove(temporary.Name())
		return fmt.Errorf("write %s: %w", path, err)
	}
	return syncFolder(folder)
}

// temporaryPrefix begins with a dot so that no host name can be taken for it.
const temporaryPrefix = ".writing-"

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

// Probe says whether a folder takes files. Callers may probe in parallel, so
// each has its own file.
func Probe(folder string) error {
	probe, err := os.CreateTemp(folder, temporaryPrefix+"*")
	if err != nil {
		return err
	}
	err = fill(probe, []byte{'\n'}, 0o600)
	return errors.Join(err, os.Remove(probe.Name()))
}

func syncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	defer folder.Close()
	return folder.Sync()
}
