package engine

import (
	"errors"
	"io/fs"
	"net/url"
	"path"
	"strings"
)

// mirrors is where Debian packages come from.
type mirrors struct{ archive, security string }

// errNoMirror says that the machine cannot tell where Debian packages come from.
var errNoMirror = errors.New("no Debian mirror stands in /etc/apt/sources.list or sources.list.d: write this machine's there, as apt needs it too")

// readMirrors takes the machine's own Debian mirrors from /etc/apt: a base made
// from them needs nothing that the machine does not reach already. Both forms
// of source files are read; what isn't Debian's is passed over. Where no
// security archive is named it is looked for beside the other one, as mirrors
// lay them out.
func readMirrors(etc fs.FS) (mirrors, error) {
	var found mirrors
	for _, address := range aptAddresses(etc) {
		switch kind := archiveKind(address); {
		case kind == "debian" && found.archive == "":
			found.archive = address
		case kind == "debian-security" && found.security == "":
			found.security = address
		}
	}
	if found.archive == "" {
		return mirrors{}, errNoMirror
	}
	if found.security == "" {
		found.security = found.archive + "-security"
	}
	return found, nil
}

// aptAddresses lists the addresses of every source file, in apt's order.
func aptAddresses(etc fs.FS) []string {
	if etc == nil {
		return nil
	}
	names := []string{"sources.list"}
	for _, pattern := range []string{"sources.list.d/*.list", "sources.list.d/*.sources"} {
		more, err := fs.Glob(etc, pattern)
		if err == nil {
			names = append(names, more...)
		}
	}
	var addresses []string
	for _, name := range names {
		if text, err := fs.ReadFile(etc, name); err == nil {
			addresses = append(addresses, sourceAddresses(string(text))...)
		}
	}
	return addresses
}

// sourceAddresses lists the web addresses on "deb …" and "URIs: …" lines.
func sourceAddresses(text string) []string {
	var addresses []string
	for line := range strings.Lines(text) {
		words := strings.Fields(line)
		if len(words) == 0 || (words[0] != "deb" && !strings.EqualFold(words[0], "URIs:")) {
			continue
		}
		for _, word := range words[1:] {
			if strings.HasPrefix(word, "http://") || strings.HasPrefix(word, "https://") {
				addresses = append(addresses, strings.TrimSuffix(word, "/"))
			}
		}
	}
	return addresses
}

// archiveKind is the last part of an archive's path: mirrors keep Debian's
// names for it.
func archiveKind(address string) string {
	parsed, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return path.Base(parsed.Path)
}

// sourceList is the base image's own /etc/apt/sources.list.
func (m mirrors) sourceList(suite string) string {
	return "deb " + m.archive + " " + suite + " main\n" +
		"deb " + m.archive + " " + suite + "-updates main\n" +
		"deb " + m.security + " " + suite + "-security main\n"
}
