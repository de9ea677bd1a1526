package wizard

import (
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"framagit.org/chatiere/chatiere/installer/locale"
	"framagit.org/chatiere/chatiere/installer/site"
)

// Both forms and a file drive the same questions: the same answers make the
// same chaton, whichever way they came.
func TestForms_GiveTheSameAnswers(t *testing.T) {
	for name, sitting := range evenings() {
		t.Run(name, func(t *testing.T) {
			m := testModel(t, site.Answers{}, Options{})
			press(m, sitting.keys...)
			if !m.sitting.done() {
				t.Fatalf("the full screen stands at %s", m.sitting.current().Name)
			}
			terminal, _ := plainTerminal("fr", sitting.lines)
			byLine, err := Ask(t.Context(), terminal, testCatalog(t), site.Answers{}, Options{})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(m.sitting.answers, byLine); diff != "" {
				t.Errorf("full screen and lines (-screen +lines):\n%s", diff)
			}
			byFile, err := Complete(testCatalog(t), sitting.given, locale.New("fr"))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(byLine, byFile); diff != "" {
				t.Errorf("lines and file (-lines +file):\n%s", diff)
			}
		})
	}
}

// sameEvening is one set of answers in three ways.
type sameEvening struct {
	keys  []string
	lines string
	given site.Answers
}

func evenings() map[string]sameEvening {
	given := evening()
	given.Slug = ""
	return map[string]sameEvening{
		"a wiki with its settings": {
			keys: []string{
				"enter", "Le Petit Chaton", "enter", "petitchaton.example", "enter", "contact@petitchaton.example", "enter",
				"space", "down", "down", "space", "enter", "Savoirs", "enter", "enter", "enter",
			},
			lines: script,
			given: given,
		},
		"no domain yet, in English, names badly written": {
			keys: []string{
				"down", "enter", "1337", "enter", "ctrl+u", "  Café des Chats", "enter", "none", "enter", "x", "enter", "ctrl+u", "a@b.example", "enter",
				"enter", "down", "space", "enter", "enter",
			},
			lines: "2\n1337\nCafé des Chats\nnone\nx\na@b.example\nrien\ngazette\ny\n",
			given: site.Answers{
				Language: "en", Name: "Café des Chats", Email: "a@b.example",
				Services: []site.ServiceAnswers{{Module: "gazette"}},
			},
		},
	}
}

func TestComplete_NamesEverythingThatIsMissingOrWrong(t *testing.T) {
	given := site.Answers{
		Domain: "https://petitchaton.example/",
		Services: []site.ServiceAnswers{
			{Module: "ardoise", Settings: map[string]string{"open": "peut-être"}},
			{Module: "inconnu"},
		},
	}
	_, err := Complete(testCatalog(t), given, locale.New("fr"))
	var failure *GivenError
	if !errors.As(err, &failure) {
		t.Fatalf("got %v, want a GivenError", err)
	}
	golden(t, "given-fr", failure.Error()+"\n"+failure.Hint()+"\n")
}

func TestAsk_WithoutATerminalNothingIsAsked(t *testing.T) {
	terminal := &Terminal{In: failingReader{t}, Out: io.Discard, Printer: locale.New("fr")}
	_, err := Ask(t.Context(), terminal, testCatalog(t), site.Answers{Name: "Chat"}, Options{})
	var failure *GivenError
	if !errors.As(err, &failure) {
		t.Errorf("got %v, want a GivenError", err)
	}
	if _, err := Ask(t.Context(), terminal, testCatalog(t), evening(), Options{}); err != nil {
		t.Errorf("with all answers: got %v, want none", err)
	}
}

