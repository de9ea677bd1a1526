package certificates

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"framagit.org/chatiere/chatiere/installer/disk"
)

// ledgerFile keeps the records of all names at one CA, beside its
// certificates: a restart must not reset what a CA counts. The dot keeps it
// apart from host names.
const ledgerFile = ".budget.json"

// ledger writes the records. Callers that write at the same moment share one
// write, since each waits for the disk.
type ledger struct {
	path string

	mu      sync.Mutex
	wanted  int // number of the last change
	writing sync.Mutex
	written int // guarded by writing
}

func newLedger(folder string) *ledger { return &ledger{path: filepath.Join(folder, ledgerFile)} }

// read gives the records; a damaged file is set aside with a notice.
func (l *ledger) read(now time.Time) (map[string]record, []string, error) {
	records := map[string]record{}
	data, err := os.ReadFile(l.path)
	if errors.Is(err, fs.ErrNotExist) {
		return records, nil, nil
	}
	if err != nil {
		return nil, nil, fmt.Errorf("read what was spent at the CA: %w", err)
	}
	fault := json.Unmarshal(data, &records)
	if fault == nil {
		return records, nil, nil
	}
	aside, err := setAside(l.path, now)
	if err != nil {
		return nil, nil, err
	}
	notice := fmt.Sprintf("the damaged file %s was set aside as %s, so what was spent at the CA is not known: %v", ledgerFile, aside, fault)
	return map[string]record{}, []string{notice}, nil
}

// save returns once the records, as they are now or later, are on the disk.
func (l *ledger) save(snapshot func() map[string]record) error {
	l.mu.Lock()
	l.wanted++
	mine := l.wanted
	l.mu.Unlock()
	l.writing.Lock()
	defer l.writing.Unlock()
	if l.written >= mine {
		return nil
	}
	l.mu.Lock()
	last := l.wanted
	l.mu.Unlock()
	data, err := json.Marshal(snapshot())
	if err == nil {
		err = disk.Replace(l.path, append(data, '\n'), 0o600)
	}
	if err != nil {
		return fmt.Errorf("keep what was spent at the CA: %w", err)
	}
	l.written = last
	return nil
}
