package site

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"
)

// sentence is a format and its arguments, kept apart so that it can be said
// in another language later.
type sentence struct {
	format    string
	arguments []any
}

// say makes a sentence. Numbers are given as strings: a printer of another
// language would group the digits of a port.
func say(format string, arguments ...any) sentence {
	return sentence{format: format, arguments: arguments}
}

// String is the sentence in English.
func (s sentence) String() string { return fmt.Sprintf(s.format, s.arguments...) }

// problem is an error for the operator, with the place where it stands.
func problem(where hcl.Range, summary, detail sentence) *hcl.Diagnostic {
	return &hcl.Diagnostic{
		Severity: hcl.DiagError,
		Summary:  summary.String(),
		Detail:   detail.String(),
		Subject:  where.Ptr(),
		Extra: Message{
			Summary: summary.format, SummaryArguments: summary.arguments,
			Detail: detail.format, DetailArguments: detail.arguments,
		},
	}
}

// advice is a problem that stops nothing.
func advice(where hcl.Range, summary, detail sentence) *hcl.Diagnostic {
	diagnostic := problem(where, summary, detail)
	diagnostic.Severity = hcl.DiagWarning
	return diagnostic
}

// notYet is a problem of this version, not of the file.
func notYet(where hcl.Range, what string) *hcl.Diagnostic {
	diagnostic := problem(where,
		say("%s: not yet in this version", what),
		say("The file is right, and this version of chatiere cannot do it. Remove it for now, or wait for a later version."))
	message := diagnostic.Extra.(Message)
	message.NotYet = true
	diagnostic.Extra = message
	return diagnostic
}

// authored is a mistake of a module's author, in English only.
func authored(where hcl.Range, summary, detail string) *hcl.Diagnostic {
	return &hcl.Diagnostic{Severity: hcl.DiagError, Summary: summary, Detail: detail, Subject: where.Ptr()}
}
