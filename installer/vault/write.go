package vault

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

// write replaces the vault's file: temporary file in the same folder, fsync,
// rename, fsync of the folder. A power cut leaves the old vault or the new one,
// never half of one.
func (v *Vault) write() error {
	data, err := json.MarshalIndent(v.content, "", "  ")
	if err != nil {
		return fmt.Errorf("write the vault: %w", err)
	}
	folder := filepath.Dir(v.path)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return fmt.Errorf("write the vault: %w", err)
	}
	if err := replace(v.path, append(data, '\n')); err != nil {
		return fmt.Errorf("write the vault: %w", err)
	}
	return syncFolder(folder)
}

func replace(path string, data []byte) error {
	temporary, err := os.CreateTemp(filepath.Dir(path), ".vault-*") // 0600
	if err != nil {
		return err
	}
	defer os.Remove(temporary.Name()) // gone after the rename: no error then
	if _, err := temporary.Write(data); err != nil {
		temporary.Close()
		return err
	}
	if err := temporary.Sync(); err != nil {
		temporary.Close()
		return err
	}
	if err := temporary.Close(); err != nil {
		return err
	}
	return os.Rename(temporary.Name(), path)
}

func syncFolder(folder string) error {
	opened, err := os.Open(folder)
	if err != nil {
		return err
	}
	defer opened.Close()
	return opened.Sync()
}
