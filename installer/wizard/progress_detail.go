package wizard

import (
	"strings"

	"framagit.org/chatiere/chatiere/installer/locale"
	"framagit.org/chatiere/chatiere/installer/plan"
)

// SayDetail says in the operator's language what a health check or a download
// told of itself, in stable English, when it knows how: "not listening",
// "412 MB of 900 MB". What a program wrote itself comes back as it is.
func SayDetail(printer *locale.Printer, detail string) string {
	if printer.Has(detail) {
		return printer.Say(detail)
	}
	for _, pattern := range detailPatterns() {
		if value, matches := pattern.value(detail); matches {
			return printer.Sayf(pattern.format, value)
		}
	}
	if come, whole, cut := strings.Cut(detail, " MB of "); cut && isNumber(come) {
		return printer.Sayf("%s MB of %s MB", come, strings.TrimSuffix(whole, " MB"))
	}
	return detail
}

// detailPattern is a sentence with one value at its end, as package engine
// makes it by joining the two.
type detailPattern struct{ begin, format string }

func (p detailPattern) value(detail string) (string, bool) { return strings.CutPrefix(detail, p.begin) }

// detailPatterns go from the longest beginning to the shortest: the first that
// fits is taken.
func detailPatterns() []detailPattern {
	return []detailPattern{
		{"the registry did not deliver; next try in ", "the registry did not deliver; next try in %s"},
		{"unhealthy: the check exited with code ", "unhealthy: the check ended with code %s"},
		{"unhealthy: ", "unhealthy: %s"},
		{"wrong answer: ", "wrong answer: %s"},
		{"exited with code ", "it ended by itself with code %s"},
		{"not running: ", "not running: %s"},
		{"security updates of ", "security updates of %s"},
	}
}

func isNumber(text string) bool {
	return text != "" && strings.Trim(text, "0123456789") == ""
}

// reason is the first line of a failure, without the operation's name, which
// stands beside it.
func reason(printer *locale.Printer, event plan.Event) string {
	first, _, _ := strings.Cut(event.Detail, "\n")
	kind, rest, _ := strings.Cut(event.Operation, " ")
	target, _, _ := strings.Cut(rest, " ")
	first = strings.TrimPrefix(first, kind+" "+target+": ")
	what, after, waited := strings.Cut(first, " after ")
	if time, _, checked := strings.Cut(after, " ("); waited && checked {
		return printer.Sayf("%s, after %s", SayDetail(printer, what), time)
	}
	return SayDetail(printer, first)
}
