package installer

import (
	"crypto/tls"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"framagit.org/chatiere/chatiere/installer/gateway/certificates"
	"framagit.org/chatiere/chatiere/installer/site"
)

// giver copies certificates from the gateway's folder to containers that show
// them themselves.
//
// A private key then stands in one more place, which is one of decision 13's:
// the rendered files of a container, files/SERVICE/CONTAINER/certificates/, that
// only root comes to and that this container alone has mounted, read-only. It
// goes with them when the container does. In the mounted folder each name is a
// link to a folder of its own, and is replaced by rename: software that reads
// at any moment finds a chain and the key that belongs to it.
type giver struct {
	files   string // the folder of rendered files
	gateway string // the gateway's folder
	issuer  certificates.Issuer
	now     time.Time
}

func (s State) giver(resolved *site.Site, secrets site.Secrets, now time.Time) giver {
	return giver{files: s.Files(), gateway: s.Gateway(), issuer: issuer(resolved, secrets), now: now}
}

// owner is who a container runs as.
type owner struct{ user, group int }

// stale lists the names whose copy is not what the gateway has. One that the
// gateway has nothing valid for keeps its copy.
func (g giver) stale(container *site.Container) []string {
	var names []string
	for _, folder := range container.Certificates {
		for _, name := range folder.Hosts {
			stored, err := certificates.ReadStored(g.gateway, g.issuer, name, g.now)
			if err == nil && !same(stored, filepath.Join(g.placeOf(container, folder), name)) {
				names = append(names, name)
			}
		}
	}
	return unique(names)
}

// missing lists the names that the container has no valid certificate of.
func (g giver) missing(container *site.Container) []string {
	var names []string
	for _, folder := range container.Certificates {
		for _, name := range folder.Hosts {
			place := filepath.Join(g.placeOf(container, folder), name)
			pair, err := tls.LoadX509KeyPair(filepath.Join(place, chainName), filepath.Join(place, keyName))
			if err != nil || g.now.After(pair.Leaf.NotAfter) {
				names = append(names, name)
			}
		}
	}
	return unique(names)
}

func (g giver) placeOf(container *site.Container, folder site.CertificateFolder) string {
	return folder.OnHost(g.files, container)
}

// give brings every folder of the container up to date. Doing it twice changes
// nothing; killed in between, it leaves the former copy.
func (g giver) give(container *site.Container, to owner) error {
	for _, folder := range container.Certificates {
		place := g.placeOf(container, folder)
		if err := makeOwned(place, to); err != nil {
			return fmt.Errorf("give certificates to %s: %w", container.FullName(), err)
		}
		for _, name := range folder.Hosts {
			if err := g.replace(place, name, to); err != nil {
				return fmt.Errorf("give the certificate of %s to %s: %w", name, container.FullName(), err)
			}
		}
	}
	return nil
}

// replace puts one name's certificate in the place of the former.
func (g giver) replace(place, name string, to owner) error {
	stored, err := certificates.ReadStored(g.gateway, g.issuer, name, g.now)
	if err != nil {
		return err
	}
	hidden := hiddenOf(name) + markOf(stored, to)
	link := filepath.Join(place, name)
	if at, err := os.Readlink(link); err == nil && at == hidden && same(stored, link) {
		return nil
	}
	if err := writeStored(filepath.Join(place, hidden), stored, to); err != nil {
		return err
	}
	next := filepath.Join(place, ".next-"+name)
	if err := errors.Join(os.RemoveAll(next), os.Symlink(hidden, next)); err != nil {
		return err
	}
	if err := os.Rename(next, link); err != nil {
		return err
	}
	return dropFormer(place, name, hidden)
}
