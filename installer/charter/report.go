package charter

import (
	"context"
	"time"

	"framagit.org/chatiere/chatiere/installer/site"
)

// The states of a finding.
const (
	Met        = "met"
	NotMet     = "not-met"
	Unverified = "unverified"
)

// The provenances of a finding.
const (
	Measured = "measured"
	Declared = "declared"
	Missing  = "missing"
)

// Report is what was found of every duty in force at one time.
type Report struct {
	At       time.Time
	Findings []Finding
}

// Finding is the state of one duty. There is never an overall result.
type Finding struct {
	Duty       Duty
	State      string
	Reason     Text     // why it is so; a "not met" without a reason does not exist
	Where      []string // paths of pages, or addresses elsewhere, to see it at
	Provenance string
}

// Assess finds the state of every duty in force at evidence.At. It looks at
// nothing but its arguments; ctx ends a long look early in proofs to come.
func Assess(ctx context.Context, s *site.Site, evidence Evidence) Report {
	report := Report{At: evidence.At}
	for _, duty := range read().Duties {
		if duty.InForce(evidence.At) && ctx.Err() == nil {
			report.Findings = append(report.Findings, assess(duty, s, evidence))
		}
	}
	return report
}

// Finding returns what was found of that duty; false when it is not in force.
func (r Report) Finding(id string) (Finding, bool) {
	for _, finding := range r.Findings {
		if finding.Duty.ID == id {
			return finding, true
		}
	}
	return Finding{}, false
}

// Count says how many findings have that state.
func (r Report) Count(state string) int {
	count := 0
	for _, finding := range r.Findings {
		if finding.State == state {
			count++
		}
	}
	return count
}
