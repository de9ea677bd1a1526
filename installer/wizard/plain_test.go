package wizard

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"framagit.org/chatiere/chatiere/installer/locale"
	"framagit.org/chatiere/chatiere/installer/site"
)

// script answers the whole evening line by line.
const script = "fr\nLe Petit Chaton\npetitchaton.example\ncontact@petitchaton.example\n3 carnet\nSavoirs\noui\noui\n"

func TestPlain_SaysOneFactALine(t *testing.T) {
	terminal, said := plainTerminal("fr", script)
	got, err := Ask(t.Context(), terminal, testCatalog(t), site.Answers{}, Options{Preview: preview, Path: "./chaton.hcl"})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(evening(), got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	golden(t, "plain-fr", said.String())
}

func TestPlain_CommandsHelpAndGoBack(t *testing.T) {
	terminal, said := plainTerminal("en", "<\n?\nen\nLe Chat\nou\n!\n<\n\nnone\n<\nchat.example\nnobody\na@b.example\n9\n1\nyes\n")
	got, err := Ask(t.Context(), terminal, testCatalog(t), site.Answers{}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := site.Answers{
		Language: "en", Name: "Le Chat", Slug: "chat", Domain: "chat.example", Email: "a@b.example",
		Services: []site.ServiceAnswers{{Module: "carnet"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	golden(t, "plain-commands-en", said.String())
}

func TestPlain_LanguageChangesTheWordsAtOnce(t *testing.T) {
	terminal, said := plainTerminal("fr", "English\n")
	_, err := Ask(t.Context(), terminal, testCatalog(t), site.Answers{}, Options{})
	if err == nil || !strings.Contains(said.String(), "What is your chaton called?") {
		t.Errorf("got %v and:\n%s", err, said)
	}
}

func TestPlain_EndOfInputNamesTheQuestionThatIsLeft(t *testing.T) {
	kept := &drafts{}
	lines := strings.SplitAfter(script, "\n")
	for at, name := range []string{"language", "name", "domain", "email", "services", "ardoise.title", "ardoise.open", "confirm"} {
		terminal, _ := plainTerminal("fr", strings.Join(lines[:at], ""))
		_, err := Ask(t.Context(), terminal, testCatalog(t), site.Answers{}, Options{Draft: kept})
		var left *UnansweredError
		if !errors.As(err, &left) || left.Question != name {
			t.Errorf("after %d lines: got %v, want the question %s", at, err, name)
		}
	}
	last := kept.kept[len(kept.kept)-1]
	if got, want := last.Services[1].Settings["open"], "true"; got != want {
		t.Errorf("got %q in the last draft, want %q", got, want)
	}
}

func TestPlain_LastLineNeedsNoEnd(t *testing.T) {
	terminal, _ := plainTerminal("fr", strings.TrimSuffix(script, "\n"))
	if _, err := Ask(t.Context(), terminal, testCatalog(t), site.Answers{}, Options{}); err != nil {
		t.Errorf("got %v, want none", err)
	}
}

func TestPlain_CancelledWhileWaitingForALine(t *testing.T) {
	in, typing := io.Pipe()
	defer typing.Close()
	kept := &drafts{}
	terminal := &Terminal{In: in, Out: io.Discard, Plain: true, Printer: locale.New("fr")}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() {
		_, err := Ask(ctx, terminal, testCatalog(t), site.Answers{}, Options{Draft: kept})
		ended <- err
	}()
	// Both lines are read before the second write returns.
	for _, line := range []string{"fr\n", "Le Petit Chaton\n"} {
		if _, err := io.WriteString(typing, line); err != nil {
			t.Fatal(err)
		}
	}
	cancel()
	if err := <-ended; !errors.Is(err, ErrCancelled) {
		t.Errorf("got %v, want %v", err, ErrCancelled)
	}
	if len(kept.kept) == 0 {
		t.Error("got no draft")
	}
}

func TestTerminal_OneReaderForTheWholeRun(t *testing.T) {
	terminal, _ := plainTerminal("fr", script+"oui\nnon\n")
	if _, err := Ask(t.Context(), terminal, testCatalog(t), site.Answers{}, Options{}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []bool{true, false} {
		got, err := terminal.Confirm(t.Context(), "Mettre en place ?")
		if err != nil || got != want {
			t.Errorf("got %v, %v, want %v", got, err, want)
		}
	}
	_, err := terminal.Confirm(t.Context(), "Mettre en place ?")
	var left *UnansweredError
	if !errors.As(err, &left) {
		t.Errorf("at the end of the input: got %v, want an unanswered question", err)
	}
}

func TestTerminal_ResumeOffersTheDraft(t *testing.T) {
	for line, want := range map[string]site.Answers{"\n": evening(), "n\n": {}, "peut-être\noui\n": evening()} {
		terminal, _ := plainTerminal("fr", line)
		got, err := terminal.Resume(t.Context(), evening())
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%q: got %v (-want +got):\n%s", line, err, diff)
		}
	}
}

func TestChoosePlain_AsksOnceOnAPlainLine(t *testing.T) {
	for line, want := range map[string]bool{"s\n": true, "\n": false} {
		terminal, said := plainTerminal("fr", line)
		terminal.Plain, terminal.IsTerminal = false, true
		kept := &memoryPreference{}
		for range 2 {
			got, err := choosePlain(t.Context(), terminal, kept)
			if err != nil || got != want {
				t.Errorf("%q: got %v, %v, want %v", line, got, err, want)
			}
		}
		wanted := "Entrée pour l’assistant plein écran, s pour l’assistant ligne par ligne (lecteur d’écran, braille)\n"
		if got := said.String(); got != wanted {
			t.Errorf("got %q, want %q", got, wanted)
		}
	}
}

func TestPlainWanted_FollowsFlagAndEnvironment(t *testing.T) {
	cases := []struct {
		flag        bool
		environment map[string]string
		want        bool
	}{
		{false, nil, false},
		{true, nil, true},
		{false, map[string]string{"CHATIERE_PLAIN": "1"}, true},
		{false, map[string]string{"TERM": "dumb"}, true},
	}
	for _, c := range cases {
		if got := PlainWanted(c.flag, func(name string) string { return c.environment[name] }); got != c.want {
			t.Errorf("%+v: got %v", c, got)
		}
	}
}

func plainTerminal(language, typed string) (*Terminal, *strings.Builder) {
	said := &strings.Builder{}
	return &Terminal{In: strings.NewReader(typed), Out: said, Plain: true, Printer: locale.New(language)}, said
}
