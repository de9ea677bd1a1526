package installer

import (
	"crypto/tls"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"framagit.org/chatiere/chatiere/installer/disk"
	"framagit.org/chatiere/chatiere/installer/gateway/certificates"
)

// copies are certificates of somebody else in the gateway's folder. The gateway
// owns it: nothing that it could put there leads out of it.
type copies struct {
	gateway string // the gateway's folder
	folder  string // in it
}

// all are the copies that can be read, by name. A damaged one counts as absent:
// it is then copied again.
func (c copies) all() map[string]tls.Certificate {
	found := map[string]tls.Certificate{}
	root, err := os.OpenRoot(c.gateway)
	if err != nil {
		return found
	}
	defer root.Close()
	files, err := fs.ReadDir(root.FS(), filepath.ToSlash(c.folder))
	if err != nil {
		return found
	}
	for _, file := range files {
		data, err := root.ReadFile(path.Join(c.folder, file.Name()))
		if err != nil || strings.HasPrefix(file.Name(), ".") {
			continue
		}
		if pair, err := tls.X509KeyPair(data, data); err == nil {
			found[certificates.NameOf(file.Name())] = pair
		}
	}
	return found
}

// write replaces one copy in one step and gives it to the gateway.
func (c copies) write(name string, text []byte) error {
	root, err := os.OpenRoot(c.gateway)
	if err != nil {
		return fmt.Errorf("copy the certificate of %s: %w", name, err)
	}
	defer root.Close()
	if err := c.makeFolder(root); err != nil {
		return fmt.Errorf("copy the certificate of %s: %w", name, err)
	}
	final := path.Join(c.folder, certificates.FileOf(name))
	temporary := path.Join(c.folder, ".writing-"+certificates.FileOf(name))
	if err := root.Remove(temporary); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("copy the certificate of %s: %w", name, err)
	}
	file, err := root.OpenFile(temporary, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err == nil {
		err = errors.Join(file.Chown(gatewayUser, gatewayUser), disk.Fill(file, text, 0o600))
	}
	if err == nil {
		err = root.Rename(temporary, final)
	}
	if err != nil {
		return fmt.Errorf("copy the certificate of %s: %w", name, err)
	}
	return nil
}

// makeFolder gives each folder on the way to the gateway, which adds its own.
func (c copies) makeFolder(root *os.Root) error {
	if err := root.MkdirAll(c.folder, 0o700); err != nil {
		return err
	}
	return errors.Join(
		root.Lchown(path.Dir(c.folder), gatewayUser, gatewayUser),
		root.Lchown(c.folder, gatewayUser, gatewayUser),
	)
}

func (c copies) remove(name string) error {
	root, err := os.OpenRoot(c.gateway)
	if err != nil {
		return fmt.Errorf("remove the certificate of %s: %w", name, err)
	}
	defer root.Close()
	if err := root.Remove(path.Join(c.folder, certificates.FileOf(name))); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("remove the certificate of %s: %w", name, err)
	}
	return nil
}
