package wizard

import (
	"encoding/json"
	"io"
	"sync"

	"framagit.org/chatiere/chatiere/installer/plan"
)

// JSONProgress is progress for programs: one JSON object a line, in stable English.
type JSONProgress struct {
	mutex   sync.Mutex
	encoder *json.Encoder
}

// NewJSONProgress writes events to out.
func NewJSONProgress(out io.Writer) *JSONProgress {
	return &JSONProgress{encoder: json.NewEncoder(out)}
}

// Note writes one event. A reader that went away does not stop an apply.
func (e *JSONProgress) Note(event plan.Event) {
	e.mutex.Lock()
	defer e.mutex.Unlock()
	_ = e.encoder.Encode(struct {
		Operation string `json:"operation"`
		State     string `json:"state"`
		Detail    string `json:"detail,omitempty"`
	}(event))
}

// Close has nothing to end.
func (e *JSONProgress) Close() {}
