package wizard

import (
	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"
)

// choiceScreen is one answer out of a few.
type choiceScreen struct {
	options []Option
	at      int
	keys    keys
}

func newChoiceScreen(question Question, k keys) *choiceScreen {
	screen := &choiceScreen{options: question.Options, keys: k}
	for at, option := range question.Options {
		if option.Value == question.proposed() {
			screen.at = at
		}
	}
	return screen
}

func (c *choiceScreen) press(msg tea.KeyMsg) {
	switch {
	case key.Matches(msg, c.keys.up):
		c.at = max(c.at-1, 0)
	case key.Matches(msg, c.keys.down):
		c.at = min(c.at+1, len(c.options)-1)
	}
}

func (c *choiceScreen) value() string { return c.options[c.at].Value }

func (c *choiceScreen) wants(int) int { return len(c.options) }

func (c *choiceScreen) lines(s styles, width, height int) []string {
	var lines []string
	from, to := window(len(c.options), c.at, height)
	for at := from; at < to; at++ {
		label := clipped(c.options[at].Label, width-2)
		if at == c.at {
			lines = append(lines, s.chosen.Render("> "+label))
			continue
		}
		lines = append(lines, "  "+label)
	}
	return lines
}

func (c *choiceScreen) bindings() []key.Binding { return []key.Binding{c.keys.down} }

func (c *choiceScreen) typing() bool { return false }
