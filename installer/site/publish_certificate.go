package site

import (
	"crypto/sha256"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"framagit.org/chatiere/chatiere/installer/catalog"
)

// CertificateFolder is where software that does its own TLS finds the
// certificates of some names: HOST/fullchain.pem and HOST/privkey.pem.
type CertificateFolder struct {
	Path   string
	Hosts  []string
	Reload []string // takes up what was renewed; nil: the container is restarted for it
}

// OnHost is where the folder lies on the machine, below the folder of rendered
// files. It is mounted whole, so that what is in it can be replaced.
func (f CertificateFolder) OnHost(files string, container *Container) string {
	return filepath.Join(files, container.Service, container.Name, CertificatesName, fmt.Sprintf("%x", sha256.Sum256([]byte(f.Path)))[:12])
}

// CertificatesName is the folder of all that, among a container's rendered
// files.
const CertificatesName = "certificates"

// CertificateHosts are the names whose certificate the container shows itself,
// sorted, each once.
func (c *Container) CertificateHosts() []string {
	var hosts []string
	for _, folder := range c.Certificates {
		hosts = append(hosts, folder.Hosts...)
	}
	slices.Sort(hosts)
	return slices.Compact(hosts)
}

// OwnNames are those that some container shows a certificate of, sorted, each
// once. The gateway obtains them whether it has a route for them or not.
func (s *Site) OwnNames() []string {
	var names []string
	for _, container := range s.Containers() {
		names = append(names, container.CertificateHosts()...)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// CertificateNames lists every name that needs a certificate: those of
// HostNames, then those that only services show.
func (s *Site) CertificateNames() []string {
	names := s.HostNames()
	for _, name := range s.OwnNames() {
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// certificateFolder adds what a block says to the folder of its path: ports of
// one container mostly show the same certificates.
func (a *assembly) certificateFolder(declared *catalog.Publish, container string) {
	folder := CertificateFolder{
		Path:   a.text(declared.Certificate, a.shaping, ""),
		Hosts:  a.certificateHosts(declared),
		Reload: a.command(declared.Reload, a.shaping),
	}
	if folder.Path == "" {
		if declared.Certificate == nil && (declared.CertificateHosts != nil || declared.Reload != nil) {
			a.author(declared.Range, "No certificate", "Names and a reload are for a certificate: write the folder where the software looks for it.")
		}
		return
	}
	a.checkPath(declared.Certificate.Range(), folder.Path)
	a.refuseFronted()
	folders := a.certified[container]
	at := slices.IndexFunc(folders, func(other CertificateFolder) bool { return other.Path == folder.Path })
	if at < 0 {
		a.certified[container] = append(folders, folder)
		return
	}
	known := &folders[at]
	known.Hosts = slices.Compact(slices.Sorted(slices.Values(append(known.Hosts, folder.Hosts...))))
	switch {
	case known.Reload == nil:
		known.Reload = folder.Reload
	case folder.Reload != nil && !slices.Equal(known.Reload, folder.Reload):
		a.author(declared.Reload.Range(), "Two reloads", "The folder "+folder.Path+" has another one already.")
	}
}

// certificateHosts are names of the chaton, sorted: the gateway proves that they
// are its own, and hands a key of theirs to a container.
func (a *assembly) certificateHosts(declared *catalog.Publish) []string {
	hosts := a.list(declared.CertificateHosts, a.shaping)
	if hosts == nil {
		hosts = []string{a.service.Host}
	}
	if len(hosts) == 0 {
		a.author(declared.CertificateHosts.Range(), "No name", "Write at least one, or leave certificate_hosts out for service.host.")
	}
	var names []string
	for _, host := range hosts {
		detail, bad := hostName(host)
		name := ascii(host)
		switch {
		case bad:
			a.author(declared.CertificateHosts.Range(), "Wrong host", detail.String())
		case name != a.service.Host && name != a.site.Domain && !strings.HasSuffix(name, "."+a.site.Domain):
			a.author(declared.CertificateHosts.Range(), "Name of somebody else",
				"\""+name+"\" is not this chaton's. Write service.host, chaton.domain or fqdn(\"…\").")
		}
		names = append(names, name)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// refuseFronted says that a front which decrypts has the only certificates.
func (a *assembly) refuseFronted() {
	if a.site.Gateway.Mode == "behind" {
		a.refuse(a.block.Range, say("The service %q does its own TLS and needs a certificate", a.service.Name),
			say("In mode \"behind\" the front has them all, and hands none over. Write mode = \"passthrough\" in the gateway block, with a front that does not decrypt."))
	}
}
