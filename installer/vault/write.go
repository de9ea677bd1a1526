package vault

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"framagit.org/chatiere/chatiere/installer/disk"
)

// write replaces the vault's file. A power cut leaves the old vault or the new
// one, never half of one.
func (v *Vault) write() error {
	data, err := json.MarshalIndent(v.content, "", "  ")
	if err != nil {
		return fmt.Errorf("write the vault: %w", err)
	}
	folder := filepath.Dir(v.path)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return fmt.Errorf("write the vault: %w", err)
	}
	if err := disk.Replace(v.path, append(data, '\n'), 0o600); err != nil {
		return fmt.Errorf("write the vault: %w", err)
	}
	return nil
}