func TestAsk_GoesOnWhereADraftEnded(t *testing.T) {
	given := evening()
	given.Services = nil
	given.Domain = ""
	terminal, said := plainTerminal("fr", "gazette\noui\n")
	got, err := Ask(t.Context(), terminal, testCatalog(t), given, Options{})
	if err != nil {
		t.Fatal(err)
	}
	given.Services = []site.ServiceAnswers{{Module: "gazette"}}
	if diff := cmp.Diff(given, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if !strings.Contains(said.String(), "Question 5 sur 6") {
		t.Errorf("got no question 5 in:\n%s", said)
	}
}

func TestSitting_TakesAtMostTenQuestions(t *testing.T) {
	for _, module := range testCatalog(t).Names() {
		given := site.Answers{Services: []site.ServiceAnswers{{Module: module}}}
		if got := len(testSitting(t, "fr", given, Options{}).questions); got > 10 {
			t.Errorf("%s: got %d questions, want at most 10", module, got)
		}
	}
}

func TestSitting_ServiceChosenAgainKeepsItsAnswers(t *testing.T) {
	s := testSitting(t, "fr", evening(), Options{})
	s.at = 4
	for _, value := range []string{"carnet", "carnet,ardoise"} {
		if err := s.answer(value); err != nil {
			t.Fatal(err)
		}
		s.back()
	}
	if diff := cmp.Diff(evening(), s.answers); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestSentences_OfDataAreTranslated(t *testing.T) {
	for _, language := range []string{"fr", "en"} {
		p := locale.New(language)
		for _, name := range categories() {
			if !p.Has(name) {
				t.Errorf("%s: the category %q is not translated", language, name)
			}
		}
		for _, kind := range []Kind{KindText, KindChoice, KindSeveral, KindConfirm} {
			if !p.Has(string(kind)) {
				t.Errorf("%s: the kind %q is not translated", language, kind)
			}
		}
	}
}

func TestSlug_IsAShortPlainName(t *testing.T) {
	cases := map[string]string{
		"Le Petit Chaton":                        "petit-chaton",
		"L’Étable":                               "etable",
		"Association des Amis du Logiciel Libre": "association-des-amis",
		"Anticonstitutionnellement":              "anticonstitutionnell",
		"42 rue":                                 "chaton-42-rue",
		"日本":                                     "chaton",
		"Œuvre & Cie":                            "oeuvre-cie",
	}
	for name, want := range cases {
		if got := Slug(name); got != want {
			t.Errorf("%q: got %q, want %q", name, got, want)
		}
	}
}

func TestChecks_RefuseWhatCannotWork(t *testing.T) {
	p := locale.New("fr")
	checks := map[string]struct {
		check      func(string) error
		good, fail []string
	}{
		"name":   {named(p), []string{"Chat", "Été 42"}, []string{"", "1337", "a\x07b", strings.Repeat("a", 81)}},
		"domain": {domainOrNone(p), []string{"", "none", "aucun", "Chat.Example.", "été.example"}, []string{"chat", "http://a.example", "a@b.example", "a..example", "-a.example", "192.0.2.7"}},
		"email":  {address(p), []string{"a@b.example"}, []string{"", "a", "a@b", "A <a@b.example>", "a@b.example, c@d.example"}},
		"port":   {func(v string) error { return written(p, "port", v) }, []string{"443"}, []string{"0", "65536", "x"}},
		"url":    {func(v string) error { return written(p, "url", v) }, []string{"https://a.example/"}, []string{"a.example", "ftp://a.example"}},
		"color":  {func(v string) error { return written(p, "color", v) }, []string{"#a46708"}, []string{"red", "#a4670"}},
	}
	for name, c := range checks {
		for _, value := range c.good {
			if err := c.check(value); err != nil {
				t.Errorf("%s %q: got %v, want none", name, value, err)
			}
		}
		for _, value := range c.fail {
			if err := c.check(value); err == nil {
				t.Errorf("%s %q: got no error", name, value)
			}
		}
	}
}

// failingReader fails its test when it is read.
type failingReader struct{ t testing.TB }

func (r failingReader) Read([]byte) (int, error) {
	r.t.Error("the input was read")
	return 0, io.EOF
}
