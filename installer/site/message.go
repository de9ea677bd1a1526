package site

// Message is what the Extra of a diagnostic for the operator holds: the
// English sentences before their arguments were put in, so that cmd/chatiere
// can say them in the operator's language through package locale. Summary and
// Detail of the diagnostic itself are the same sentences in English.
type Message struct {
	Summary          string
	SummaryArguments []any
	Detail           string
	DetailArguments  []any

	// NotYet marks what is right in the file and what this version cannot run:
	// `check` may pass over it, `plan` and `apply` may not.
	NotYet bool
	// Who can usually answer, in what Publishable lists: "board", "treasury"
	// or "technical".
	Who string
}
