package certificates

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"
)

const (
	// wildcard begins a name that stands for every name one label longer.
	wildcard = "*."
	// wildcardFile begins the file of such a name: no host name has it.
	wildcardFile = "_."
)

// FilesFolder is where a gateway's folder takes the copies of certificates that
// somebody else obtains, one file a name with key and chain.
func FilesFolder() string { return filepath.Join(certificatesFolder, Files) }

// FileOf is the file of a name in FilesFolder; "*.…" is allowed.
func FileOf(name string) string {
	if parent, any := strings.CutPrefix(name, wildcard); any {
		return wildcardFile + parent
	}
	return name
}

// NameOf is the name of a file in FilesFolder.
func NameOf(file string) string {
	if parent, any := strings.CutPrefix(file, wildcardFile); any {
		return wildcard + parent
	}
	return file
}

// copies are certificates that somebody else obtains and renews: the installer
// copies them, the gateway only serves them.
type copies struct {
	folder string
	held   atomic.Pointer[map[string]*tls.Certificate] // by file
}

// Reload takes up what was copied since. With another issuer there is nothing
// to take up.
func (k *Keeper) Reload() error {
	held, others := k.source.(*copies)
	if !others {
		return nil
	}
	notices, err := held.reload()
	k.mu.Lock()
	k.notices = notices
	for name, effort := range k.efforts {
		if effort.wanted && !effort.trying && held.Current(name) != nil {
			effort.succeed(time.Time{})
		}
	}
	k.mu.Unlock()
	k.rouse()
	return err
}

func openCopies(folder string) (*copies, []string, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, nil, err
	}
	opened := &copies{folder: folder}
	opened.held.Store(&map[string]*tls.Certificate{})
	notices, err := opened.reload()
	return opened, notices, err
}

// reload reads every copy again. One that cannot be used is said, and what was
// served in its place stays.
func (c *copies) reload() ([]string, error) {
	files, err := os.ReadDir(c.folder)
	if err != nil {
		return nil, fmt.Errorf("read the certificates of others: %w", err)
	}
	former, next := *c.held.Load(), map[string]*tls.Certificate{}
	var notices []string
	for _, file := range files {
		if !file.Type().IsRegular() || strings.HasPrefix(file.Name(), ".") {
			continue
		}
		pair, err := c.read(file.Name())
		if err != nil {
			notices = append(notices, fmt.Sprintf("the copy %s cannot be served: %v", filepath.Join(c.folder, file.Name()), err))
			pair = former[file.Name()]
		}
		if pair != nil {
			next[file.Name()] = pair
		}
	}
	c.held.Store(&next)
	return notices, nil
}

func (c *copies) read(name string) (*tls.Certificate, error) {
	data, err := os.ReadFile(filepath.Join(c.folder, name))
	if err != nil {
		return nil, err
	}
	pair, err := tls.X509KeyPair(data, data)
	if err != nil {
		return nil, err
	}
	return &pair, nil
}

// Load says whether a copy is for the name. Who renews it is somebody else, so
// there is no date.
func (c *copies) Load(name string) (time.Time, bool) { return time.Time{}, c.Current(name) != nil }

// Obtain looks again; nothing can be asked of anybody.
func (c *copies) Obtain(_ context.Context, name string, _ bool) (time.Time, error) {
	if _, err := c.reload(); err != nil {
		return time.Time{}, err
	}
	if c.Current(name) == nil {
		return time.Time{}, fmt.Errorf("no file of the tls block in chaton.hcl holds a certificate for %s", name)
	}
	return time.Time{}, nil
}

// Current prefers the certificate of the name itself to one of a wildcard.
func (c *copies) Current(name string) *tls.Certificate {
	held := *c.held.Load()
	if certificate := held[name]; certificate != nil {
		return certificate
	}
	_, above, _ := strings.Cut(name, ".")
	return held[wildcardFile+above]
}

// Challenge never has an answer: nobody validates.
func (c *copies) Challenge(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	return nil, errors.New("certificates from files need no validation")
}
