package installer

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"framagit.org/chatiere/chatiere/installer/disk"
)

// records is the folder of what was done and when (design/chaton.md, "State").
func (s State) records() string { return filepath.Join(s.Folder, "records") }

// Record says how a task of `tick` does. Its keys are part of the interface.
type Record struct {
	Task     string    `json:"task"`
	Last     time.Time `json:"last,omitzero"`      // tried
	LastGood time.Time `json:"last_good,omitzero"` // done
	Next     time.Time `json:"next,omitzero"`      // due again; zero: at the next tick
	Problem  string    `json:"problem"`            // of the last try; "" when it was done
}

// record reads what is known of a task. A damaged record counts as none: its
// task is then done once more.
func (s State) record(task string) Record {
	record := Record{Task: task}
	if !s.readRecord(task, &record) {
		return Record{Task: task}
	}
	return record
}

func (s State) readRecord(name string, into any) bool {
	data, err := os.ReadFile(filepath.Join(s.records(), name+".json"))
	return err == nil && json.Unmarshal(data, into) == nil
}

func (s State) writeRecord(name string, record any) error {
	if err := os.MkdirAll(s.records(), 0o700); err != nil {
		return fmt.Errorf("write the record: %w", err)
	}
	data, err := json.MarshalIndent(record, "", "  ")
	if err != nil {
		return fmt.Errorf("write the record: %w", err)
	}
	return disk.Replace(filepath.Join(s.records(), name+".json"), append(data, '\n'), 0o600)
}

// published is the chaton.hcl that a person last published.
func (s State) published() string { return filepath.Join(s.records(), "published.hcl") }

// keepPublished remembers what a person published, so that a refresh publishes
// no more than that.
func (s State) keepPublished(source []byte) error {
	if err := os.MkdirAll(s.records(), 0o700); err != nil {
		return fmt.Errorf("remember what was published: %w", err)
	}
	return disk.Replace(s.published(), source, 0o600)
}

// readPublished is nil when nobody has published yet.
func (s State) readPublished() ([]byte, error) {
	source, err := os.ReadFile(s.published())
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return source, err
}
