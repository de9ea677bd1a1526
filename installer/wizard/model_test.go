package wizard

import (
	"errors"
	"io"
	"strconv"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"

	"framagit.org/chatiere/chatiere/installer/site"
)

func TestScreens_LookAsTheyShould(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {40, 12}} {
		for _, language := range []string{"fr", "en"} {
			given := evening()
			given.Language = language
			s := testSitting(t, language, given, Options{Preview: preview, Path: "./chaton.hcl", Memory: 4 << 30})
			for at, question := range s.questions {
				s.at = at
				s.renew()
				m := sized(newModel(s, &keeper{}, newStyles(io.Discard, false, false)), size)
				name := strings.Join([]string{question.Name, language, strconv.Itoa(size[0])}, "-")
				t.Run(name, func(t *testing.T) { golden(t, name, screenOf(t, m)) })
			}
		}
	}
}

func TestScreens_HelpSearchAndProblem(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {40, 12}} {
		width := strconv.Itoa(size[0])
		m := sized(testModel(t, site.Answers{}, Options{}), size)
		press(m, "?")
		golden(t, "help-"+width, screenOf(t, m))
		press(m, "esc", "enter", "enter")
		golden(t, "problem-"+width, screenOf(t, m))
		press(m, "Chat", "enter", "enter", "a@b.example", "enter", "/", "wi")
		golden(t, "search-"+width, screenOf(t, m))
	}
}

func TestScreens_NeverExceedTheTerminal(t *testing.T) {
	for width := 20; width <= 120; width += 20 {
		for height := 6; height <= 30; height += 6 {
			s := testSitting(t, "fr", evening(), Options{Preview: preview})
			for at := range s.questions {
				s.at = at
				s.renew()
				m := sized(newModel(s, &keeper{}, newStyles(io.Discard, false, false)), [2]int{width, height})
				lines := strings.Split(m.View(), "\n")
				if len(lines) > height {
					t.Errorf("%dx%d, %s: got %d lines", width, height, s.current().Name, len(lines))
				}
				for _, line := range lines {
					if got := ansi.StringWidth(line); got > width {
						t.Errorf("%dx%d, %s: got %d columns in %q", width, height, s.current().Name, got, line)
					}
				}
			}
		}
	}
}

