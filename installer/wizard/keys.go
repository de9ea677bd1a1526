package wizard

import (
	"strings"

	"github.com/charmbracelet/bubbles/key"

	"framagit.org/chatiere/chatiere/installer/locale"
)

// keys are every key of the full screen; the line at its foot is made from
// them.
type keys struct {
	next, back, leave, help        key.Binding
	up, down, pageUp, pageDown     key.Binding
	toggle, search, other, yes, no key.Binding
}

func newKeys(p *locale.Printer) keys {
	return keys{
		next:     binding(p.Sayf("enter"), p.Sayf("next"), "enter"),
		back:     binding(p.Sayf("esc"), p.Sayf("back"), "esc"),
		leave:    binding("ctrl+c", p.Sayf("leave"), "ctrl+c"),
		help:     binding("f1", p.Sayf("help"), "f1", "?"),
		up:       binding("↑", p.Sayf("up"), "up", "k", "ctrl+p"),
		down:     binding("↑↓", p.Sayf("move"), "down", "j", "ctrl+n"),
		pageUp:   binding("pgup", p.Sayf("up"), "pgup"),
		pageDown: binding("pgdown", p.Sayf("down"), "pgdown"),
		toggle:   binding(p.Sayf("space"), p.Sayf("choose"), " ", "x"),
		search:   binding("/", p.Sayf("search"), "/"),
		other:    binding("←→", p.Sayf("other answer"), "left", "right", "h", "l", "tab", "shift+tab"),
		yes:      binding(p.Sayf("y"), p.Sayf("yes"), "o", "y"),
		no:       binding("n", p.Sayf("no"), "n"),
	}
}

func binding(shown, does string, pressed ...string) key.Binding {
	return key.NewBinding(key.WithKeys(pressed...), key.WithHelp(shown, does))
}

// foot writes bindings as one line: "enter next · esc back".
func foot(bindings []key.Binding) string {
	var parts []string
	for _, binding := range bindings {
		// A key and its word stay together when the line is broken.
		parts = append(parts, binding.Help().Key+"\u00a0"+strings.ReplaceAll(binding.Help().Desc, " ", "\u00a0"))
	}
	return strings.Join(parts, "\u00a0· ")
}
