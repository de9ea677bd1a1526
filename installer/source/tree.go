package source

import (
	"archive/zip"
	"bufio"
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
)

// What the modules of one commit may hold.
const (
	filesLimit = 4096
	bytesLimit = 64 << 20
)

// entry is one file of the commit.
type entry struct {
	mode   string
	object string
	size   int64
	path   string
}

// list names the files of the commit's modules, and refuses what a module may
// not hold before any of it is read.
func (c *clone) list() ([]entry, error) {
	listed, err := c.git("ls-tree", "-r", "-l", "-z", "--full-tree", c.of.Revision)
	if err != nil {
		return nil, err
	}
	var all []entry
	modules := map[string]bool{}
	for line := range strings.SplitSeq(strings.TrimSuffix(string(listed), "\x00"), "\x00") {
		each, err := readEntry(line)
		if err != nil {
			return nil, c.of.failed(err.Error())
		}
		all = append(all, each)
		if folder, file, inside := strings.Cut(each.path, "/"); inside && path.Ext(file) == ".hcl" && !strings.Contains(file, "/") {
			modules[folder] = true
		}
	}
	all = slices.DeleteFunc(all, func(each entry) bool {
		folder, _, inside := strings.Cut(each.path, "/")
		return !inside || !modules[folder]
	})
	if err := check(all); err != nil {
		return nil, c.of.failed(err.Error())
	}
	return all, nil
}

// readEntry reads "<mode> <type> <object> <size>\t<path>".
func readEntry(line string) (entry, error) {
	facts, name, tabbed := strings.Cut(line, "\t")
	fields := strings.Fields(facts)
	if !tabbed || len(fields) != 4 {
		return entry{}, fmt.Errorf("git lists %q, which is no file", line)
	}
	size, err := strconv.ParseInt(fields[3], 10, 64)
	if err != nil {
		size = 0 // "-": a submodule, which has none
	}
	return entry{mode: fields[0], object: fields[2], size: size, path: name}, nil
}

func check(files []entry) error {
	if len(files) == 0 {
		return fmt.Errorf("it holds no module: no folder at its top has an .hcl file")
	}
	if len(files) > filesLimit {
		return fmt.Errorf("its modules have more than %d files", filesLimit)
	}
	total := int64(0)
	for _, each := range files {
		total += each.size
		switch {
		case each.mode != "100644" && each.mode != "100755":
			return fmt.Errorf("%s is not a regular file: a module holds no symbolic link and no submodule", each.path)
		case !fs.ValidPath(each.path) || strings.ContainsAny(each.path, "\\\x00"):
			return fmt.Errorf("%q is no path for a file of a module", each.path)
		case total > bytesLimit:
			return fmt.Errorf("its modules hold more than %d MiB", bytesLimit>>20)
		}
	}
	return nil
}

// read takes the files into memory, as a file system that nobody can change
// afterwards: a zip archive is one of the standard library's.
func (c *clone) read(files []entry) (fs.FS, error) {
	var wanted strings.Builder
	for _, each := range files {
		fmt.Fprintln(&wanted, each.object)
	}
	command := c.command("cat-file", "--batch")
	command.Stdin = strings.NewReader(wanted.String())
	contents, err := c.output(command)
	if err != nil {
		return nil, err
	}
	var packed bytes.Buffer
	archive, left := zip.NewWriter(&packed), bufio.NewReader(bytes.NewReader(contents))
	for _, each := range files {
		if err := pack(archive, each, left); err != nil {
			return nil, c.of.failed(fmt.Sprintf("%s: %v", each.path, err))
		}
	}
	if err := archive.Close(); err != nil {
		return nil, c.of.failed(err.Error())
	}
	return zip.NewReader(bytes.NewReader(packed.Bytes()), int64(packed.Len()))
}

// pack moves one file from git's answer, a line and then the content and the
// end of a line, into the archive.
func pack(archive *zip.Writer, each entry, answer *bufio.Reader) error {
	said, err := answer.ReadString('\n')
	if want := fmt.Sprintf("%s blob %d\n", each.object, each.size); err != nil || said != want {
		return fmt.Errorf("git gives %q", said)
	}
	file, err := archive.CreateHeader(&zip.FileHeader{Name: each.path, Method: zip.Store})
	if err == nil {
		_, err = io.CopyN(file, answer, each.size)
	}
	if err == nil {
		_, err = answer.Discard(1)
	}
	return err
}
