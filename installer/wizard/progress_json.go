package wizard

import (
	"encoding/json"
	"io"
	"sync"
	"time"

	"framagit.org/chatiere/chatiere/installer/plan"
)

// JSONProgress is progress for programs: one EventJSON a line.
type JSONProgress struct {
	mutex   sync.Mutex
	encoder *json.Encoder
}

// EventJSON is one event of a run, as --json prints it on the error output and
// as the journal has it. Its keys are part of the interface: keys are added,
// never renamed, and the texts are stable English.
type EventJSON struct {
	At        time.Time `json:"at"`
	Operation string    `json:"operation"`        // its ID, as in the plan, or of one that puts back what served before
	State     string    `json:"state"`            // "started", "progress", "done", "failed"
	Detail    string    `json:"detail,omitempty"` // "412 MB of 900 MB"; why it failed, whole
}

// NewJSONProgress writes events to out.
func NewJSONProgress(out io.Writer) *JSONProgress {
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	return &JSONProgress{encoder: encoder}
}

// Note writes one event. A reader that went away does not stop an apply.
func (e *JSONProgress) Note(event plan.Event) {
	e.mutex.Lock()
	defer e.mutex.Unlock()
	_ = e.encoder.Encode(EventJSON{At: time.Now().UTC(), Operation: event.Operation, State: event.State, Detail: event.Detail})
}

// Close has nothing to end.
func (e *JSONProgress) Close() {}
