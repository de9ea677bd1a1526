package compose

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Write puts the module's folder in place. It writes into no folder that exists
// already: what somebody wrote there is worth more than an import.
func (s *Skeleton) Write(folder string) error {
	if _, err := os.Lstat(folder); err == nil {
		return fmt.Errorf("write %s: %w", folder, fs.ErrExist)
	}
	for _, name := range sortedKeys(s.Files) {
		path := filepath.Join(folder, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, s.Files[name], 0o644); err != nil {
			return err
		}
	}
	return nil
}
