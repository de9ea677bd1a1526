package wizard

import (
	"io"

	"github.com/charmbracelet/lipgloss"
)

// styles are named by what they mean. Colours are among the sixteen that every
// terminal theme makes readable on its own background, light or dark; nothing
// is said by colour alone.
type styles struct {
	brand    lipgloss.Style // the program's name
	title    lipgloss.Style // the question
	chosen   lipgloss.Style // where the cursor is
	group    lipgloss.Style // heading of a list
	problem  lipgloss.Style // what is wrong
	remark   lipgloss.Style // what follows from an answer
	plain    lipgloss.Style
	inverted lipgloss.Style // the cursor in a field
}

// basicColours is termenv.ANSI: an untyped number, so that the package that
// defines it stays behind lipgloss.
const basicColours = 2

// newStyles never asks the terminal anything: the number of colours is fixed
// and no style depends on the background.
func newStyles(out io.Writer, terminal, colour bool) styles {
	renderer := lipgloss.NewRenderer(out)
	if terminal {
		renderer.SetColorProfile(basicColours)
	}
	plain := renderer.NewStyle()
	s := styles{
		brand:    plain.Bold(true),
		title:    plain.Bold(true),
		chosen:   plain.Bold(true),
		group:    plain.Underline(true),
		problem:  plain.Bold(true),
		remark:   plain,
		plain:    plain,
		inverted: plain.Reverse(true),
	}
	if colour {
		s.brand = s.brand.Foreground(lipgloss.Color("5"))
		s.chosen = s.chosen.Foreground(lipgloss.Color("5"))
		s.problem = s.problem.Foreground(lipgloss.Color("1"))
		s.remark = s.remark.Foreground(lipgloss.Color("2"))
	}
	return s
}
