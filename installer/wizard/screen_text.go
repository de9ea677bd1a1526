package wizard

import (
	"github.com/charmbracelet/bubbles/cursor"
	"github.com/charmbracelet/bubbles/key"
	"github.com/charmbracelet/bubbles/textinput"
	tea "github.com/charmbracelet/bubbletea"
)

// textScreen is one line to write.
type textScreen struct{ input textinput.Model }

func newTextScreen(question Question, s styles) *textScreen {
	return &textScreen{input: newInput(s, "> ", question.proposed())}
}

// newInput makes a field with a cursor that does not blink: nothing is redrawn
// while a person thinks.
func newInput(s styles, prompt, value string) textinput.Model {
	input := textinput.New()
	input.Prompt = prompt
	input.PromptStyle, input.TextStyle = s.chosen, s.plain
	input.Cursor.Style, input.Cursor.TextStyle = s.inverted, s.plain
	input.Cursor.SetMode(cursor.CursorStatic)
	input.SetValue(value)
	input.Focus()
	return input
}

func (t *textScreen) press(msg tea.KeyMsg) { t.input, _ = t.input.Update(msg) }

func (t *textScreen) value() string { return t.input.Value() }

func (t *textScreen) wants(int) int { return 1 }

func (t *textScreen) lines(_ styles, width, _ int) []string {
	t.input.Width = max(width-4, 1)
	// The cursor is put anew so that the field scrolls to the new width.
	t.input.SetCursor(t.input.Position())
	return []string{t.input.View()}
}

func (t *textScreen) bindings() []key.Binding { return nil }

func (t *textScreen) typing() bool { return t.input.Value() != "" }
