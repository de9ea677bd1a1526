package catalog

import (
	"bytes"
	"io"
	"io/fs"
	"path"
	"strings"

	"github.com/hashicorp/hcl/v2"
)

// source is one HCL file of a module, named from the folder of all modules.
type source struct {
	name  string
	bytes []byte
}

// readSources reads the .hcl files of a module's folder within the limits, in
// the order of their names. Both results are empty for a folder that is no
// module.
func readSources(module string, folder fs.FS) ([]source, hcl.Diagnostics) {
	f := &faults{}
	entries, err := fs.ReadDir(folder, ".")
	if err != nil {
		f.add(hcl.Range{Filename: module}, "Unreadable module", "The folder can't be read: %v.", err)
		return nil, f.diagnostics
	}
	var sources []source
	total, count := 0, 0
	for _, entry := range entries {
		if entry.IsDir() || !strings.HasSuffix(entry.Name(), ".hcl") {
			continue
		}
		count++
		if count > filesLimit || total > moduleLimit {
			break
		}
		if s, ok := f.read(module, folder, entry); ok {
			sources = append(sources, s)
			total += len(s.bytes)
		}
	}
	whole := hcl.Range{Filename: module}
	if count > filesLimit {
		f.add(whole, "Too many files", "A module may have %d .hcl files at most.", filesLimit)
	}
	if total > moduleLimit {
		f.add(whole, "Module too large", "The .hcl files of a module may hold %d MiB at most.", moduleLimit>>20)
		sources = nil
	}
	return sources, f.diagnostics
}

func (f *faults) read(module string, folder fs.FS, entry fs.DirEntry) (source, bool) {
	name := path.Join(module, entry.Name())
	start := hcl.Range{Filename: name, Start: hcl.InitialPos, End: hcl.InitialPos}
	if !entry.Type().IsRegular() {
		f.add(start, "Not a file", "%q is not a regular file. A module holds no symbolic link.", entry.Name())
		return source{}, false
	}
	content, err := readLimited(folder, entry.Name(), fileLimit)
	switch {
	case err != nil:
		f.add(start, "Unreadable file", "The file can't be read: %v.", err)
		return source{}, false
	case len(content) > fileLimit:
		f.add(start, "File too large", "A file of a module may hold %d KiB at most. Split it.", fileLimit>>10)
		return source{}, false
	}
	return source{name: name, bytes: content}, true
}

// readLimited reads one byte more than the limit at most, so that the caller
// sees that there is more.
func readLimited(folder fs.FS, name string, limit int64) ([]byte, error) {
	file, err := folder.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	var content bytes.Buffer
	if info, err := file.Stat(); err == nil {
		content.Grow(int(min(max(info.Size(), 0), limit)) + bytes.MinRead)
	}
	_, err = content.ReadFrom(io.LimitReader(file, limit+1))
	return content.Bytes(), err
}
