package wizard

import (
	"errors"
	"strings"
	"testing"

	"framagit.org/chatiere/chatiere/installer/locale"
	"framagit.org/chatiere/chatiere/installer/wizard/ptytest"
	"github.com/google/go-cmp/cmp"
)

func TestSecret_IsNotShownAndTheTerminalIsLeftAsItWas(t *testing.T) {
	program := build(t, "secret")
	for name, test := range map[string]struct{ keys, want string }{
		"typed":     {"motus\n", "length 5 <nil>"},
		"cancelled": {"motus\x03", "length 0 cancelled"},
	} {
		t.Run(name, func(t *testing.T) {
			p := ptytest.Open(t)
			before := p.Modes(t)
			p.Start(t, program)
			p.Await(t, "Clé")
			p.Type(t, test.keys)
			p.Wait(t)
			seen := p.Seen(t)
			if strings.Contains(seen, "motus") || !strings.Contains(seen, test.want) {
				t.Errorf("got %q on the terminal, want %q and no secret", seen, test.want)
			}
			if diff := cmp.Diff(before, p.Modes(t)); diff != "" {
				t.Errorf("modes (-before +after):\n%s", diff)
			}
		})
	}
}

func TestSecret_IsALineOfTheInputWithoutATerminal(t *testing.T) {
	terminal := &Terminal{In: strings.NewReader("motus\nencore\n"), Out: &strings.Builder{}, Printer: locale.New("fr")}
	for _, want := range []string{"motus", "encore"} {
		if got, err := terminal.Secret(t.Context(), "key", "Clé"); got != want || err != nil {
			t.Errorf("got %q, %v; want %q", got, err, want)
		}
	}
	var unanswered *UnansweredError
	if _, err := terminal.Secret(t.Context(), "key", "Clé"); !errors.As(err, &unanswered) || unanswered.Question != "key" {
		t.Errorf("got %v at the end of the input, want the name of the answer", err)
	}
}
