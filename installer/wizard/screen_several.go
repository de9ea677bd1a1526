package wizard

import (
	"slices"
	"strings"

	"github.com/charmbracelet/bubbles/key"
	"github.com/charmbracelet/bubbles/textinput"
	tea "github.com/charmbracelet/bubbletea"
)

// severalScreen is a list by groups out of which any number is chosen, with
// what is known of the one under the cursor.
type severalScreen struct {
	options   []Option
	chosen    map[string]bool
	at        int // in shown()
	filter    textinput.Model
	searching bool
	keys      keys
}

func newSeveralScreen(question Question, k keys, s styles) *severalScreen {
	screen := &severalScreen{
		options: question.Options,
		chosen:  map[string]bool{},
		filter:  newInput(s, "/ ", ""),
		keys:    k,
	}
	for _, value := range split(question.proposed()) {
		screen.chosen[value] = true
	}
	return screen
}

func (m *severalScreen) press(msg tea.KeyMsg) {
	switch {
	case m.searching:
		m.write(msg)
	case key.Matches(msg, m.keys.search):
		m.searching = true
	case key.Matches(msg, m.keys.up):
		m.at = max(m.at-1, 0)
	case key.Matches(msg, m.keys.down):
		m.at = max(min(m.at+1, len(m.shown())-1), 0)
	case key.Matches(msg, m.keys.toggle):
		m.toggle()
	}
}

// write puts a key into the search. Arrows still move in the list.
func (m *severalScreen) write(msg tea.KeyMsg) {
	switch msg.Type {
	case tea.KeyUp:
		m.at = max(m.at-1, 0)
	case tea.KeyDown:
		m.at = max(min(m.at+1, len(m.shown())-1), 0)
	default:
		m.filter, _ = m.filter.Update(msg)
		m.at = 0
	}
}

// endSearch leaves the search field, and tells whether one was in it. What was
// found stays, an empty search shows everything again.
func (m *severalScreen) endSearch(clear bool) bool {
	was := m.searching
	m.searching = false
	if clear {
		m.filter.SetValue("")
	}
	m.at = min(m.at, max(len(m.shown())-1, 0))
	return was
}

func (m *severalScreen) toggle() {
	if shown := m.shown(); len(shown) > 0 {
		value := shown[m.at].Value
		m.chosen[value] = !m.chosen[value]
	}
}

// shown is the list as the search leaves it.
func (m *severalScreen) shown() []Option {
	wanted := folded(m.filter.Value())
	return slices.DeleteFunc(slices.Clone(m.options), func(o Option) bool {
		text := folded(o.Value + " " + o.Label + " " + o.Group + " " + strings.Join(o.Details, " "))
		return !strings.Contains(text, wanted)
	})
}

func (m *severalScreen) value() string {
	var values []string
	for _, option := range m.options {
		if m.chosen[option.Value] {
			values = append(values, option.Value)
		}
	}
	return join(values)
}

// detailLines is how much is said of the option under the cursor.
const detailLines = 4

func (m *severalScreen) wants(int) int {
	rows, _ := m.rows()
	return len(rows) + detailLines + 1
}

func (m *severalScreen) lines(s styles, width, height int) []string {
	var lines []string
	if m.searching || m.filter.Value() != "" {
		m.filter.Width = max(width-4, 1)
		lines = append(lines, m.filter.View())
		height--
	}
	details := m.details(width, height)
	rows, current := m.rows()
	from, to := window(len(rows), current, max(height-len(details), 1))
	for _, row := range rows[from:to] {
		lines = append(lines, m.draw(row, s, width))
	}
	return append(lines, details...)
}

// row is a line of the list: a heading or an option.
type row struct {
	heading string
	option  Option
	current bool
}

// rows puts headings between groups; current is the row under the cursor.
func (m *severalScreen) rows() (rows []row, current int) {
	group := ""
	for at, option := range m.shown() {
		if option.Group != group {
			group = option.Group
			rows = append(rows, row{heading: group})
		}
		if at == m.at {
			current = len(rows)
		}
		rows = append(rows, row{option: option, current: at == m.at})
	}
	return rows, current
}

func (m *severalScreen) draw(r row, s styles, width int) string {
	if r.heading != "" {
		return s.group.Render(clipped(r.heading, width))
	}
	mark := "[ ] "
	if m.chosen[r.option.Value] {
		mark = "[x] "
	}
	label := clipped(mark+r.option.Label, width-2)
	if r.current {
		return s.chosen.Render("> " + label)
	}
	return "  " + label
}

// details says what fits of the option under the cursor: everything under a
// long list, the beginning of each fact where there is little room, and nothing
// where there is hardly room for the list.
func (m *severalScreen) details(width, height int) []string {
	shown := m.shown()
	if len(shown) == 0 || height < 4 {
		return nil
	}
	room := min(detailLines+1, height/2)
	var whole, short []string
	for _, detail := range shown[m.at].Details {
		whole = append(whole, wrapped(detail, width)...)
		short = append(short, clipped(detail, width))
	}
	if len(whole) < room {
		return append([]string{""}, whole...)
	}
	return append([]string{""}, short[:min(len(short), room-1)]...)
}

func (m *severalScreen) bindings() []key.Binding {
	return []key.Binding{m.keys.down, m.keys.toggle, m.keys.search}
}

func (m *severalScreen) typing() bool { return m.searching }
