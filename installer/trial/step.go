package trial

import (
	"time"

	"framagit.org/chatiere/chatiere/installer/plan"
)

// Outcome is how a step of a trial ended.
type Outcome string

// The outcomes. Absent is a step that could not be taken, as an upgrade of a
// module without a previous version: it is no failure, and no pass either.
const (
	Passed Outcome = "passed"
	Failed Outcome = "failed"
	Absent Outcome = "absent"
)

// Step is one part of a module's life, as it went.
type Step struct {
	Name    string        `json:"name"`
	Major   string        `json:"major,omitempty"` // of an engine
	Outcome Outcome       `json:"outcome"`
	Took    time.Duration `json:"took"`             // nanoseconds, whole milliseconds
	Detail  string        `json:"detail,omitempty"` // in English
	// Said is Detail before its values were put in, to be said in another
	// language; empty after a failure.
	Said plan.Sentence `json:"-"`
}
