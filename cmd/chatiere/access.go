package main

import (
	"errors"
	"os"
	"path/filepath"
)

// unreadable says why a file that is there cannot be read.
func (a *app) unreadable(path string, err error) error {
	if errors.Is(err, os.ErrPermission) {
		return a.wrongUse(a.printer.Sayf("The file %s may not be read by this user.", a.absolute(path)),
			a.printer.Sayf("Run the same command as root, or give yourself the right to read it."))
	}
	return a.wrongUse(a.printer.Sayf("%s cannot be read as a file.", a.absolute(path)),
		a.printer.Sayf("Check its path: a folder may stand where a file should, or the other way round."))
}

// unwritable says why chaton.hcl cannot be written where it should stand.
func (a *app) unwritable(err error) error {
	if !errors.Is(err, os.ErrPermission) {
		return err
	}
	return a.wrongUse(a.printer.Sayf("This user may not write in %s.", filepath.Dir(a.absolute(a.path()))),
		a.printer.Sayf("Run the same command as root, or choose another folder with --chdir."))
}
