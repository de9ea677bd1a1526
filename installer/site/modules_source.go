package site

import (
	"io/fs"
	"net/url"
	"slices"
	"strings"
)

// Source is a repository of modules that services of the chaton are made from.
type Source struct {
	Name     string
	Git      string
	Revision string
	Hash     string // of its modules; "" while nobody has brought them here

	Folder fs.FS `json:"-"` // the modules themselves, nil with Hash ""
}

// Edition names the folder of a source at one revision.
func (s Source) Edition() string { return s.Name + "@" + s.Revision }

// Title is the edition as plans name it: its revision cut short.
func (s Source) Title() string { return s.Name + "@" + s.Revision[:min(12, len(s.Revision))] }

// ModuleOf parts "associatif/kiwi" into the source and the module's own name;
// the source of a module that is in no source is "".
func ModuleOf(written string) (source, module string) {
	if source, module, named := strings.Cut(written, "/"); named {
		return source, module
	}
	return "", written
}

// UsedSources lists the sources that services name, in the order of the file.
func (f *File) UsedSources() []*SourceBlock {
	var used []*SourceBlock
	for _, block := range f.Sources {
		uses := func(written string) bool {
			source, _ := ModuleOf(written)
			return source == block.Name
		}
		if slices.ContainsFunc(f.Modules(), uses) {
			used = append(used, block)
		}
	}
	return used
}

// gitAddress allows the three ways by which a repository is read without its
// having any program run here.
func gitAddress(value string) (sentence, bool) {
	address, err := url.Parse(value)
	if err != nil || !slices.Contains([]string{"https", "ssh", "file"}, address.Scheme) ||
		(address.Hostname() == "") != (address.Scheme == "file") || strings.HasPrefix(address.Host, "-") {
		return wrong(say("Write an address that starts with https://, ssh:// or file://, for example %q.", "https://forge.example/modules.git"))
	}
	if _, password := address.User.Password(); password || address.Scheme == "https" && address.User != nil {
		return wrong(say("No secret stands in this file. Write the address without name and password; a repository that is not public is read over ssh://."))
	}
	return right()
}