func TestModel_BackKeepsAnswers(t *testing.T) {
	m := testModel(t, site.Answers{}, Options{})
	press(m, "enter", "Le Petit Chaton", "enter", "petitchaton.example", "enter", "esc", "esc", "enter", "enter")
	if got, want := m.sitting.current().Name, "email"; got != want {
		t.Errorf("got question %q, want %q", got, want)
	}
	want := site.Answers{Language: "fr", Name: "Le Petit Chaton", Slug: "petit-chaton", Domain: "petitchaton.example"}
	if diff := cmp.Diff(want, m.sitting.answers); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestModel_DomainIsTakenBack(t *testing.T) {
	given := evening()
	given.Email = ""
	given.Services = nil
	m := testModel(t, given, Options{})
	press(m, "esc", "ctrl+u", "enter")
	if got := m.sitting.answers.Domain; got != "" {
		t.Errorf("got domain %q, want none", got)
	}
}

func TestModel_RefusedAnswerStaysInTheField(t *testing.T) {
	m := testModel(t, site.Answers{Language: "fr", Name: "Chat", Domain: "c.example"}, Options{})
	press(m, "contact at c", "enter")
	if got, want := m.sitting.current().Name, "email"; got != want {
		t.Errorf("got question %q, want %q", got, want)
	}
	if got, want := m.screen.value(), "contact at c"; got != want {
		t.Errorf("got %q in the field, want %q", got, want)
	}
	if m.problem == "" {
		t.Error("got no problem under the field")
	}
}

func TestModel_QuestionMarkIsTextWhereATextHasBegun(t *testing.T) {
	m := testModel(t, site.Answers{Language: "fr"}, Options{})
	press(m, "?")
	if !m.helping {
		t.Error("an empty field: got no help")
	}
	press(m, "esc", "Quoi", "?")
	if m.helping || m.screen.value() != "Quoi?" {
		t.Errorf("got help %v and %q in the field, want Quoi?", m.helping, m.screen.value())
	}
}

func TestModel_CtrlCLeavesFromAnywhere(t *testing.T) {
	for _, before := range [][]string{nil, {"?"}, {"enter", "Chat", "enter", "enter", "a@b.example", "enter", "/"}} {
		m := testModel(t, site.Answers{}, Options{})
		press(m, before...)
		command := press(m, "ctrl+c")
		if !m.cancelled || command == nil {
			t.Errorf("after %v: got cancelled %v", before, m.cancelled)
		}
	}
}

func TestModel_DraftIsKeptAfterEveryScreen(t *testing.T) {
	kept := &drafts{}
	m := testModel(t, site.Answers{}, Options{})
	m.keeper = &keeper{draft: kept}
	for _, keys := range [][]string{{"enter"}, {"Chat", "enter"}, {"enter"}} {
		if command := press(m, keys...); command != nil {
			m.Update(command())
		}
	}
	want := []site.Answers{{Language: "fr"}, {Language: "fr", Name: "Chat", Slug: "chat"}, {Language: "fr", Name: "Chat", Slug: "chat"}}
	if diff := cmp.Diff(want, kept.kept); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestModel_DraftThatCannotBeKeptIsSaid(t *testing.T) {
	m := sized(testModel(t, site.Answers{}, Options{}), [2]int{80, 24})
	m.keeper = &keeper{draft: &drafts{fail: errors.New("disque plein")}}
	m.Update(press(m, "enter")())
	if !strings.Contains(unbroken(m.View()), "disque plein") {
		t.Errorf("got no word of the draft in:\n%s", m.View())
	}
}

func TestKeeper_OlderDraftNeverReplacesANewerOne(t *testing.T) {
	kept := &drafts{}
	k := &keeper{draft: kept}
	for _, step := range []int{1, 3, 2} {
		if err := k.save(step, site.Answers{Name: strconv.Itoa(step)}); err != nil {
			t.Fatal(err)
		}
	}
	if got, want := kept.kept[len(kept.kept)-1].Name, "3"; got != want {
		t.Errorf("got draft %s last, want %s", got, want)
	}
}

func TestModel_PreviewThatFailsRefusesAYes(t *testing.T) {
	given := evening()
	given.Name, given.Slug = "Interdit", ""
	m := sized(testModel(t, given, Options{Preview: preview}), [2]int{80, 24})
	press(m, "enter")
	if m.sitting.done() || !strings.Contains(unbroken(m.View()), "ce nom est pris") {
		t.Errorf("got done %v and the screen:\n%s", m.sitting.done(), m.View())
	}
	press(m, "n", "enter")
	if got, want := m.sitting.current().Name, "ardoise.open"; got != want {
		t.Errorf("after a no: got question %q, want %q", got, want)
	}
}

// testModel starts where the given answers end.
func testModel(t testing.TB, given site.Answers, options Options) *model {
	t.Helper()
	s := testSitting(t, "fr", given, options)
	s.resume()
	return newModel(s, &keeper{}, newStyles(io.Discard, false, false))
}

func sized(m *model, size [2]int) *model {
	m.Update(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
	return m
}

// press sends keys by name, and anything else as typed text. It gives back the
// last command.
func press(m *model, keys ...string) tea.Cmd {
	named := map[string]tea.KeyType{
		"enter": tea.KeyEnter, "esc": tea.KeyEsc, "ctrl+c": tea.KeyCtrlC, "ctrl+u": tea.KeyCtrlU,
		"up": tea.KeyUp, "down": tea.KeyDown, "space": tea.KeySpace, "right": tea.KeyRight,
	}
	var command tea.Cmd
	for _, name := range keys {
		if kind, known := named[name]; known {
			msg := tea.KeyMsg{Type: kind}
			if kind == tea.KeySpace {
				msg.Runes = []rune{' '}
			}
			_, command = m.Update(msg)
			continue
		}
		for _, letter := range name {
			_, command = m.Update(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune{letter}})
		}
	}
	return command
}

// unbroken puts broken lines together again.
func unbroken(screen string) string { return strings.Join(strings.Fields(screen), " ") }

// screenOf is what is seen, with the spaces at the ends of lines cut off.
func screenOf(t testing.TB, m *model) string {
	t.Helper()
	lines := strings.Split(m.View(), "\n")
	for at := range lines {
		lines[at] = strings.TrimRight(lines[at], " ")
	}
	return strings.Join(lines, "\n") + "\n"
}
