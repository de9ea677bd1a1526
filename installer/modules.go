package installer

import (
	"errors"
	"io/fs"
	"os"
	"slices"

	"framagit.org/chatiere/chatiere/installer/catalog"
	"framagit.org/chatiere/chatiere/installer/site"
	"github.com/hashicorp/hcl/v2"
)

// Modules is where the modules of one chaton come from. A service that was
// installed is made from the copies that were kept of them, whatever the
// shelves hold (decision 16).
type Modules struct {
	Shelves []fs.FS // what ships with the kit, then what --modules adds
	Lock    site.Lock
	State   State
	// Fetch reads a source that is not here; nil where a command reaches for no
	// network.
	Fetch func(site.Source) (fs.FS, error)
}

// Load reads the modules that the services of a file are made from, and no
// other.
func (m Modules) Load(file *site.File) (*catalog.Catalog, hcl.Diagnostics) {
	loaded, wrong := catalog.LoadNamed(file.Modules(), m.Shelves...)
	if wrong.HasErrors() {
		// What only an upgrade would take is nobody's trouble yet.
		_, wrong = catalog.LoadNamed(m.fresh(file), m.Shelves...)
	}
	return loaded, append(wrong, m.Keep(file, loaded)...)
}

// Keep has each service of a loaded catalogue made from its own: the copies that
// were kept, or the modules of its source.
func (m Modules) Keep(file *site.File, loaded *catalog.Catalog) hcl.Diagnostics {
	k := &keeping{Modules: m, file: file, loaded: loaded, editions: &catalog.Editions{}, groups: map[string]*catalog.Catalog{}}
	for _, source := range file.UsedSources() {
		k.source(source)
	}
	for _, block := range file.Services {
		if locked, kept := m.kept(block); kept {
			k.keep(block, locked)
		}
	}
	return k.wrong
}

// fresh names the modules of the services that keep none.
func (m Modules) fresh(file *site.File) []string {
	var names []string
	for _, block := range file.Services {
		if _, kept := m.kept(block); !kept && block.External == nil {
			names = append(names, block.Module)
		}
	}
	return names
}

// kept is what a service was installed with. One that left and whose data is
// still here comes back to what its data was written by.
func (m Modules) kept(block *site.ServiceBlock) (site.LockedService, bool) {
	if block.External != nil {
		return site.LockedService{}, false
	}
	if locked, kept := m.Lock.Kept(block.Name, block.Module); kept {
		return locked, true
	}
	left := m.State.retirementOf(block.Name)
	return site.LockedOf(block.Name, block.Module, left.Origin, left.Made), left.Module == block.Module && len(left.Made) > 0
}

// keeping is one run of Keep.
type keeping struct {
	Modules
	file     *site.File
	loaded   *catalog.Catalog
	editions *catalog.Editions
	groups   map[string]*catalog.Catalog // by the editions that they hold
	wrong    hcl.Diagnostics
}

// keep makes one service from what it was installed with. Where what is offered
// has that very content, nothing needs to be read: the copy is looked at by the
// plan.
func (k *keeping) keep(block *site.ServiceBlock, locked site.LockedService) {
	offered := k.loaded.Offered(block.Name)
	_, name := site.ModuleOf(block.Module)
	wanted := locked.Modules()
	if module := offered.Module(name); module != nil && slices.EqualFunc(site.ModulesOf(offered, module), wanted, sameContent) {
		return
	}
	group := ""
	for _, each := range wanted {
		group += each.Edition() + " "
	}
	if _, known := k.groups[group]; !known {
		k.groups[group] = k.group(block, locked, offered)
	}
	if kept := k.groups[group]; kept != nil {
		k.loaded.Keep(block.Name, kept)
	}
}

func sameContent(a, b site.KeptModule) bool { return a.Name == b.Name && a.Hash == b.Hash }

// group reads the editions of a service; nil when one of them is nowhere.
func (k *keeping) group(block *site.ServiceBlock, locked site.LockedService, offered *catalog.Catalog) *catalog.Catalog {
	var editions []catalog.Edition
	for _, wanted := range locked.Modules() {
		edition, wrong := k.edition(block.Name, wanted, offered)
		if wrong != nil {
			k.wrong = append(k.wrong, wrong)
			return nil
		}
		edition.Origin = locked.Origin
		editions = append(editions, edition)
	}
	kept, wrong := k.editions.Catalog(editions...)
	k.wrong = append(k.wrong, wrong...)
	return kept
}

// edition finds one module by its content: the copy, else what is offered, when
// that still is the same.
func (k *keeping) edition(service string, wanted site.KeptModule, offered *catalog.Catalog) (catalog.Edition, *hcl.Diagnostic) {
	folder := k.State.copyOf(wanted)
	err := intact(folder, wanted.Hash)
	if err == nil {
		return catalog.Edition{Name: wanted.Name, Place: folder, Folder: os.DirFS(folder)}, nil
	}
	module := offered.Module(wanted.Name)
	switch {
	case module != nil && module.Hash == wanted.Hash:
		return catalog.Edition{Name: wanted.Name, Place: wanted.Edition(), Folder: module.Folder}, nil
	case errors.Is(err, fs.ErrPermission):
		return catalog.Edition{}, k.file.UnreadableCopy(service, wanted, folder)
	}
	return catalog.Edition{}, k.file.LostCopy(service, wanted, folder, !errors.Is(err, fs.ErrNotExist))
}
