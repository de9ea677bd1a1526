package site

import "sort"

// pagePaths are the ids and paths of domain/charter.md, section 3; both are
// kept for ever.
func pagePaths() map[string]string {
	return map[string]string{
		"infrastructure": "/infrastructure/", "software": "/logiciels/", "exceptions": "/exceptions/",
		"backups": "/sauvegardes/", "security": "/securite/", "logs": "/journaux-techniques/",
		"incidents": "/incidents/", "statistics": "/statistiques/", "model": "/modele-economique/",
		"requests": "/demandes-des-autorites/", "terms": "/cgu/", "privacy": "/confidentialite/",
		"legal": "/mentions-legales/", "report": "/signaler/", "about": "/qui-sommes-nous/",
		"contact": "/contact/", "help": "/aide/", "leave": "/partir/", "arrive": "/arriver/",
		"contributions": "/contributions/", "compliance": "/charte/",
	}
}

func pageIDs() []string {
	var ids []string
	for id := range pagePaths() {
		ids = append(ids, id)
	}
	sort.Strings(ids)
	return ids
}

func (l *loading) readPage(top *block) {
	l.file.Page = Page{Publish: "gateway", Versions: "public"}
	top.only("site", func(b *block) {
		page := Page{
			Host:      b.string("host", hostName),
			Publish:   orElse(b.string("publish", oneOf("gateway", "folder", "none")), "gateway"),
			Folder:    b.string("folder", absolute),
			Logo:      b.string("logo", filled),
			Accent:    b.string("accent", accent),
			Templates: b.string("templates", filled),
			Versions:  orElse(b.string("versions", oneOf("public", "private")), "public"),
			Elsewhere: map[string]string{},
			Files:     map[string]string{},
		}
		if (page.Publish == "folder") != (page.Folder != "") {
			l.refuse(b.where, say("publish and folder go together"), say("Write publish = \"folder\" and the path in folder, or neither."))
		}
		b.each("page", 1, func(each *block, id string) { readOnePage(each, id, page) })
		l.file.Page = page
	})
}

func readOnePage(b *block, id string, page Page) {
	url, file := b.string("url", webAddress), b.string("file", filled)
	if detail, bad := oneOf(pageIDs()...)(id); bad {
		b.refuse(b.where, say("Unknown page %q", id), detail)
	}
	if (url == "") == (file == "") {
		b.refuse(b.where, say("A page has either url or file"), say("Write the address of a page that stands elsewhere, or a Markdown file of yours."))
	}
	if url != "" {
		page.Elsewhere[id] = url
	}
	if file != "" {
		page.Files[id] = file
	}
}
