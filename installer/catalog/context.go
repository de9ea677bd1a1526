package catalog

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"path"
)

const contextLimit = 20 << 20

// folderLimit bounds a whole module, previous versions and all: it is hashed at
// every load, and copied for the services that keep it.
const folderLimit = 64 << 20

// Context reads a build context of the module: every file below path, by its
// name relative to it, 20 MiB in all at most. A symbolic link is an error,
// since it could lead out of the module.
func (m *Module) Context(name string) (map[string][]byte, error) {
	clean := path.Clean(name)
	if !fs.ValidPath(clean) {
		return nil, fmt.Errorf("build context %q of module %s is not in the module's folder", name, m.Name)
	}
	folder, err := fs.Sub(m.Folder, clean)
	if err != nil {
		return nil, fmt.Errorf("open build context %q of module %s: %w", name, m.Name, err)
	}
	files, left := map[string][]byte{}, int64(contextLimit)
	err = walkFiles(folder, func(file string) error {
		content, err := readLimited(folder, file, left)
		if err != nil {
			return err
		}
		left -= int64(len(content))
		if left < 0 {
			return fmt.Errorf("it holds more than %d MiB", contextLimit>>20)
		}
		files[file] = content
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read build context %q of module %s: %w", name, m.Name, err)
	}
	return files, nil
}

// Hash is the hex SHA-256 of a module's folder: of each file, in the order of
// names, its name and content, each after its length. CHANGELOG.md is left
// out: a sentence about the past proves nothing anew.
func Hash(folder fs.FS) (string, error) {
	sum, left := sha256.New(), int64(folderLimit)
	err := walkFiles(folder, func(name string) error {
		if name == "CHANGELOG.md" {
			return nil
		}
		file, err := folder.Open(name)
		if err != nil {
			return err
		}
		defer file.Close()
		info, err := file.Stat()
		if err != nil {
			return err
		}
		if left -= info.Size(); left < 0 {
			return fmt.Errorf("it holds more than %d MiB", folderLimit>>20)
		}
		writeLength(sum, int64(len(name)))
		io.WriteString(sum, name)
		writeLength(sum, info.Size())
		_, err = io.Copy(sum, file)
		return err
	})
	if err != nil {
		return "", fmt.Errorf("hash module: %w", err)
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// walkFiles visits the files below a folder in the order of their names.
func walkFiles(folder fs.FS, visit func(name string) error) error {
	return fs.WalkDir(folder, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir():
			return nil
		case !entry.Type().IsRegular():
			return fmt.Errorf("%s is not a regular file: a module holds no symbolic link", name)
		}
		return visit(name)
	})
}

// writeLength writes to a hash, which can't fail.
func writeLength(w io.Writer, length int64) {
	var encoded [8]byte
	binary.BigEndian.PutUint64(encoded[:], uint64(length))
	w.Write(encoded[:])
}
