package wizard

import (
	"errors"
	"io"

	"golang.org/x/sys/unix"
)

// flush drops the unread input of a terminal; anything else keeps its own.
func flush(in io.Reader) error {
	file, isFile := in.(interface{ Fd() uintptr })
	if !isFile {
		return nil
	}
	err := unix.IoctlSetInt(int(file.Fd()), unix.TCFLSH, unix.TCIFLUSH)
	if errors.Is(err, unix.ENOTTY) {
		return nil
	}
	return err
}
