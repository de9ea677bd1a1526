package wizard

import (
	"context"
	"errors"
	"fmt"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"framagit.org/chatiere/chatiere/installer/site"
)

// model is the full screen: the one tea.Model of the program. Screens are
// plain structs that it hands keys to.
type model struct {
	sitting *sitting
	keeper  *keeper
	screen  screen
	keys    keys
	styles  styles

	width, height int
	helping       bool
	problem       string // what the last answer was refused for
	notice        string // a draft that could not be kept
	cancelled     bool
}

// draftKept is what came of saving a draft.
type draftKept struct{ err error }

func newModel(s *sitting, k *keeper, look styles) *model {
	m := &model{sitting: s, keeper: k, styles: look}
	m.open()
	return m
}

// open shows the sitting's current question, in its language.
func (m *model) open() {
	m.keys = newKeys(m.sitting.printer)
	m.screen = newScreen(m.sitting.current(), m.keys, m.styles)
	m.problem, m.helping = "", false
}

// Init has nothing to start: the size comes by itself.
func (m *model) Init() tea.Cmd { return nil }

// Update changes the state by one message.
func (m *model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.width, m.height = msg.Width, msg.Height
	case draftKept:
		m.notice = ""
		if msg.err != nil {
			m.notice = m.sitting.printer.Sayf("The draft of your answers could not be kept: %s", msg.err.Error())
		}
	case tea.KeyMsg:
		return m, m.press(msg)
	}
	return m, nil
}

// press takes the keys that all screens share and hands on the others.
func (m *model) press(msg tea.KeyMsg) tea.Cmd {
	switch {
	case key.Matches(msg, m.keys.leave):
		m.cancelled = true
		return tea.Quit
	case m.sitting.done():
		return nil
	case m.helping:
		m.helping = false
	case m.asksHelp(msg):
		m.helping = true
	case key.Matches(msg, m.keys.back):
		m.back()
	case key.Matches(msg, m.keys.next) && !m.endSearch(false):
		return m.next()
	case !key.Matches(msg, m.keys.next):
		m.screen.press(msg)
		m.problem = ""
	}
	return nil
}

// asksHelp: a question mark is help unless it goes on a text that has begun.
func (m *model) asksHelp(msg tea.KeyMsg) bool {
	if msg.Type == tea.KeyRunes && (m.screen.typing() || msg.Paste) {
		return false
	}
	return key.Matches(msg, m.keys.help)
}

func (m *model) back() {
	if !m.endSearch(true) && m.sitting.back() {
		m.open()
	}
}

// endSearch leaves a search, and tells whether there was one.
func (m *model) endSearch(clear bool) bool {
	list, isList := m.screen.(*severalScreen)
	return isList && list.searching && list.endSearch(clear)
}

// next gives the answer. Nothing is lost by a refused one.
func (m *model) next() tea.Cmd {
	if err := m.sitting.answer(m.screen.value()); err != nil {
		m.problem = err.Error()
		return nil
	}
	if m.sitting.done() {
		return tea.Quit
	}
	m.open()
	return m.keep(m.sitting.step, m.sitting.answers)
}

func (m *model) keep(step int, answers site.Answers) tea.Cmd {
	return func() tea.Msg { return draftKept{err: m.keeper.save(step, answers)} }
}

// fullScreen runs the sitting on the whole terminal. Signals reach it through
// ctx; a panic inside leaves the terminal as it was and becomes an error.
func fullScreen(ctx context.Context, terminal *Terminal, s *sitting, k *keeper) error {
	m := newModel(s, k, newStyles(terminal.Out, terminal.IsTerminal, !terminal.NoColor))
	program := tea.NewProgram(m,
		tea.WithContext(ctx), tea.WithoutSignalHandler(), tea.WithAltScreen(),
		tea.WithInput(terminal.In), tea.WithOutput(terminal.Out))
	_, err := program.Run()
	if flushed := flush(terminal.In); err == nil {
		err = flushed
	}
	switch {
	case m.cancelled || ctx.Err() != nil:
		return ErrCancelled
	case errors.Is(err, tea.ErrProgramPanic):
		return fmt.Errorf("draw the wizard: %w", err)
	case err != nil:
		return fmt.Errorf("run the wizard on this terminal: %w", err)
	case !s.done():
		question := s.current()
		return unanswered(s.printer, question.Name, question.Title)
	}
	return nil
}
