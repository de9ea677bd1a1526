package wizard

import (
	"strings"

	"github.com/charmbracelet/bubbles/key"
	"github.com/charmbracelet/x/ansi"
)

// widest is how long a line may be on a large terminal and still be read.
const widest = 100

// roomy is the height from which the keys stand apart from the rest.
const roomy = 16

// View draws the current question into the size of the terminal: what must be
// seen first, then as much of the rest as fits, in the order of its use.
func (m *model) View() string {
	if m.width == 0 || m.sitting.done() {
		return ""
	}
	width := min(m.width, widest) - 1
	top, bottom := m.head(width), m.foot(width)
	middle := m.middle(width, m.height-len(top)-len(bottom))
	for len(top)+len(middle)+len(bottom) < m.height {
		middle = append(middle, "")
	}
	lines := append(append(top, middle...), bottom...)
	if len(lines) > m.height && m.height > 0 {
		lines = lines[:m.height]
	}
	for at := range lines {
		lines[at] = ansi.Truncate(lines[at], m.width, "")
	}
	return strings.Join(lines, "\n")
}

// head is the program's name and the place in the sitting.
func (m *model) head(width int) []string {
	name := "chatière"
	place := m.sitting.printer.Sayf("Question %d of %d", m.sitting.at+1, len(m.sitting.questions))
	gap := max(width-ansi.StringWidth(name)-ansi.StringWidth(place), 1)
	return []string{m.styles.brand.Render(name) + strings.Repeat(" ", gap) + place}
}

// middle is the question, or its help.
func (m *model) middle(width, height int) []string {
	question := m.sitting.current()
	if m.helping {
		return m.help(question, width, height)
	}
	title := wrapped(question.Title, width)
	for at := range title {
		title[at] = m.styles.title.Render(title[at])
	}
	below := m.below(question, width)
	wants := m.screen.wants(width)
	left := height - len(title) - len(below) - min(wants, 5)
	fits := func(block []string) []string {
		if len(block) > left {
			return nil
		}
		left -= len(block)
		return block
	}
	gap, why := fits([]string{""}), fits(wrapped(question.Why, width))
	example := fits(m.example(question, width))
	var under []string
	if len(why)+len(example) > 0 {
		under = fits([]string{""})
	}
	over := fits([]string{""})
	body := m.screen.lines(m.styles, width, min(wants, 5)+max(left, 0))
	return concat(over, title, gap, why, example, under, body, below)
}

func concat(blocks ...[]string) []string {
	var lines []string
	for _, block := range blocks {
		lines = append(lines, block...)
	}
	return lines
}

func (m *model) example(question Question, width int) []string {
	if question.Example == "" {
		return nil
	}
	return wrapped(m.sitting.printer.Sayf("Example: %s", question.Example), width)
}

// below is what stands under the field: why an answer was refused, else what
// is still wrong while one types, else what follows from it.
func (m *model) below(question Question, width int) []string {
	value := strings.TrimSpace(m.screen.value())
	said, style := question.remark(value), m.styles.remark
	if value != "" {
		if err := question.problem(value); err != nil {
			said, style = err.Error(), m.styles.plain
		}
	}
	if m.problem != "" {
		said, style = m.sitting.printer.Sayf("To correct: %s", m.problem), m.styles.problem
	}
	var lines []string
	for _, line := range append(wrapped(said, width), wrapped(m.notice, width)...) {
		lines = append(lines, style.Render(line))
	}
	return lines
}

func (m *model) help(question Question, width, height int) []string {
	var lines []string
	for _, block := range [][]string{
		wrapped(question.Title, width), wrapped(question.Why, width), m.example(question, width),
		wrapped(question.Help, width),
	} {
		if len(block) > 0 {
			lines = append(append(lines, ""), block...)
		}
	}
	// Blank lines are the first to go where there is little room.
	for at := 0; len(lines) > height && at < len(lines); at++ {
		if lines[at] == "" {
			lines = append(lines[:at], lines[at+1:]...)
		}
	}
	return lines[:min(len(lines), max(height, 0))]
}

// foot lists the keys that do something here.
func (m *model) foot(width int) []string {
	bindings := append([]key.Binding{m.keys.next}, m.screen.bindings()...)
	if m.sitting.at > 0 {
		bindings = append(bindings, m.keys.back)
	}
	bindings = append(bindings, m.keys.help, m.keys.leave)
	if m.helping {
		bindings = []key.Binding{m.keys.back, m.keys.leave}
	}
	lines := wrapped(foot(bindings), width)
	if m.height < roomy {
		return lines
	}
	return append([]string{""}, lines...)
}
