package wizard

import (
	"os"

	"golang.org/x/term"
)

// size asks the terminal how large its window is now: columns and rows.
func (t *Terminal) size() (columns, rows int) {
	if file, ok := t.Out.(*os.File); ok {
		if columns, rows, err := term.GetSize(int(file.Fd())); err == nil && columns > 0 && rows > 0 {
			return columns, rows
		}
	}
	return t.width(), usualRows
}

// usualRows is a terminal's usual height.
const usualRows = 24
