package locale

import "testing"

// Sentences are compiled when they are first said: all of them must be such
// that this succeeds.
func TestPrinter_EverySentenceCanBeSaid(t *testing.T) {
	for _, language := range []string{French, English} {
		printer := New(language)
		for format := range printer.sentences {
			printer.ready(format)
		}
		if got, want := len(printer.compiled), len(printer.sentences); got != want || want < 100 {
			t.Errorf("%s: got %d sentences compiled, want all %d", language, got, want)
		}
	}
}
