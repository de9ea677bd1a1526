package gateway

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"golang.org/x/crypto/acme/autocert"
)

// damagedFolder takes files that cannot be read any more.
const damagedFolder = "damaged"

// store keeps certificates and keys: read from memory, written to the disk
// before a write counts. It is an autocert.Cache; a file holds private key
// and chain as autocert writes them.
type store struct {
	folder  string
	entries sync.Map // key to []byte
	// unwritten holds what could not be written, and why: autocert drops the
	// error of a first certificate, and a restart would order again.
	unwritten sync.Map // key to error
	// written is told of each certificate that reached the disk; may be nil.
	written func(key string)
}

// openStore reads a folder, which it makes when absent. Damaged files are set
// aside, one notice each: autocert would fail on them for ever, or order
// again in silence.
func openStore(folder string, now time.Time) (*store, []string, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, nil, err
	}
	files, err := os.ReadDir(folder)
	if err != nil {
		return nil, nil, err
	}
	opened := &store{folder: folder}
	var notices []string
	for _, file := range files {
		if !file.Type().IsRegular() || reserved(file.Name()) {
			continue
		}
		notice, err := opened.read(file.Name(), now)
		if err != nil {
			return nil, nil, err
		}
		notices = append(notices, notice...)
	}
	return opened, notices, nil
}

// reserved tells files that are no entries: the internal CA's own, and what
// an interrupted write left.
func reserved(name string) bool {
	return name == rootFile || name == rootKeyFile || strings.HasPrefix(name, ".")
}

func (s *store) read(key string, now time.Time) ([]string, error) {
	data, err := os.ReadFile(filepath.Join(s.folder, key))
	if err != nil {
		return nil, err
	}
	fault := checkEntry(key, data)
	if fault == nil {
		s.entries.Store(key, data)
		return nil, nil
	}
	aside, err := setAside(filepath.Join(s.folder, key), now)
	if err != nil {
		return nil, err
	}
	return []string{fmt.Sprintf("the damaged file %s was set aside as %s: %v", key, aside, fault)}, nil
}

// checkEntry says whether an entry can be used; dates are looked at later.
func checkEntry(key string, data []byte) error {
	if key == accountEntry {
		_, err := parseKey(data)
		return err
	}
	_, err := tls.X509KeyPair(data, data)
	return err
}

func setAside(path string, now time.Time) (string, error) {
	folder := filepath.Join(filepath.Dir(path), damagedFolder)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", err
	}
	aside := filepath.Join(folder, filepath.Base(path)+"-"+now.UTC().Format("20060102T150405.000"))
	return aside, os.Rename(path, aside)
}

// Get answers from memory and never waits.
func (s *store) Get(_ context.Context, key string) ([]byte, error) {
	if data, found := s.get(key); found {
		return data, nil
	}
	return nil, autocert.ErrCacheMiss
}

func (s *store) get(key string) ([]byte, bool) {
	data, found := s.entries.Load(key)
	if !found {
		return nil, false
	}
	return data.([]byte), true
}

// Put returns once the entry is on the disk. An entry that cannot be written
// is kept in memory and written by a later Probe.
func (s *store) Put(_ context.Context, key string, data []byte) error {
	return s.put(key, data)
}

func (s *store) put(key string, data []byte) error {
	s.entries.Store(key, data)
	if passing(key) {
		return nil
	}
	if strings.ContainsRune(key, os.PathSeparator) || strings.HasPrefix(key, ".") {
		return fmt.Errorf("the name %q cannot be a file", key)
	}
	if err := writeFile(filepath.Join(s.folder, key), data, 0o600); err != nil {
		s.unwritten.Store(key, err)
		return err
	}
	s.unwritten.Delete(key)
	if s.written != nil {
		s.written(key)
	}
	return nil
}

// Delete forgets an entry.
func (s *store) Delete(_ context.Context, key string) error {
	s.entries.Delete(key)
	if passing(key) {
		return nil
	}
	return os.Remove(filepath.Join(s.folder, key))
}

// Probe writes what could not be written before, then says whether the
// folder takes files: an order whose certificate cannot be kept is wasted.
func (s *store) Probe() error {
	var problems []error
	s.unwritten.Range(func(key, _ any) bool {
		if data, found := s.get(key.(string)); found {
			problems = append(problems, s.put(key.(string), data))
		}
		return true
	})
	problems = append(problems, probeFolder(s.folder))
	if err := errors.Join(problems...); err != nil {
		return fmt.Errorf("certificates cannot be kept in %s: %w", s.folder, err)
	}
	return nil
}

// Failure says why an entry is in memory only; nil when it is on the disk.
func (s *store) Failure(key string) error {
	if failure, found := s.unwritten.Load(key); found {
		return failure.(error)
	}
	return nil
}

// passing tells the answers to a CA's challenges, which live for seconds.
func passing(key string) bool {
	return strings.HasSuffix(key, "+token") || strings.HasSuffix(key, "+http-01")
}
