package catalog

import "io/fs"

// Where a module comes from, when it does not ship with the kit.
const (
	OriginFolder = "folder" // of --modules
	OriginSource = "source" // of a source block of chaton.hcl
)

// Shelf is a file system of modules that did not come with the kit: Load marks
// each of them with its origin, so that no module is taken for a shipped one on
// its own word.
type Shelf struct {
	fs.FS
	Origin string
	Name   string // begins the names of files in diagnostics; may be empty
}

// plain parts a file system from what it is marked with.
func plain(fsys fs.FS) Shelf {
	if shelf, marked := fsys.(Shelf); marked {
		return shelf
	}
	return Shelf{FS: fsys}
}

// comesFrom says an origin to whoever has two modules of one name.
func comesFrom(origin string) string {
	switch origin {
	case OriginFolder:
		return "stands in the folder of --modules"
	case OriginSource:
		return "comes from a source of chaton.hcl"
	}
	return "ships with chatiere"
}

// Keep has one service made from another catalogue than the rest: the modules
// that it was installed with (decision 16).
func (c *Catalog) Keep(service string, kept *Catalog) {
	if c.kept == nil {
		c.kept = map[string]*Catalog{}
	}
	c.kept[service] = kept
}

// Offer says where the module of one service comes from when it is in no folder
// of this catalogue: its source.
func (c *Catalog) Offer(service string, offered *Catalog) {
	if c.offered == nil {
		c.offered = map[string]*Catalog{}
	}
	c.offered[service] = offered
}

// For is the catalogue that a service is made from.
func (c *Catalog) For(service string) *Catalog {
	if kept := c.kept[service]; kept != nil {
		return kept
	}
	return c.Offered(service)
}

// Offered is the catalogue that a service would be made from today, were
// nothing kept.
func (c *Catalog) Offered(service string) *Catalog {
	if offered := c.offered[service]; offered != nil {
		return offered
	}
	return c
}
