package installer

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"framagit.org/chatiere/chatiere/installer/plan"
)

// journal is one append-only file a run: a line of JSON for each event, so
// that what a killed run had done can be read afterwards. It never holds a
// secret: every line passes the vault.
type journal struct {
	mutex  sync.Mutex
	file   *os.File
	clock  func() time.Time
	redact func(string) string
}

func openJournal(folder, run string, clock func() time.Time, redact func(string) string) (*journal, error) {
	path := filepath.Join(folder, run+".jsonl")
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the journal: %w", err)
	}
	return &journal{file: file, clock: clock, redact: redact}, nil
}

// note writes one event. A journal that cannot be written to (a full disk)
// does not stop the run: it is the witness, not the work.
func (j *journal) note(event plan.Event) {
	line, err := json.Marshal(struct {
		At        time.Time `json:"at"`
		Operation string    `json:"operation"`
		State     string    `json:"state"`
		Detail    string    `json:"detail,omitempty"`
	}{j.clock().UTC(), event.Operation, event.State, j.redact(event.Detail)})
	if err != nil {
		return
	}
	j.mutex.Lock()
	defer j.mutex.Unlock()
	_, _ = j.file.Write(append(line, '\n'))
}

func (j *journal) close() { j.file.Close() }
