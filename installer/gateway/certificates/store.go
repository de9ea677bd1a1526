package certificates

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

	"framagit.org/chatiere/chatiere/installer/disk"
	"golang.org/x/crypto/acme/autocert"
)

// damagedFolder takes files that cannot be read any more.
const damagedFolder = "damaged"

// store keeps certificates and keys: read from memory, written to the disk
// before a write counts. It is an autocert.Cache; a file holds private key
// and chain as autocert writes them.
type store struct {
	folder  string
	entries sync.Map // key to *entry
	// unwritten holds what could not be written, and why: autocert drops the
	// error of a first certificate, and a restart would order again.
	unwritten sync.Map // key to error
	// unread holds files that are there and cannot be read, and why: what may
	// be good is not ordered again.
	unread sync.Map // key to error
	// issued is told of each new certificate, written of those that reached the
	// disk; both may be nil.
	issued, written func(key string)
	// scratch keeps nothing but the account's key.
	scratch bool
}

// entry is one file.
type entry struct {
	data  []byte
	pair  *tls.Certificate // nil for what is no certificate of the file's name
	stamp stamp
}

func newEntry(key string, data []byte) (*entry, error) {
	if key == accountEntry {
		_, err := parseKey(data)
		return &entry{data: data}, err
	}
	pair, err := tls.X509KeyPair(data, data)
	if err != nil {
		return nil, err
	}
	if pair.Leaf.VerifyHostname(key) != nil {
		return &entry{data: data}, nil
	}
	return &entry{data: data, pair: &pair}, nil
}

// Get answers from memory and never waits.
func (s *store) Get(_ context.Context, key string) ([]byte, error) {
	if data, found := s.get(key); found {
		return data, nil
	}
	return nil, autocert.ErrCacheMiss
}

func (s *store) get(key string) ([]byte, bool) {
	found, known := s.entries.Load(key)
	if !known {
		return nil, false
	}
	return found.(*entry).data, true
}

// pair gives the certificate of a name, which may be out of date; nil when
// there is none for it.
func (s *store) pair(name string) *tls.Certificate {
	found, known := s.entries.Load(name)
	if !known {
		return nil
	}
	return found.(*entry).pair
}

// Put returns once the entry is on the disk. An entry that cannot be written
// is kept in memory and written by a later Probe.
func (s *store) Put(_ context.Context, key string, data []byte) error {
	if s.issued != nil && !passing(key) {
		s.issued(key)
	}
	return s.put(key, data)
}

func (s *store) put(key string, data []byte) error {
	if strings.ContainsRune(key, os.PathSeparator) || strings.HasPrefix(key, ".") {
		return fmt.Errorf("the name %q cannot be a file", key)
	}
	made, err := newEntry(key, data)
	if err != nil {
		return err
	}
	if passing(key) || s.scratch && key != accountEntry {
		s.entries.Store(key, made)
		return s.lend(key, data)
	}
	err = disk.Replace(filepath.Join(s.folder, key), data, 0o600)
	s.entries.Store(key, made)
	if err != nil {
		s.unwritten.Store(key, err)
		return err
	}
	s.unwritten.Delete(key)
	if s.written != nil {
		s.written(key)
	}
	return nil
}

// lend shows the answer to a challenge to the gateway that stands beside this
// one while they take turns: the CA may knock at either. It is worth no wait
// for the disk.
func (s *store) lend(key string, data []byte) error {
	if !passing(key) {
		return nil
	}
	hidden := filepath.Join(s.folder, "."+key)
	if err := os.WriteFile(hidden, data, 0o600); err != nil {
		return err
	}
	return os.Rename(hidden, filepath.Join(s.folder, key))
}

// borrow reads what lend wrote in another gateway.
func (s *store) borrow(name string) (*tls.Certificate, error) {
	data, err := os.ReadFile(filepath.Join(s.folder, name+tokenSuffix))
	if err != nil {
		return nil, errNoCertificate
	}
	pair, err := tls.X509KeyPair(data, data)
	return &pair, err
}

// Delete forgets an entry.
func (s *store) Delete(_ context.Context, key string) error {
	s.entries.Delete(key)
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
	problems = append(problems, disk.Probe(s.folder))
	if err := errors.Join(problems...); err != nil {
		return &blocked{text: fmt.Sprintf("certificates cannot be kept in %s: %v", s.folder, err), cause: err}
	}
	return nil
}

// Failure says why an entry is in memory only, or on the disk only; nil when
// it is in both.
func (s *store) Failure(key string) error {
	if failure, found := s.unwritten.Load(key); found {
		return failure.(error)
	}
	if failure, found := s.unread.Load(key); found {
		return failure.(error)
	}
	return nil
}

// usable says whether there is a certificate and it is valid today.
func usable(pair *tls.Certificate, now time.Time) bool {
	return pair != nil && !now.Before(pair.Leaf.NotBefore) && !now.After(pair.Leaf.NotAfter)
}

const tokenSuffix = "+token"

// passing tells the answers to a CA's challenges, which live for seconds.
func passing(key string) bool {
	return strings.HasSuffix(key, tokenSuffix) || strings.HasSuffix(key, "+http-01")
}
