package certificates

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// stamp tells whether a file changed.
type stamp struct {
	modified time.Time
	size     int64
}

// openStore reads a folder, which it makes when absent. Damaged files are set
// aside, one notice each: autocert would fail on them for ever, or order
// again in silence. A folder that cannot be made is empty: the gateway starts
// all the same, and Probe says why nothing is ordered.
func openStore(folder string, now time.Time) (*store, []string) {
	opened := &store{folder: folder}
	_ = os.MkdirAll(folder, 0o700)
	var notices []string
	for _, file := range entriesIn(folder) {
		notices = append(notices, opened.read(file, now)...)
	}
	return opened, notices
}

// refresh reads what another gateway wrote since. What it finds damaged is
// left to whoever writes there.
func (s *store) refresh() {
	for _, file := range entriesIn(s.folder) {
		if known, found := s.entries.Load(file.Name()); found && known.(*entry).stamp == stampOf(file) {
			continue
		}
		data, err := os.ReadFile(filepath.Join(s.folder, file.Name()))
		if err != nil {
			continue
		}
		if made, err := newEntry(file.Name(), data); err == nil {
			made.stamp = stampOf(file)
			s.entries.Store(file.Name(), made)
			s.unread.Delete(file.Name())
		}
	}
}

// entriesIn lists what holds entries: not the internal CA's own, not what an
// interrupted write or a challenge left.
func entriesIn(folder string) []fs.FileInfo {
	found, err := os.ReadDir(folder)
	if err != nil {
		return nil
	}
	var entries []fs.FileInfo
	for _, file := range found {
		name := file.Name()
		if name == damagedFolder || name == rootFile || name == rootKeyFile || name == accountFile || strings.HasPrefix(name, ".") || passing(name) {
			continue
		}
		if info, err := file.Info(); err == nil {
			entries = append(entries, info)
		}
	}
	return entries
}

func stampOf(file fs.FileInfo) stamp { return stamp{modified: file.ModTime(), size: file.Size()} }

// read takes a file up. One that cannot be read today may be good: it is left
// where it is, and nothing is ordered in its place.
func (s *store) read(file fs.FileInfo, now time.Time) []string {
	key := file.Name()
	data, err := os.ReadFile(filepath.Join(s.folder, key))
	if err != nil {
		s.unread.Store(key, err)
		return []string{fmt.Sprintf("the file %s cannot be read: %v", key, err)}
	}
	made, fault := newEntry(key, data)
	if fault == nil {
		made.stamp = stampOf(file)
		s.entries.Store(key, made)
		return nil
	}
	aside, err := setAside(filepath.Join(s.folder, key), now)
	if err != nil {
		s.unread.Store(key, fault)
		return []string{fmt.Sprintf("the damaged file %s cannot be set aside: %v", key, err)}
	}
	return []string{fmt.Sprintf("the damaged file %s was set aside as %s: %v", key, aside, fault)}
}

func setAside(path string, now time.Time) (string, error) {
	folder := filepath.Join(filepath.Dir(path), damagedFolder)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", err
	}
	aside := filepath.Join(folder, filepath.Base(path)+"-"+now.UTC().Format("20060102T150405.000"))
	return aside, os.Rename(path, aside)
}
