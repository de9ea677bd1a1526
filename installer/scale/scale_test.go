package scale_test

import (
	"testing"

	"framagit.org/chatiere/chatiere/installer/scale"
)

func TestScale_OnlyTheWordFullMakesTestsLarger(t *testing.T) {
	for _, c := range []struct {
		word string
		full bool
	}{{"", false}, {"short", false}, {"1", false}, {"full", true}} {
		t.Setenv("CHATIERE_TEST", c.word)
		if got := scale.Full(); got != c.full {
			t.Errorf("CHATIERE_TEST=%q: full: got %v want %v", c.word, got, c.full)
		}
	}
}

func TestScale_FullTriesMoreSequences(t *testing.T) {
	t.Setenv("CHATIERE_TEST", "")
	short := scale.Sequences()
	t.Setenv("CHATIERE_TEST", "full")
	if got := scale.Sequences(); got <= short {
		t.Errorf("full sequences: got %d want more than %d", got, short)
	}
}
