package wizard

import (
	"strings"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"
)

// screen is the part of the full screen that takes the answer to one question.
type screen interface {
	// press changes the screen by one key that the model has no use for.
	press(tea.KeyMsg)
	// value is the answer as it stands.
	value() string
	// wants is how many lines it would fill, lines draws at most height of them.
	wants(width int) int
	lines(s styles, width, height int) []string
	// bindings are its own keys, for the foot.
	bindings() []key.Binding
	// typing tells that letters belong to a field.
	typing() bool
}

func newScreen(question Question, k keys, s styles) screen {
	switch question.Kind {
	case KindChoice:
		return newChoiceScreen(question, k)
	case KindSeveral:
		return newSeveralScreen(question, k, s)
	case KindConfirm:
		return newConfirmScreen(question, k)
	}
	return newTextScreen(question, s)
}

// wrapped breaks a text into lines of at most width columns. Names with
// hyphens stay whole, so that nobody copies half of one.
func wrapped(text string, width int) []string {
	if text == "" {
		return nil
	}
	whole := strings.ReplaceAll(text, "-", unbreakable)
	broken := ansi.Wrap(whole, max(width, 1), "")
	return strings.Split(strings.ReplaceAll(broken, unbreakable, "-"), "\n")
}

// unbreakable is U+2011, the hyphen that no line ends with.
const unbreakable = "\u2011"

// clipped cuts a line that is too long.
func clipped(text string, width int) string { return ansi.Truncate(text, max(width, 1), "…") }

// window is the part of a list of some length that keeps a place in sight.
func window(length, at, height int) (from, to int) {
	if length <= height {
		return 0, length
	}
	from = min(max(at-height/2, 0), length-height)
	return from, from + height
}
