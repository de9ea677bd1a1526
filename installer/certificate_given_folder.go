package installer

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"framagit.org/chatiere/chatiere/installer/disk"
	"framagit.org/chatiere/chatiere/installer/gateway/certificates"
	"framagit.org/chatiere/chatiere/installer/site"
)

const (
	chainName = "fullchain.pem"
	keyName   = "privkey.pem"
)

// hiddenOf begins the folders that the link of a name leads to; no host name has
// its last character.
func hiddenOf(name string) string { return "." + name + "_" }

// markOf tells certificates and their owners apart.
func markOf(stored certificates.Stored, to owner) string {
	sum := sha256.New()
	fmt.Fprintf(sum, "%s%s%d:%d", stored.Key, stored.Chain, to.user, to.group)
	return hex.EncodeToString(sum.Sum(nil))[:12]
}

// writeStored makes the folder of one certificate anew.
func writeStored(folder string, stored certificates.Stored, to owner) error {
	if err := os.RemoveAll(folder); err != nil {
		return err
	}
	if err := makeOwned(folder, to); err != nil {
		return err
	}
	for name, text := range map[string][]byte{chainName: stored.Chain, keyName: stored.Key} {
		file, err := os.OpenFile(filepath.Join(folder, name), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o400)
		if err == nil {
			err = errors.Join(file.Chown(to.user, to.group), disk.Fill(file, text, 0o440))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// makeOwned makes a folder that its container can look into.
func makeOwned(folder string, to owner) error {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	return errors.Join(os.Chown(folder, to.user, to.group), os.Chmod(folder, 0o550))
}

// dropFormer removes what the name's link led to before.
func dropFormer(place, name, current string) error {
	entries, err := os.ReadDir(place)
	for _, entry := range entries {
		if strings.HasPrefix(entry.Name(), hiddenOf(name)) && entry.Name() != current {
			err = errors.Join(err, os.RemoveAll(filepath.Join(place, entry.Name())))
		}
	}
	return err
}

// same says that the folder holds just that.
func same(stored certificates.Stored, folder string) bool {
	chain, err := os.ReadFile(filepath.Join(folder, chainName))
	key, wrong := os.ReadFile(filepath.Join(folder, keyName))
	return err == nil && wrong == nil && bytes.Equal(chain, stored.Chain) && bytes.Equal(key, stored.Key)
}

// dropNames removes the certificates of names that the container shows no more.
func (g giver) dropNames(container *site.Container) error {
	var wrong []error
	for _, folder := range container.Certificates {
		place := g.placeOf(container, folder)
		entries, err := os.ReadDir(place)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		for _, entry := range entries {
			if !belongs(entry.Name(), folder.Hosts) {
				wrong = append(wrong, os.RemoveAll(filepath.Join(place, entry.Name())))
			}
		}
	}
	return errors.Join(wrong...)
}

// belongs says that an entry of a mounted folder is of one of the names.
func belongs(entry string, names []string) bool {
	for _, name := range names {
		if entry == name || strings.HasPrefix(entry, hiddenOf(name)) {
			return true
		}
	}
	return false
}
