package installer

import (
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"framagit.org/chatiere/chatiere/installer/disk"
	"framagit.org/chatiere/chatiere/installer/gateway/certificates"
	"framagit.org/chatiere/chatiere/installer/site"
)

// State is the folder that holds what the kit knows of one chaton
// (design/chaton.md, "State"). Everything in it is plain text.
type State struct{ Folder string }

// gatewayUser is who the gateway runs as: nobody's user, 65532, as in
// distroless images. It owns the one folder that it may write.
const gatewayUser = 65532

// Vault is the file of secrets.
func (s State) Vault() string { return filepath.Join(s.Folder, "vault.json") }

// Gateway is the folder mounted into the gateway.
func (s State) Gateway() string { return filepath.Join(s.Folder, "gateway") }

// Public is the folder of publications, mounted read-only into the gateway.
func (s State) Public() string { return filepath.Join(s.Folder, "public") }

// Dossier is the folder of what is handed in or kept, never published.
func (s State) Dossier() string { return filepath.Join(s.Folder, "dossier") }

// Files is the folder of rendered files of containers.
func (s State) Files() string { return filepath.Join(s.Folder, "files") }

func (s State) journal() string { return filepath.Join(s.Folder, "journal") }
func (s State) site() string    { return filepath.Join(s.Folder, "site.json") }
func (s State) id() string      { return filepath.Join(s.Folder, "id") }
func (s State) lock() string    { return filepath.Join(s.Folder, "lock") }
func (s State) issuer() string  { return filepath.Join(s.Gateway(), certificates.IssuerFile) }

// Authority is the root certificate of the internal CA, for curl and browsers.
func (s State) Authority() string {
	return filepath.Join(s.Gateway(), "certificates", "internal", "ca.pem")
}

// identity reads the chaton's identity: 128 random bits made once and carried
// by every object on the engine. Absent, a fresh one is made up and written
// only by prepareFolders.
func (s State) identity() (id string, kept bool, err error) {
	data, err := os.ReadFile(s.id())
	switch {
	case err == nil:
		return strings.TrimSpace(string(data)), true, nil
	case !errors.Is(err, fs.ErrNotExist):
		return "", false, fmt.Errorf("read the chaton's identity: %w", err)
	}
	random := make([]byte, 16)
	if _, err := rand.Read(random); err != nil {
		return "", false, fmt.Errorf("make an identity: %w", err)
	}
	return hex.EncodeToString(random), false, nil
}

// prepareFolders makes the state folder with its modes, and writes the
// identity. Doing it twice changes nothing.
func (s State) prepareFolders(id string) error {
	for _, folder := range []struct {
		path string
		mode fs.FileMode
	}{
		{s.Folder, 0o700}, {s.Files(), 0o700}, {s.journal(), 0o700}, {s.Dossier(), 0o700},
		{s.Gateway(), 0o700}, {s.Public(), 0o755},
	} {
		if err := os.MkdirAll(folder.path, folder.mode); err != nil {
			return fmt.Errorf("make the state folder: %w", err)
		}
		// A strict umask would close the public folder to the gateway.
		if err := os.Chmod(folder.path, folder.mode); err != nil {
			return fmt.Errorf("make the state folder: %w", err)
		}
	}
	if err := os.Chown(s.Gateway(), gatewayUser, gatewayUser); err != nil {
		return fmt.Errorf("give %s to the gateway: %w", s.Gateway(), err)
	}
	if _, err := os.Stat(s.id()); err == nil {
		return nil
	}
	return disk.Replace(s.id(), []byte(id+"\n"), 0o600)
}

// applied reads the site of the last apply; nil when there was none. A damaged
// file counts as lost: generations are then found by looking (decision 14).
func (s State) applied() *site.Site {
	data, err := os.ReadFile(s.site())
	if err != nil {
		return nil
	}
	var applied site.Site
	if json.Unmarshal(data, &applied) != nil {
		return nil
	}
	return &applied
}

// stateNames are what the kit keeps in a state folder.
var stateNames = []string{
	"vault.json", "site.json", "applied", "modules", "sources", "files", "gateway", "public", "dossier",
	"records", "logs", "journal", "draft", "routes.unloaded", "authority.pem", "id", "lock",
}

// remove destroys the state folder, the identity last so that a removal broken
// off can be repeated. What the kit did not put there stays, and the folder
// with it: --state may name any folder.
func (s State) remove(more ...string) error {
	for _, name := range slices.Concat(more, stateNames) {
		if err := os.RemoveAll(filepath.Join(s.Folder, name)); err != nil {
			return fmt.Errorf("remove the state folder: %w", err)
		}
	}
	left, err := filepath.Glob(filepath.Join(s.Folder, ".*-*")) // of a killed ReplaceFile
	if err != nil {
		return err
	}
	for _, temporary := range left {
		if isTemporary(filepath.Base(temporary)) {
			_ = os.Remove(temporary)
		}
	}
	if err := os.Remove(s.Folder); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("something in the state folder is not chatiere's and was kept: %w", err)
	}
	return nil
}

func isTemporary(name string) bool {
	for _, known := range stateNames {
		if strings.HasPrefix(name, "."+known+"-") {
			return true
		}
	}
	return strings.HasPrefix(name, ".vault-")
}
