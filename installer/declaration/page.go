package declaration

import (
	"bytes"
	"fmt"
	"html/template"
	"io/fs"
	"strings"

	"framagit.org/chatiere/chatiere/installer/charter"
	"framagit.org/chatiere/chatiere/installer/site"
)

// page is one page of the public site.
type page struct {
	ID       string
	Path     string
	Title    string
	Template string              // file in the templates' folder site
	gaps     func(v *view) []Gap // what it cannot do without
	wishes   func(v *view) []Gap // what it says only once somebody answers
}

// pages lists what the kit writes, in the order of its menus.
func pages() []page {
	return []page{
		{ID: "index", Path: "/", Template: "index.html", wishes: wishMeetings},
		{ID: "services", Path: "/services/", Title: "Nos services", Template: "services.html"},
		known("about", aboutGaps, wishPeople),
		known("contact", nil, wishMeetings),
		known("infrastructure", infrastructureGaps, wishSuppliers),
		known("software", nil, nil),
		known("exceptions", nil, nil),
		known("backups", nil, wishBackup),
		known("logs", nil, wishLogs),
		known("leave", nil, nil),
		known("model", modelGaps, wishAccounts),
		known("contributions", contributionGaps, nil),
		known("privacy", privacyGaps, nil),
		known("legal", legalGaps, nil),
		known("compliance", nil, nil),
		{ID: "404", Path: "/404.html", Title: "Cette page n’existe pas", Template: "404.html"},
	}
}

// known is a page whose id, path and title are the charter room's.
func known(id string, gaps, wishes func(v *view) []Gap) page {
	p, _ := charter.PageByID(id)
	return page{ID: id, Path: p.Path, Title: p.Title, Template: id + ".html", gaps: gaps, wishes: wishes}
}

// file is where the page stands among the documents.
func (p page) file() string {
	if strings.HasSuffix(p.Path, "/") {
		return "site" + p.Path + "index.html"
	}
	return "site" + p.Path
}

// decidePages sorts the pages into those that are written and those that wait,
// before anything is rendered: no page may link to one that is absent.
func decidePages(v *view, result *Result) []page {
	var decided []page
	for _, p := range pages() {
		if v.Site.Page.Elsewhere[p.ID] != "" {
			continue
		}
		if gaps := pageGaps(v, p); len(gaps) > 0 {
			result.wait(p.file(), gaps)
			continue
		}
		v.written[p.Path] = true
		decided = append(decided, p)
	}
	return decided
}

func pageGaps(v *view, p page) []Gap {
	if name := v.Site.Page.Files[p.ID]; name != "" {
		return []Gap{{
			Key: "site.page." + p.ID, Who: Technical,
			Why: site.Text{
				"fr": "le texte de " + name + " prend la place de cette page, et cette version ne sait pas encore le mettre en page",
				"en": "the text of " + name + " takes the place of this page, and this version cannot lay it out yet",
			},
		}}
	}
	if p.gaps == nil {
		return nil
	}
	return p.gaps(v)
}

// writePages renders each page through the layout, and the style sheet.
func writePages(templates fs.FS, v *view, decided []page, result *Result) error {
	layout, err := template.New("layout.html").Funcs(functions()).ParseFS(templates, "site/layout.html", "site/parts.html")
	if err != nil {
		return fmt.Errorf("read the page layout: %w", err)
	}
	for _, p := range decided {
		content, err := renderPage(layout, templates, v, p)
		if err != nil {
			return fmt.Errorf("render page %s: %w", p.Path, err)
		}
		document := Document{Path: p.file(), Content: content}
		if p.wishes != nil {
			document.Gaps = p.wishes(v)
		}
		result.add(document)
	}
	return writeStyle(templates, v, result)
}

func renderPage(layout *template.Template, templates fs.FS, v *view, p page) ([]byte, error) {
	own, err := layout.Clone()
	if err != nil {
		return nil, err
	}
	if own, err = own.ParseFS(templates, "site/"+p.Template); err != nil {
		return nil, err
	}
	here := *v
	here.Here = p
	if p.ID == "legal" {
		here.Here.Title = v.LegalTitle()
	}
	var out bytes.Buffer
	if err := own.ExecuteTemplate(&out, "layout.html", &here); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
