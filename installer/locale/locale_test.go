package locale

import (
	"strconv"
	"sync"
	"testing"
	"testing/fstest"
	"time"
)

func TestDetect_AsksFlagThenEnvironment(t *testing.T) {
	cases := []struct {
		name, flag  string
		environment map[string]string
		want        string
	}{
		{"nothing said", "", nil, "fr"},
		{"flag first", "en", map[string]string{"LC_ALL": "fr_FR.UTF-8"}, "en"},
		{"LC_ALL before LANG", "", map[string]string{"LC_ALL": "en_GB.UTF-8", "LANG": "fr_FR"}, "en"},
		{"LC_MESSAGES before LANG", "", map[string]string{"LC_MESSAGES": "en_GB", "LANG": "fr_FR"}, "en"},
		{"Belgium speaks French", "", map[string]string{"LANG": "fr_BE.UTF-8@euro"}, "fr"},
		{"C names no language", "", map[string]string{"LC_ALL": "C.UTF-8", "LANG": "en_US.UTF-8"}, "en"},
		{"a language not spoken", "", map[string]string{"LANG": "de_DE.UTF-8"}, "fr"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			environment := func(name string) string { return c.environment[name] }
			if got := Detect(environment, c.flag); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestPrinter_UnknownSentenceIsSaidAsItIs(t *testing.T) {
	p := New("fr")
	if got, want := p.Say("12 % of nothing %d"), "12 % of nothing %d"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	// The format is data here, so that it need not be translated.
	format := "%s has %d ears"
	if got, want := p.Sayf(format, "the cat", 2), "the cat has 2 ears"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestPrinter_UnknownLanguageIsFrench(t *testing.T) {
	if got, want := New("de").Language(), "fr"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestPrinter_WordsFollowTheNumber(t *testing.T) {
	sentences, err := Read(folder(`{"%d doors": {"one": "%d porte", "other": "%d portes"}}`), French)
	if err != nil {
		t.Fatal(err)
	}
	p := printerOf(French, sentences)
	format := "%d doors"
	for number, want := range map[int]string{0: "0 porte", 1: "1 porte", 2: "2 portes", 1200: "1\u00a0200 portes"} {
		if got := p.Sayf(format, number); got != want {
			t.Errorf("%d: got %q, want %q", number, got, want)
		}
	}
}

func TestRead_TwoTranslationsOfOneSentenceAreRefused(t *testing.T) {
	fsys := folder(`{"door": "porte"}`)
	fsys["messages/fr/b.json"] = &fstest.MapFile{Data: []byte(`{"door": "porte"}`)}
	if _, err := Read(fsys, French); err != nil {
		t.Errorf("equal translations: got %v, want none", err)
	}
	fsys["messages/fr/b.json"] = &fstest.MapFile{Data: []byte(`{"door": "huis"}`)}
	if _, err := Read(fsys, French); err == nil {
		t.Error("different translations: got no error")
	}
}

func TestPrinter_ServesSeveralGoroutines(t *testing.T) {
	p := New("fr")
	format := "%d and %s"
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for number := range 200 {
				if got, want := p.Sayf(format, number, "x"), strconv.Itoa(number)+" and x"; got != want {
					t.Errorf("got %q, want %q", got, want)
				}
			}
		})
	}
	group.Wait()
}

func TestPrinter_NumbersAndDatesFollowTheLanguage(t *testing.T) {
	day := time.Date(2026, time.December, 1, 0, 0, 0, 0, time.UTC)
	cases := map[string][2]string{
		New("fr").Bytes(1536 << 20):                 {"fr size", "1,5\u00a0Gio"},
		New("en").Bytes(128 << 20):                  {"en size", "128\u00a0MiB"},
		New("fr").Date(day):                         {"fr date", "1er\u00a0décembre\u00a02026"},
		New("en").Date(day):                         {"en date", "1\u00a0December\u00a02026"},
		New("fr").List([]string{"a", "b", "c"}):     {"fr list", "a, b et c"},
		New("en").List([]string{"a", "b"}):          {"en list", "a and b"},
		New("fr").List([]string{"one name, alone"}): {"one name", "one name, alone"},
	}
	for got, c := range cases {
		if got != c[1] {
			t.Errorf("%s: got %q, want %q", c[0], got, c[1])
		}
	}
}

func folder(french string) fstest.MapFS {
	return fstest.MapFS{"messages/fr/a.json": &fstest.MapFile{Data: []byte(french)}}
}
