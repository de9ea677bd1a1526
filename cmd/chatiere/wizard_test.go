package main

import (
	"os"
	"path/filepath"
	"testing"

	"framagit.org/chatiere/chatiere/installer/wizard/ptytest"
	"github.com/google/go-cmp/cmp"
)

// step is what the screen shows and the keys that answer it.
type step struct{ shown, keys string }

// TestWizard_WritesWhatTheAnswersFileWrites goes through the real wizard on a
// real terminal, full screen and line by line, in both languages, and compares
// its chaton.hcl with that of `--answers`.
func TestWizard_WritesWhatTheAnswersFileWrites(t *testing.T) {
	path, err := program()
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name     string
		language string
		plain    bool
		steps    []step
	}{
		{"écran, français", "fr", false, []step{
			{"Entrée pour", "\r"},
			{"Quelle langue", "\r"},
			{"appelle", "Le Petit Chaton\r"},
			{"domaine", "petitchaton.localhost\r"},
			{"courriel", "contact@ailleurs.example\r"},
			{"> [ ] Agendas", " "}, {"[x]", "\r"},
			{"Écrire", "o\r"},
		}},
		{"screen, English", "en", false, []step{
			{"Enter for", "\r"},
			{"Which language", "\r"},
			{"called", "Le Petit Chaton\r"},
			{"domain", "petitchaton.localhost\r"},
			{"e-mail", "contact@ailleurs.example\r"},
			{"> [ ] Link sharing", "\x1b[B"}, {"> [ ] Calendars", " "}, {"[x]", "\r"},
			{"Write", "y\r"},
		}},
		{"lignes, français", "fr", true, []step{
			{"Votre choix", "fr\n"},
			{"appelle", "Le Petit Chaton\n"},
			{"domaine", "petitchaton.localhost\n"},
			{"courriel", "contact@ailleurs.example\n"},
			{"services", "radicale\n"},
			{"écrire", "oui\n"},
		}},
		{"lines, English", "en", true, []step{
			{"Your choice", "en\n"},
			{"called", "Le Petit Chaton\n"},
			{"domain", "petitchaton.localhost\n"},
			{"e-mail", "contact@ailleurs.example\n"},
			{"services", "radicale\n"},
			{"rite", "yes\n"},
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			folder := t.TempDir()
			terminal := ptytest.Open(t)
			terminal.Environment = []string{"XDG_CONFIG_HOME=" + t.TempDir(), "NO_COLOR=1", "LC_ALL=" + test.language}
			arguments := []string{"init", "--write-only", "--chdir", folder}
			if test.plain {
				arguments = append(arguments, "--plain")
			}
			terminal.Start(t, path, arguments...)
			for _, step := range test.steps {
				terminal.Await(t, step.shown)
				terminal.Type(t, step.keys)
			}
			terminal.Wait(t)
			if diff := cmp.Diff(answered(t, path, test.language), written(t, folder)); diff != "" {
				t.Errorf("-answers file +wizard\n%s", diff)
			}
		})
	}
}

// TestWizard_LeavingLosesNothing presses ctrl+c in the middle, and goes on with
// the next init.
func TestWizard_LeavingLosesNothing(t *testing.T) {
	path, err := program()
	if err != nil {
		t.Fatal(err)
	}
	folder, environment := t.TempDir(), []string{"XDG_CONFIG_HOME=" + t.TempDir(), "NO_COLOR=1", "LC_ALL=fr"}
	first := ptytest.Open(t)
	first.Environment = environment
	before := first.Modes(t)
	first.Start(t, path, "init", "--write-only", "--chdir", folder)
	for _, step := range []step{{"Entrée pour", "\r"}, {"Quelle langue", "\r"}, {"appelle", "Le Petit Chaton\r"}, {"domaine", "\x03"}} {
		first.Await(t, step.shown)
		first.Type(t, step.keys)
	}
	if code := first.End(t); code != exitCancelled {
		t.Errorf("got exit code %d, want %d\n%s", code, exitCancelled, first.Seen(t))
	}
	if diff := cmp.Diff(before, first.Modes(t)); diff != "" {
		t.Errorf("terminal modes (-before +after):\n%s", diff)
	}
	if _, err := os.Stat(filepath.Join(folder, "chaton.hcl")); err == nil {
		t.Error("chaton.hcl was written")
	}

	second := ptytest.Open(t)
	second.Environment = environment
	second.Start(t, path, "init", "--write-only", "--chdir", folder)
	for _, step := range []step{
		{"ligne vide", "\r"}, {"domaine répondra", "petitchaton.localhost\r"}, {"courriel", "contact@ailleurs.example\r"},
		{"> [ ] Agendas", " "}, {"[x]", "\r"}, {"Écrire", "o\r"},
	} {
		second.Await(t, step.shown)
		second.Type(t, step.keys)
	}
	second.Wait(t)
	if diff := cmp.Diff(answered(t, path, "fr"), written(t, folder)); diff != "" {
		t.Errorf("-answers file +wizard\n%s", diff)
	}
}

// answered is what an answers file makes, without a terminal.
func answered(t *testing.T, path, language string) string {
	t.Helper()
	folder := t.TempDir()
	answers := filepath.Join(folder, "answers.hcl")
	text := `language = "` + language + `"
name   = "Le Petit Chaton"
domain = "petitchaton.localhost"
email  = "contact@ailleurs.example"
service "radicale" {
  module = "radicale"
}
`
	if err := os.WriteFile(answers, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	c := &chaton{t: t, folder: folder, state: filepath.Join(folder, "state")}
	c.expect(exitDone, "init", "--write-only", "--answers", answers)
	return written(t, folder)
}

func written(t *testing.T, folder string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(folder, "chaton.hcl"))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
