package declaration

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
)

const current = "current"

// Write publishes the site documents in folder/<hash of them all>/ and points
// the relative link folder/current at it in one step; readers see the old site
// or the new one, never a mixture. What waits keeps its last published
// version. Changed is false when the published site was the same already.
func Write(folder string, result *Result) (changed bool, err error) {
	files, err := siteFiles(folder, result)
	if err != nil {
		return false, err
	}
	name := hashOf(files)
	before, err := os.Readlink(filepath.Join(folder, current))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return false, fmt.Errorf("read the published site’s link: %w", err)
	}
	if before == name {
		return false, nil
	}
	if err := publish(folder, name, files); err != nil {
		return false, err
	}
	return true, prune(folder, name, before)
}

// WriteDossier writes the documents that are never published, readable by
// their owner only. Files that it did not make are left alone.
func WriteDossier(folder string, result *Result) (changed bool, err error) {
	for _, document := range result.Documents {
		name, ours := strings.CutPrefix(document.Path, "dossier/")
		if !ours {
			continue
		}
		path := filepath.Join(folder, filepath.FromSlash(name))
		if same(path, document.Content) {
			continue
		}
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return changed, fmt.Errorf("make the dossier’s folder: %w", err)
		}
		if err := disk.Replace(path, document.Content, 0o600); err != nil {
			return changed, err
		}
		changed = true
	}
	return changed, nil
}

// file is one file of the published site.
type file struct {
	name    string
	content []byte
}

// siteFiles takes the rendered documents, and what is published already of
// those that wait now.
func siteFiles(folder string, result *Result) ([]file, error) {
	var files []file
	for _, document := range result.Documents {
		if name, ours := strings.CutPrefix(document.Path, "site/"); ours {
			files = append(files, file{name, document.Content})
		}
	}
	for _, waiting := range result.Waiting {
		name, ours := strings.CutPrefix(waiting.Path, "site/")
		if !ours {
			continue
		}
		content, err := os.ReadFile(filepath.Join(folder, current, filepath.FromSlash(name)))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("keep the published %s: %w", name, err)
		}
		files = append(files, file{name, content})
	}
	return files, nil
}

func hashOf(files []file) string {
	sum := sha256.New()
	for _, f := range files {
		fmt.Fprintf(sum, "%d %s %d ", len(f.name), f.name, len(f.content))
		sum.Write(f.content)
	}
	return hex.EncodeToString(sum.Sum(nil))[:16]
}

// publish fills a folder beside its place, moves it there, then moves the link.
func publish(folder, name string, files []file) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return fmt.Errorf("make the site’s folder: %w", err)
	}
	place := filepath.Join(folder, name)
	if _, err := os.Stat(place); errors.Is(err, fs.ErrNotExist) {
		if err := fill(folder, place, files); err != nil {
			return err
		}
	}
	link := filepath.Join(folder, "."+current)
	if err := os.Remove(link); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("remove a link left by an interrupted run: %w", err)
	}
	if err := os.Symlink(name, link); err != nil {
		return fmt.Errorf("link the new site: %w", err)
	}
	if err := os.Rename(link, filepath.Join(folder, current)); err != nil {
		return fmt.Errorf("switch to the new site: %w", err)
	}
	return nil
}

func fill(folder, place string, files []file) error {
	beside, err := os.MkdirTemp(folder, ".new-")
	if err != nil {
		return fmt.Errorf("make a folder for the new site: %w", err)
	}
	defer os.RemoveAll(beside)
	for _, f := range files {
		path := filepath.Join(beside, filepath.FromSlash(f.name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return fmt.Errorf("make the folder of %s: %w", f.name, err)
		}
		if err := disk.Replace(path, f.content, 0o644); err != nil {
			return err
		}
	}
	if err := openUp(beside); err != nil {
		return err
	}
	if err := os.Rename(beside, place); err != nil {
		return fmt.Errorf("move the new site into place: %w", err)
	}
	return nil
}

// openUp makes the folders readable whatever the umask is: the gateway runs as
// another user.
func openUp(root string) error {
	return filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.IsDir() {
			return err
		}
		return os.Chmod(path, 0o755)
	})
}

// prune keeps the site and the one before it, which a visitor may be reading.
func prune(folder, name, before string) error {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return fmt.Errorf("list published sites: %w", err)
	}
	for _, entry := range entries {
		old := entry.Name()
		ours := entry.IsDir() && (len(old) == len(name) || strings.HasPrefix(old, ".new-"))
		if ours && old != name && old != before {
			if err := os.RemoveAll(filepath.Join(folder, old)); err != nil {
				return fmt.Errorf("remove an older site: %w", err)
			}
		}
	}
	return nil
}

func same(path string, content []byte) bool {
	have, err := os.ReadFile(path)
	return err == nil && bytes.Equal(have, content)
}
