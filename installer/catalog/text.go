package catalog

// Text is a sentence for people by language ("fr", "en"). French is always
// there; a missing language falls back to it, since half a page in the right
// language serves a reader better than a hole.
type Text map[string]string

// In returns the text in the wanted language, in French when it is missing,
// and "" for an empty text.
func (t Text) In(language string) string {
	if said, ok := t[language]; ok {
		return said
	}
	return t["fr"]
}
