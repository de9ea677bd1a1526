package wizard

import (
	"errors"
	"io"

	"golang.org/x/sys/unix"
)

// silence stops a terminal from showing what is typed, but for the end of the
// line, until restore is called. Anything else shows nothing by itself.
func silence(in io.Reader) (restore func(), err error) {
	file, isFile := in.(interface{ Fd() uintptr })
	if !isFile {
		return func() {}, nil
	}
	terminal := int(file.Fd())
	before, err := unix.IoctlGetTermios(terminal, unix.TCGETS)
	if errors.Is(err, unix.ENOTTY) {
		return func() {}, nil
	}
	if err != nil {
		return nil, err
	}
	silent := *before
	silent.Lflag = silent.Lflag&^unix.ECHO | unix.ECHONL
	restore = func() { _ = unix.IoctlSetTermios(terminal, unix.TCSETS, before) }
	return restore, unix.IoctlSetTermios(terminal, unix.TCSETS, &silent)
}
