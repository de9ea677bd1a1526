// Package vault keeps secrets: it generates, stores and redacts them.
//
// A secret that does not exist yet is made up in memory when it is first asked
// for and reaches the disk only through Keep, so that `plan` can describe a
// chaton whose secrets were never written. The vault's file is plain JSON, mode
// 0600, replaced atomically; where its values may stand otherwise is decision 13
// of the architecture.
package vault

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sort"
	"sync"
	"time"
)

// Vault holds the secrets of one chaton. It is safe for concurrent use.
type Vault struct {
	path string

	mutex   sync.Mutex
	content content
	pending map[string]string // made up, not kept yet
}

// content is the vault's file.
type content struct {
	Key     string             `json:"fingerprint_key"` // hex, 32 bytes
	Secrets map[string]entry   `json:"secrets"`
	Derived map[string]derived `json:"derived,omitempty"`
}

type entry struct {
	Value string    `json:"value"`
	Since time.Time `json:"since"`
}

// derived is a salted hash of a secret and the input that it was made from:
// another input makes it stale.
type derived struct {
	Input string `json:"input"` // fingerprint of the input, never the input
	Value string `json:"value"`
}

// Open reads the vault at path. A missing file is an empty vault with a fresh
// fingerprint key, both in memory only. A file that cannot be read or parsed is
// an error: going on would replace every password of the chaton.
func Open(path string) (*Vault, error) {
	vault := &Vault{path: path, pending: map[string]string{}}
	data, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		vault.content = content{Key: randomHex(32)}
	case err != nil:
		return nil, fmt.Errorf("read the vault: %w", err)
	default:
		if err := json.Unmarshal(data, &vault.content); err != nil {
			return nil, fmt.Errorf("read the vault %s: %w; restore this file from a backup, nothing was changed", path, err)
		}
	}
	if vault.content.Secrets == nil {
		vault.content.Secrets = map[string]entry{}
	}
	if vault.content.Derived == nil {
		vault.content.Derived = map[string]derived{}
	}
	return vault, nil
}

// Secret returns the value of a service's secret, made up when there is none.
// The same value is returned until the process ends, kept or not.
func (v *Vault) Secret(service, name string, length int, charset string) string {
	v.mutex.Lock()
	defer v.mutex.Unlock()
	key := service + "/" + name
	if kept, ok := v.content.Secrets[key]; ok {
		return kept.Value
	}
	if made, ok := v.pending[key]; ok {
		return made
	}
	v.pending[key] = generate(length, charset)
	return v.pending[key]
}

// Kept says whether "service/name" is on disk.
func (v *Vault) Kept(key string) bool {
	v.mutex.Lock()
	defer v.mutex.Unlock()
	_, ok := v.content.Secrets[key]
	return ok
}

// Keep writes one made-up secret ("service/name") to disk. Keeping a secret
// that is already kept changes nothing, so that an interrupted run can repeat.
func (v *Vault) Keep(key string, at time.Time) error {
	v.mutex.Lock()
	defer v.mutex.Unlock()
	if _, ok := v.content.Secrets[key]; ok {
		return nil
	}
	value, ok := v.pending[key]
	if !ok {
		return fmt.Errorf("keep secret %s: nobody asked for it", key)
	}
	v.content.Secrets[key] = entry{Value: value, Since: at.UTC().Truncate(time.Second)}
	if err := v.write(); err != nil {
		delete(v.content.Secrets, key)
		return fmt.Errorf("keep secret %s: %w", key, err)
	}
	delete(v.pending, key)
	return nil
}

// Save writes the fingerprint key and what was derived, before the first
// object that carries a fingerprint is made.
func (v *Vault) Save() error {
	v.mutex.Lock()
	defer v.mutex.Unlock()
	return v.write()
}

// Forget drops the secrets of one service and what was derived from them, or
// those of all when service is "". Only
// `destroy --data` calls it: the volumes that they open are gone.
func (v *Vault) Forget(service string) error {
	v.mutex.Lock()
	defer v.mutex.Unlock()
	for key := range v.content.Secrets {
		if service == "" || belongs(key, service) {
			delete(v.content.Secrets, key)
		}
	}
	for key := range v.content.Derived {
		if service == "" || belongs(key, service) {
			delete(v.content.Derived, key)
		}
	}
	return v.write()
}

// Names lists the kept secrets, sorted, never their values.
func (v *Vault) Names() []string {
	v.mutex.Lock()
	defer v.mutex.Unlock()
	names := make([]string, 0, len(v.content.Secrets))
	for name := range v.content.Secrets {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

func belongs(key, service string) bool {
	return len(key) > len(service) && key[:len(service)] == service && key[len(service)] == '/'
}
