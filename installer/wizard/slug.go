package wizard

import "strings"

// longestSlug keeps names of containers under 63 characters, the limit of a
// host name.
const longestSlug = 20

// Slug makes the short name of a chaton from its name: small letters, digits
// and hyphens, starting with a letter. "Le Petit Chaton" gives "petit-chaton".
func Slug(name string) string {
	words := strings.FieldsFunc(folded(name), func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9')
	})
	if len(words) > 1 && isArticle(words[0]) {
		words = words[1:]
	}
	slug := ""
	for _, word := range words {
		joined := strings.TrimPrefix(slug+"-"+word, "-")
		if len(joined) > longestSlug {
			break
		}
		slug = joined
	}
	if slug == "" && len(words) > 0 {
		slug = words[0][:min(len(words[0]), longestSlug)]
	}
	if slug == "" || slug[0] < 'a' {
		slug = strings.TrimSuffix("chaton-"+slug, "-")
	}
	return slug[:min(len(slug), longestSlug)]
}

func isArticle(word string) bool {
	switch word {
	case "le", "la", "les", "l", "the":
		return true
	}
	return false
}

// folded writes letters of western languages without accents.
func folded(name string) string {
	return strings.NewReplacer(
		"à", "a", "â", "a", "ä", "a", "á", "a", "ã", "a", "å", "a", "æ", "ae",
		"ç", "c", "é", "e", "è", "e", "ê", "e", "ë", "e", "î", "i", "ï", "i", "í", "i",
		"ñ", "n", "ô", "o", "ö", "o", "ó", "o", "õ", "o", "ø", "o", "œ", "oe", "ß", "ss",
		"ù", "u", "û", "u", "ü", "u", "ú", "u", "ÿ", "y",
	).Replace(strings.ToLower(name))
}
