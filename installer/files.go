package installer

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/site"
)

// dropFiles removes the rendered files that no container uses any more
// (decision 13): they may hold old secrets. A container that stands with
// another definition than the wanted one keeps all of its files. What a folder
// of files means is engine.WriteFiles's: files/SERVICE/CONTAINER/HASH; beside
// them stand the certificates of a container that shows its own (giver).
func (s State) dropFiles(wanted *site.Site, have plan.Observed) error {
	folders, err := filepath.Glob(filepath.Join(s.Files(), "*", "*"))
	if err != nil {
		return err
	}
	for _, folder := range folders {
		service, container := filepath.Base(filepath.Dir(folder)), filepath.Base(folder)
		hashes, current := usedFiles(wanted, service, container, have)
		if !current {
			continue
		}
		if err := keepOnly(folder, hashes); err != nil {
			return fmt.Errorf("remove rendered files: %w", err)
		}
	}
	return nil
}

// usedFiles lists the hashes that a container's definition mounts; current says
// that every container of that name was made from it.
func usedFiles(wanted *site.Site, service, name string, have plan.Observed) (hashes []string, current bool) {
	spec := ""
	if found := wanted.Service(service); found != nil {
		for _, container := range found.Containers {
			if container.Name != name {
				continue
			}
			spec = container.Spec
			for _, file := range container.Files {
				hashes = append(hashes, file.Hash)
			}
			if len(container.Certificates) > 0 {
				hashes = append(hashes, site.CertificatesName)
			}
		}
	}
	for _, existing := range have.Containers {
		if existing.Service == service && existing.Container == name && existing.Spec != spec {
			return nil, false
		}
	}
	return hashes, true
}

// keepOnly removes the folders that are not listed, and the whole folder when
// none is left.
func keepOnly(folder string, hashes []string) error {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if !slices.Contains(hashes, entry.Name()) {
			if err := os.RemoveAll(filepath.Join(folder, entry.Name())); err != nil {
				return err
			}
		}
	}
	if len(hashes) > 0 {
		return nil
	}
	return os.Remove(folder)
}
