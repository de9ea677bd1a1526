package wizard

import (
	"strings"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"
)

// confirmScreen is a text to read and a yes or no to it.
type confirmScreen struct {
	options []Option
	preview []string
	from    int // first line shown of the preview
	at      int // in options
	height  int // lines of the preview in the last drawing
	keys    keys
}

func newConfirmScreen(question Question, k keys) *confirmScreen {
	screen := &confirmScreen{options: question.Options, keys: k, height: 1}
	if question.Preview != "" {
		screen.preview = strings.Split(strings.TrimRight(question.Preview, "\n"), "\n")
	}
	return screen
}

func (c *confirmScreen) press(msg tea.KeyMsg) {
	switch {
	case key.Matches(msg, c.keys.up):
		c.scroll(-1)
	case key.Matches(msg, c.keys.down):
		c.scroll(1)
	case key.Matches(msg, c.keys.pageUp):
		c.scroll(-c.height)
	case key.Matches(msg, c.keys.pageDown, c.keys.toggle):
		c.scroll(c.height)
	case key.Matches(msg, c.keys.other):
		c.at = 1 - c.at
	case key.Matches(msg, c.keys.yes):
		c.at = 0
	case key.Matches(msg, c.keys.no):
		c.at = 1
	}
}

func (c *confirmScreen) scroll(by int) {
	c.from = max(min(c.from+by, len(c.preview)-c.height), 0)
}

func (c *confirmScreen) value() string { return c.options[c.at].Value }

func (c *confirmScreen) wants(int) int { return len(c.preview) + 2 }

func (c *confirmScreen) lines(s styles, width, height int) []string {
	c.height = max(min(height-2, len(c.preview)), 0)
	c.scroll(0)
	var lines []string
	for _, line := range c.preview[c.from : c.from+c.height] {
		lines = append(lines, "│ "+clipped(strings.ReplaceAll(line, "\t", "  "), width-2))
	}
	return append(lines, "", clipped(c.buttons(s), width))
}

func (c *confirmScreen) buttons(s styles) string {
	var parts []string
	for at, option := range c.options {
		if at == c.at {
			parts = append(parts, s.chosen.Render("> "+option.Label))
			continue
		}
		parts = append(parts, "  "+option.Label)
	}
	return strings.Join(parts, "  ")
}

func (c *confirmScreen) bindings() []key.Binding {
	if len(c.preview) > c.height {
		return []key.Binding{c.keys.other, c.keys.down}
	}
	return []key.Binding{c.keys.other}
}

func (c *confirmScreen) typing() bool { return false }
