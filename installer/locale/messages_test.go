package locale

import (
	"io/fs"
	"os"
	"path"
	"regexp"
	"strings"
	"testing"
)

func TestMessages_BothLanguagesHoldTheSameKeysAndVerbs(t *testing.T) {
	french, english := sentencesOf(t, French), sentencesOf(t, English)
	for key := range english {
		if _, known := french[key]; !known {
			t.Errorf("%q is in English only", key)
		}
	}
	for key, sentence := range french {
		said, known := english[key]
		if !known {
			t.Errorf("%q is in French only", key)
		}
		for _, form := range append(formsOf(sentence), formsOf(said)...) {
			if got, want := verbs(form), verbs(key); got != want {
				t.Errorf("%q: got verbs %q in %q, want %q", key, got, form, want)
			}
		}
	}
}

func TestMessages_RoomsHaveTheSameFilesInBothLanguages(t *testing.T) {
	got, want := filesOf(t, English), filesOf(t, French)
	if strings.Join(got, " ") != strings.Join(want, " ") {
		t.Errorf("got English files %v, want %v", got, want)
	}
}

func TestMessages_EnglishSaysItsKey(t *testing.T) {
	for key, sentence := range sentencesOf(t, English) {
		if sentence.Other != key {
			t.Errorf("got %q, want its key %q", sentence.Other, key)
		}
	}
}

func TestMessages_FrenchTypography(t *testing.T) {
	for key, sentence := range sentencesOf(t, French) {
		for _, form := range formsOf(sentence) {
			for _, fault := range typography(form) {
				t.Errorf("%q: %s, in %q", key, fault, form)
			}
		}
	}
}

func TestMessages_FrenchAvoidsTheWordsOfTheThirdColumn(t *testing.T) {
	for key, sentence := range sentencesOf(t, French) {
		for _, form := range formsOf(sentence) {
			if word := avoided.FindString(withoutCode(form)); word != "" {
				t.Errorf("%q: %q is a word that we avoid, in %q", key, word, form)
			}
		}
	}
}

func TestAvoided_FindsWholeWordsOutsideCode(t *testing.T) {
	cases := map[string]bool{
		"la sauvegarde":                  false,
		"le backup de la nuit":           true,
		"lancez chatiere backup run":     false,
		"la ligne `mail = 1` du fichier": false,
		"écrivez contact.email":          false,
		"un problème matériel, pairage":  false,
		"Utilisateurs":                   true,
		"tout est OK.":                   true,
		"le chaton est sain":             true,
		"un CHATON":                      true,
		"la clé \"gateway\" du fichier":  false,
	}
	for text, want := range cases {
		if got := avoided.MatchString(withoutCode(text)); got != want {
			t.Errorf("%q: got %v, want %v", text, got, want)
		}
	}
}

func TestTypography_FindsFaults(t *testing.T) {
	cases := map[string]int{
		"Où est-il\u00a0? «\u00a0Ici\u00a0», dit-on\u00a0: l’adresse http://a.example:80/ convient.": 0,
		"Où est-il ?":       1,
		"Où est-il?":        1,
		"« Ici\u00a0»":      1,
		"Attention: chute":  1,
		"Attention : chute": 1,
		"l'adresse":         1,
		"`l'adresse`":       0,
		"et puis...":        1,
		"Où\u202f?":         2,
		"Nom :\u00a0":       1,
	}
	for text, want := range cases {
		if got := typography(text); len(got) != want {
			t.Errorf("%q: got %q, want %d faults", text, got, want)
		}
	}
}

// typography names what is wrong in a French sentence.
func typography(sentence string) []string {
	patterns := map[string]*regexp.Regexp{
		"a straight apostrophe, want ’":                         regexp.MustCompile(`'`),
		"three dots, want …":                                    regexp.MustCompile(`\.\.\.`),
		"no non-breaking space (U+00A0) before ; ! ? or »":      regexp.MustCompile(`[^\x{00A0}(?!\n][;!?»]`),
		"no non-breaking space (U+00A0) before a colon":         regexp.MustCompile(`[^\x{00A0}]:([\s\x{00A0}]|$)`),
		"no non-breaking space (U+00A0) after «":                regexp.MustCompile(`«[^\x{00A0}]`),
		"a narrow space where the style wants U+00A0":           regexp.MustCompile(`\x{202F}`),
		"a space at the end, that the program should put there": regexp.MustCompile(` $`),
	}
	var faults []string
	for fault, pattern := range patterns {
		if pattern.MatchString(withoutCode(sentence)) {
			faults = append(faults, fault)
		}
	}
	return faults
}

// avoided holds the third column of the project's list of French words, but
// the words with a remark in brackets, which depend on where they stand.
var avoided = regexp.MustCompile(`(?i)(^|[^\pL\pN_-])(` + strings.Join([]string{
	"prêt à appliquer", "conformes?", "certifiée?s?", "labellisée?s?", "agréée?s?", "non conformes?",
	"ok", "ko", "promesses?", "serments?", "lots?", "batch", "promotions?",
	"évaluateurs?", "contrôleurs?", "utilisateurs", "logs?", "backups?", "drill", "test de backup",
	"gateway", "dérives?", "fichiers? verrou", "vault", "preflight", "saine?s?", "healthy",
	"émetteurs?", "loopback", "bac à sable", "handover", "pairs?", "peers?", "monitoring",
	"mails?", "emails?",
}, "|") + `|(?-i:un CHATON))($|[^\pL\pN_-])`)

// withoutCode blanks what is not French: code between backticks or straight
// quotes, the words of a command, options, paths and dotted names.
func withoutCode(sentence string) string { return code.ReplaceAllString(sentence, "0") }

var code = regexp.MustCompile("`[^`]*`" + `|"[^"]*"|chatiere( [a-z]+){1,2}|--[a-z-]+|[^\s«»()]*[A-Za-z_>%][./=_][A-Za-z_<%][^\s«»()]*`)

var verb = regexp.MustCompile(`%[-+# 0]*(\[\d+\])?[\d.*]*[a-zA-Z%]`)

// verbs lists the verbs of a format in order.
func verbs(format string) string { return strings.Join(verb.FindAllString(format, -1), " ") }

func formsOf(sentence Sentence) []string {
	if sentence.One == "" {
		return []string{sentence.Other}
	}
	return []string{sentence.One, sentence.Other}
}

func sentencesOf(t testing.TB, language string) map[string]Sentence {
	t.Helper()
	sentences, err := Read(os.DirFS("."), language)
	if err != nil {
		t.Fatal(err)
	}
	return sentences
}

func filesOf(t testing.TB, language string) []string {
	t.Helper()
	names, err := fs.Glob(os.DirFS("."), path.Join("messages", language, "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	for i, name := range names {
		names[i] = path.Base(name)
	}
	return names
}
