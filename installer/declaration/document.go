package declaration

import (
	"framagit.org/chatiere/chatiere/installer/charter"
	"framagit.org/chatiere/chatiere/installer/site"
)

// Document is one rendered file. Its path starts with "site/" when it is to be
// published and with "dossier/" when it never is.
type Document struct {
	Path    string
	Content []byte
	Gaps    []Gap // what it could say and does not yet; it is published all the same
}

// Waiting is a document that could not be rendered.
type Waiting struct {
	Path string
	Gaps []Gap // never empty
}

// Gap is a value that is missing, or one that contradicts what was measured.
type Gap struct {
	Key      string    // where it is written in chaton.hcl, `organization.phone`
	Why      site.Text // why it is asked
	Who      Role      // who can answer
	Declared string    // both are set for a contradiction only
	Measured string
}

// Contradicts says that the gap is a declared value which a measurement denies.
func (g Gap) Contradicts() bool { return g.Measured != "" }

// Role is the kind of person who can answer.
type Role string

// Who can answer what is missing.
const (
	Board     Role = "bureau"
	Treasurer Role = "trésorerie"
	Technical Role = "technique"
)

// Result is everything that Render makes of one site.
type Result struct {
	Documents []Document // sorted by path
	Waiting   []Waiting  // sorted by path

	// Report is the charter report as published: a duty that only a page
	// shows is not met while that page waits.
	Report charter.Report
}

// Contradictions lists every gap in which a measurement denies what is
// declared.
func (r *Result) Contradictions() []Gap {
	var found []Gap
	for _, waiting := range r.Waiting {
		for _, gap := range waiting.Gaps {
			if gap.Contradicts() {
				found = append(found, gap)
			}
		}
	}
	return found
}
