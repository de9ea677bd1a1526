package main

import (
	"slices"
	"strings"
	"unicode"

	"framagit.org/chatiere/chatiere/installer/catalog"
)

// standsIn tells whether a module says that it replaces what was named, spelled
// roughly: "google doc" finds Google Docs, "gdocs" does not.
func standsIn(wanted string, module *catalog.Module) bool {
	words := wordsOf(wanted)
	if len(words) == 0 {
		return false
	}
	return slices.ContainsFunc(module.Replaces, func(name string) bool {
		known := wordsOf(name)
		return !slices.ContainsFunc(words, func(word string) bool {
			return !slices.ContainsFunc(known, func(other string) bool { return alike(word, other) })
		})
	})
}

// wordsOf takes a name apart, in small letters and without accents.
func wordsOf(name string) []string {
	plain := strings.NewReplacer("é", "e", "è", "e", "ê", "e", "à", "a", "â", "a", "ô", "o", "î", "i", "ï", "i", "û", "u", "ù", "u", "ç", "c").
		Replace(strings.ToLower(name))
	return strings.FieldsFunc(plain, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// alike takes the beginning of a word, its plural, and one mistaken letter in a
// word that is long enough not to be another one.
func alike(word, other string) bool {
	if word == other || len(word) > 2 && strings.HasPrefix(other, word) || strings.TrimSuffix(word, "s") == strings.TrimSuffix(other, "s") {
		return true
	}
	return len(word) > 4 && len(other) > 4 && catalog.Nearest(word, []string{other}) != ""
}
