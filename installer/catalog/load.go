package catalog

import (
	"io/fs"
	"maps"
	"path"
	"runtime"
	"slices"
	"sort"
	"sync"
	"sync/atomic"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// Load reads every folder of the given file systems that holds HCL files as
// one module. It never stops at a mistake: the diagnostics are all of all
// modules, in the order of their files and lines, and the catalogue holds the
// modules without an error even when others have some. Several file systems
// are one catalogue; a name found in two of them is an error.
func Load(folders ...fs.FS) (*Catalog, hcl.Diagnostics) {
	l := newLoader(folders)
	for at, read := range l.readAll() {
		l.take(l.found[at].name, read)
	}
	return l.finish()
}

// readAll reads every folder that was found, on all processors: somebody waits
// for the list of the whole catalogue.
func (l *loader) readAll() []reading {
	readings := make([]reading, len(l.found))
	var next atomic.Int64
	var work sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(l.found)) {
		work.Go(func() {
			for at := next.Add(1) - 1; at < int64(len(l.found)); at = next.Add(1) - 1 {
				readings[at] = l.read(l.found[at])
			}
		})
	}
	work.Wait()
	return readings
}

// LoadNamed is Load of the named modules and of the engines that they need, and
// reads no other: plan and apply wait for it, and most chatons use few of the
// modules there are. A name without a folder is no error here. What it says of
// an engine is right only when Load says the same: whoever has to show its
// diagnostics loads all.
func LoadNamed(names []string, folders ...fs.FS) (*Catalog, hcl.Diagnostics) {
	l := newLoader(folders)
	l.all(names)
	return l.finish()
}

type loader struct {
	faults
	catalog *Catalog
	found   []candidate
	beneath []candidate       // engines that are taken where none of those found is named so
	seen    map[string]string // origins of modules by name, broken ones too
	grammar *shape
}

// candidate is a folder that may hold a module.
type candidate struct {
	name   string
	folder fs.FS
	place  string // begins the names of its files in diagnostics
	origin string
}

func newLoader(folders []fs.FS) *loader {
	l := &loader{
		catalog: &Catalog{modules: map[string]*Module{}, sources: map[string]*hcl.File{}},
		seen:    map[string]string{},
		grammar: language(),
	}
	for _, fsys := range folders {
		l.find(fsys)
	}
	return l
}

// find lists the folders of a file system.
func (l *loader) find(fsys fs.FS) {
	shelf := plain(fsys)
	entries, err := fs.ReadDir(shelf.FS, ".")
	if err != nil {
		l.add(hcl.Range{Filename: "."}, "Unreadable modules", "The folder of modules can't be read: %v.", err)
		return
	}
	for _, entry := range entries {
		if !entry.IsDir() {
			continue
		}
		folder, err := fs.Sub(shelf.FS, entry.Name())
		if err != nil {
			l.add(hcl.Range{Filename: entry.Name()}, "Unreadable module", "The folder can't be read: %v.", err)
			continue
		}
		l.found = append(l.found, candidate{entry.Name(), folder, path.Join(shelf.Name, entry.Name()), shelf.Origin})
	}
}

// all reads the named modules, then the engines that they need.
func (l *loader) all(names []string) {
	wanted := slices.Clone(names)
	for i := 0; i < len(wanted); i++ {
		if slices.Contains(wanted[:i], wanted[i]) {
			continue
		}
		l.named(wanted[i], i >= len(names))
		if module := l.catalog.Module(wanted[i]); module != nil {
			for _, database := range module.Databases {
				wanted = append(wanted, database.Engine)
			}
		}
	}
}

// named reads each folder of that name.
func (l *loader) named(name string, engine bool) {
	found := false
	for _, each := range l.found {
		if each.name == name {
			found = true
			l.module(each)
		}
	}
	for _, each := range l.beneath {
		if each.name == name && engine && !found {
			l.module(each)
		}
	}
}

// finish checks what only shows once all modules are read.
func (l *loader) finish() (*Catalog, hcl.Diagnostics) {
	l.engines()
	sortByPlace(l.diagnostics)
	return l.catalog, l.diagnostics
}

