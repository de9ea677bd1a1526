package catalog

import (
	"io/fs"

	"github.com/hashicorp/hcl/v2"
)

// Edition is one module by its own folder, whatever that is called.
type Edition struct {
	Name   string // of the module
	Place  string // begins the names of its files in diagnostics; tells editions apart
	Origin string
	Folder fs.FS
}

// Editions reads editions of modules and reads none twice: many services are
// made from the same ones. The zero value is ready.
type Editions struct {
	read map[string]reading // by place
}

// reading is what Load found out about one folder.
type reading struct {
	module      *Module // nil when something is wrong with it
	sources     map[string]*hcl.File
	diagnostics hcl.Diagnostics
	found       bool // it is a module at all
	origin      string
}

// Catalog is the catalogue of exactly these editions.
func (e *Editions) Catalog(editions ...Edition) (*Catalog, hcl.Diagnostics) {
	l := newLoader(nil)
	for _, edition := range editions {
		l.take(edition.Name, e.reading(l, edition))
	}
	return l.finish()
}

func (e *Editions) reading(l *loader, edition Edition) reading {
	if known, already := e.read[edition.Place]; already {
		return known
	}
	if e.read == nil {
		e.read = map[string]reading{}
	}
	read := l.read(candidate{edition.Name, edition.Folder, edition.Place, edition.Origin})
	e.read[edition.Place] = read
	return read
}

// LoadOver is LoadNamed of modules of the first file system, whose engines may
// be its own or else those of the others: a source brings its modules, and most
// run on the kit's databases. The others offer engines only.
func LoadOver(names []string, first fs.FS, others ...fs.FS) (*Catalog, hcl.Diagnostics) {
	l := newLoader([]fs.FS{first})
	own := l.found
	for _, other := range others {
		l.find(other)
	}
	l.beneath = l.found[len(own):]
	l.found = own
	l.all(names)
	return l.finish()
}
