//go:build !linux

package wizard

import (
	"errors"
	"io"
)

// silence refuses: chatons run on Linux, and a secret is not shown elsewhere.
func silence(io.Reader) (restore func(), err error) {
	return nil, errors.New("a secret can only be typed on Linux: give it on the standard input")
}
