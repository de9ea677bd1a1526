package installer

import (
	"context"
	"io/fs"
	"os"

	"framagit.org/chatiere/chatiere/installer/catalog"
	"framagit.org/chatiere/chatiere/installer/site"
	"framagit.org/chatiere/chatiere/installer/source"
	"github.com/hashicorp/hcl/v2"
)

// SourceFetcher reads sources over the network, into memory, and asks for none
// twice.
func SourceFetcher(ctx context.Context) func(site.Source) (fs.FS, error) {
	type answer struct {
		modules fs.FS
		err     error
	}
	known := map[string]answer{}
	return func(wanted site.Source) (fs.FS, error) {
		repository := source.Repository{URL: wanted.Git, Revision: wanted.Revision}
		key := repository.URL + " " + repository.Revision
		if _, asked := known[key]; !asked {
			modules, err := source.Fetch(ctx, repository)
			known[key] = answer{modules, err}
		}
		return known[key].modules, known[key].err
	}
}

// source brings the modules of a source here, from the state folder or from
// where they are kept, and has its services made from them. One whose services
// all keep their modules is looked for again only at another revision.
func (k *keeping) source(block *site.SourceBlock) {
	fresh, all := k.namesOf(block.Name)
	known := k.Lock.Source(block.Name, block.Revision)
	if wrong := k.bring(block, known.Hash, len(fresh) > 0); wrong != nil {
		k.wrong = append(k.wrong, wrong)
	}
	if block.Folder == nil {
		return
	}
	shelf := catalog.Shelf{FS: block.Folder, Origin: catalog.OriginSource, Name: block.Name}
	brought, wrong := catalog.LoadOver(all, shelf, k.Shelves...)
	if wrong.HasErrors() {
		_, wrong = catalog.LoadOver(fresh, shelf, k.Shelves...)
	}
	k.wrong = append(k.wrong, wrong...)
	for _, service := range k.file.Services {
		if from, _ := site.ModuleOf(service.Module); from == block.Name {
			k.loaded.Offer(service.Name, brought)
		}
	}
}

// namesOf lists the modules that services take from a source, and those of them
// that a service takes for the first time.
func (k *keeping) namesOf(source string) (fresh, all []string) {
	for _, block := range k.file.Services {
		from, name := site.ModuleOf(block.Module)
		if from != source {
			continue
		}
		all = append(all, name)
		if _, kept := k.kept(block); !kept {
			fresh = append(fresh, name)
		}
	}
	return fresh, all
}

// bring fills the block's content; known is its hash by the lock file, "" for a
// revision that was never applied.
func (k *keeping) bring(block *site.SourceBlock, known string, needed bool) *hcl.Diagnostic {
	if block.Folder != nil {
		return nil
	}
	folder := k.State.sourceOf(block.Source)
	if hash, err := catalog.Hash(os.DirFS(folder)); err == nil && (known == "" || hash == known) && isFolder(folder) {
		block.Folder, block.Hash = os.DirFS(folder), hash
		return nil
	}
	switch {
	case known != "" && !needed:
		block.Hash = known
		return nil
	case k.Fetch == nil:
		return nil // Resolve says that it is not here, where that matters
	}
	fetched, err := k.Fetch(block.Source)
	if err != nil {
		return k.file.Unfetched(block.Source, err)
	}
	hash, err := catalog.Hash(fetched)
	switch {
	case err != nil:
		return k.file.Unfetched(block.Source, err)
	case known != "" && hash != known:
		return k.file.Altered(block.Source)
	}
	block.Folder, block.Hash = fetched, hash
	return nil
}

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}
