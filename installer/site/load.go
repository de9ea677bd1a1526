package site

import (
	"path/filepath"
	"sort"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// Load decodes one chaton.hcl and says everything wrong with it at once. The
// file is never nil: with errors it holds what could be read, and its source
// for the lines under the diagnostics. What is right and cannot run yet in
// this version is left to Resolve.
func Load(name string, src []byte) (*File, hcl.Diagnostics) {
	file := &File{Name: name, Folder: filepath.Dir(name), Source: src, Ranges: map[string]hcl.Range{}}
	if diags := guard(name, src); diags.HasErrors() {
		return file, diags
	}
	parsed, diags := hclsyntax.ParseConfig(src, name, hcl.InitialPos)
	file.parsed = parsed
	for _, diagnostic := range diags {
		explain(diagnostic)
	}
	if diags.HasErrors() {
		return file, diags
	}
	l := &loading{file: file}
	top := l.open(parsed.Body.(*hclsyntax.Body), "", start(name))
	l.read(top)
	top.close()
	l.compare()
	sortByPlace(l.diags)
	return file, l.diags
}

// read reads every kind of block, in the order of design/chaton.md.
func (l *loading) read(top *block) {
	l.readChaton(top)
	top.only("contact", l.readContact)
	top.only("organization", l.readOrganization)
	top.each("person", 1, l.readPerson)
	top.each("holding", 1, l.readHolding)
	top.only("hosting", func(b *block) { machine := readMachine(b, ""); l.file.Hosting = &machine })
	top.each("machine", 1, func(b *block, id string) { l.file.Machines = append(l.file.Machines, readMachine(b, id)) })
	top.each("supplier", 1, l.readSupplier)
	l.readEngine(top)
	top.each("source", 1, l.readSource)
	l.readGateway(top)
	l.readTLS(top)
	l.readPage(top)
	top.only("backup", l.readBackup)
	top.only("logs", l.readLogs)
	top.only("mail", l.readMail)
	top.only("alert", l.readAlert)
	l.readLife(top)
	top.only("charter", l.readCharter)
	top.only("membership", l.readMembership)
	top.each("service", 1, l.readService)
}

func (l *loading) readChaton(top *block) {
	count := 0
	top.each("chaton", 1, func(b *block, slug string) {
		count++
		if detail, bad := dnsLabel(slug); bad {
			l.refuse(b.where, say("Wrong name %q", slug), detail)
		}
		b.need("name", "domain")
		l.file.Slug = slug
		l.file.ChatonName = b.string("name", filled)
		l.file.Domain = b.string("domain", hostName)
		l.file.Language = orElse(b.string("language", oneOf("fr", "en")), "fr")
	})
	if count != 1 {
		l.refuse(start(l.file.Name), say("One block %q is needed", "chaton"),
			say("Write: chaton \"name\" { name = \"…\" domain = \"…\" }, each attribute on its own line."))
	}
}

func (l *loading) readContact(b *block) {
	b.need("email")
	email := b.string("email", emailAddress)
	l.file.Contact = Contact{
		Email:     email,
		Security:  orElse(b.string("security", emailAddress), email),
		Abuse:     orElse(b.string("abuse", emailAddress), email),
		Languages: b.strings("languages", languageTag),
	}
}

func orElse(value, fallback string) string {
	if value == "" {
		return fallback
	}
	return value
}

func sortByPlace(diags hcl.Diagnostics) {
	sort.SliceStable(diags, func(i, j int) bool {
		one, other := diags[i].Subject, diags[j].Subject
		if one == nil || other == nil {
			return one == nil && other != nil
		}
		if one.Filename != other.Filename {
			return one.Filename < other.Filename
		}
		return one.Start.Byte < other.Start.Byte
	})
}
