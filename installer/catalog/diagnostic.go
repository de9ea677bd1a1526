package catalog

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"
)

// fault is an error at a place of a module. Module authors read English, so
// its words are not translated (rule 25 of the style guide).
func fault(subject hcl.Range, summary, format string, a ...any) *hcl.Diagnostic {
	return &hcl.Diagnostic{
		Severity: hcl.DiagError,
		Summary:  summary,
		Detail:   fmt.Sprintf(format, a...),
		Subject:  subject.Ptr(),
	}
}

// faults gathers what is wrong with one module.
type faults struct {
	diagnostics hcl.Diagnostics
}

// diagnosticsLimit keeps a hostile module from burying the mistakes of the
// others.
const diagnosticsLimit = 1000

// full tells that looking for more mistakes would help nobody.
func (f *faults) full() bool { return len(f.diagnostics) > diagnosticsLimit }

func (f *faults) add(subject hcl.Range, summary, format string, a ...any) {
	f.diagnostics = append(f.diagnostics, fault(subject, summary, format, a...))
}

func (f *faults) warn(subject hcl.Range, summary, format string, a ...any) {
	warning := fault(subject, summary, format, a...)
	warning.Severity = hcl.DiagWarning
	f.diagnostics = append(f.diagnostics, warning)
}