// module reads one folder, and takes it into the catalogue when nothing is
// wrong with it.
func (l *loader) module(each candidate) { l.take(each.name, l.read(each)) }

// read finds out what one folder holds.
func (l *loader) read(each candidate) reading {
	sources, unreadable := readSources(each.place, each.folder)
	if len(sources) == 0 && len(unreadable) == 0 {
		return reading{}
	}
	c := newChecker(each.folder)
	c.diagnostics = unreadable
	files := map[string]*hcl.File{}
	body := l.parse(c, sources, files)
	module := c.module(each.name, body, l.grammar, files)
	read := reading{sources: files, diagnostics: bounded(c.diagnostics), found: true, origin: each.origin}
	if !read.diagnostics.HasErrors() {
		module.Origin = each.origin
		read.module = module
	}
	return read
}

// take adds what was read to the catalogue and to what is to be said.
func (l *loader) take(name string, read reading) {
	if !read.found {
		return
	}
	if other, twice := l.seen[name]; twice {
		l.add(hcl.Range{Filename: name}, "Duplicate module", "There are two modules named %q: one %s, the other %s. Rename or remove one.",
			name, comesFrom(other), comesFrom(read.origin))
		return
	}
	l.seen[name] = read.origin
	l.diagnostics = append(l.diagnostics, read.diagnostics...)
	maps.Copy(l.catalog.sources, read.sources)
	if read.module != nil {
		l.catalog.modules[name] = read.module
	}
}

// parse puts the blocks of all files into one body, in the order of the
// files' names.
func (l *loader) parse(c *checker, sources []source, files map[string]*hcl.File) *hclsyntax.Body {
	merged := &hclsyntax.Body{Attributes: hclsyntax.Attributes{}}
	for i, s := range sources {
		file, diagnostics := parse(s)
		files[s.name] = file
		c.diagnostics = append(c.diagnostics, diagnostics...)
		c.broken = c.broken || diagnostics.HasErrors()
		body, ok := file.Body.(*hclsyntax.Body)
		if !ok {
			continue
		}
		for name, attribute := range body.Attributes {
			merged.Attributes[path.Join(s.name, name)] = attribute
		}
		merged.Blocks = append(merged.Blocks, body.Blocks...)
		if i == 0 {
			merged.SrcRange = body.SrcRange
		}
	}
	c.broken = c.broken || c.diagnostics.HasErrors()
	return merged
}

// parse refuses what is beyond the limits before hcl's parser sees it.
func parse(s source) (*hcl.File, hcl.Diagnostics) {
	file := &hcl.File{Bytes: s.bytes, Body: hcl.EmptyBody()}
	if wrong := checkCharacters(s.name, s.bytes); wrong != nil {
		return file, hcl.Diagnostics{wrong}
	}
	tokens, _ := hclsyntax.LexConfig(s.bytes, s.name, hcl.InitialPos)
	if wrong := checkNesting(tokens); wrong != nil {
		return file, hcl.Diagnostics{wrong}
	}
	return hclsyntax.ParseConfig(s.bytes, s.name, hcl.InitialPos)
}

// bounded keeps the first mistakes of a module that has too many.
func bounded(diagnostics hcl.Diagnostics) hcl.Diagnostics {
	sortByPlace(diagnostics)
	if len(diagnostics) <= diagnosticsLimit {
		return diagnostics
	}
	last := diagnostics[diagnosticsLimit]
	return append(diagnostics[:diagnosticsLimit:diagnosticsLimit], fault(*last.Subject, "Too many mistakes",
		"This module has more than %d mistakes. Correct these first.", diagnosticsLimit))
}

// sortByPlace brings diagnostics into the order in which people read.
func sortByPlace(diagnostics hcl.Diagnostics) {
	sort.SliceStable(diagnostics, func(i, j int) bool {
		a, b := diagnostics[i].Subject, diagnostics[j].Subject
		switch {
		case a == nil || b == nil:
			return a == nil && b != nil
		case a.Filename != b.Filename:
			return a.Filename < b.Filename
		case a.Start.Byte != b.Start.Byte:
			return a.Start.Byte < b.Start.Byte
		}
		return diagnostics[i].Summary+diagnostics[i].Detail < diagnostics[j].Summary+diagnostics[j].Detail
	})
}
