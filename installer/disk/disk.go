// Package disk writes files that survive a power cut, and that no reader ever
// sees by half.
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
// certificate. The new file belongs to whoever owned the old one, or the folder
// when there was none: chaton.lock.hcl is the operator's even when root writes
// it, and what root puts into the gateway's folder is the gateway's.
func Replace(path string, data []byte, mode fs.FileMode) error {
	if err := replace(path, data, mode); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}

func replace(path string, data []byte, mode fs.FileMode) error {
	folder := filepath.Dir(path)
	temporary, err := os.CreateTemp(folder, temporaryPrefix+"*")
	if err != nil {
		return err
	}
	keepOwner(path, temporary)
	err = Fill(temporary, data, mode)
	if err == nil {
		err = os.Rename(temporary.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(temporary.Name()))
	}
	return syncFolder(folder)
}

// temporaryPrefix begins with a dot so that no host name can be taken for it.
const temporaryPrefix = ".writing-"

// Fill writes a new file, which nobody sees yet, to the disk and closes it, at
// its own failure too. It is for callers that hold the folder in another way.
func Fill(file *os.File, data []byte, mode fs.FileMode) error {
	_, err := file.Write(data)
	return errors.Join(err, file.Chmod(mode), file.Sync(), file.Close())
}

// Probe says whether a folder takes files. Callers may probe in parallel, so
// each has its own file.
func Probe(folder string) error {
	probe, err := os.CreateTemp(folder, temporaryPrefix+"*")
	if err != nil {
		return err
	}
	err = Fill(probe, []byte{'\n'}, 0o600)
	return errors.Join(err, os.Remove(probe.Name()))
}

func syncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}
