package declaration

import (
	"cmp"
	"io/fs"
	"slices"
	"time"

	"framagit.org/chatiere/chatiere/installer/charter"
	"framagit.org/chatiere/chatiere/installer/site"
)

// Render makes every document that can be made. Templates is the shipped
// folder (package templates), with a chaton's own files layered over it by
// the caller; a logo is looked for in it under its name in chaton.hcl.
// An error is a broken template.
func Render(templates fs.FS, s *site.Site, report charter.Report, evidence charter.Evidence, at time.Time) (*Result, error) {
	v := &view{Site: s, Evidence: evidence, At: at, Services: serviceViews(s, evidence, at), written: map[string]bool{}}
	result := &Result{}
	pages := decidePages(v, result)
	v.Report = settle(report, v.written)
	result.Report = v.Report
	v.addLogo(templates, result)
	writeChatonsInfos(v, result)
	result.add(Document{Path: "site/.well-known/security.txt", Content: securityText(v)})
	if err := writePages(templates, v, pages, result); err != nil {
		return nil, err
	}
	slices.SortFunc(result.Waiting, func(a, b Waiting) int { return cmp.Compare(a.Path, b.Path) })
	if err := writeDossier(templates, v, result); err != nil {
		return nil, err
	}
	return result, addManifest(v, result)
}

// add keeps the documents sorted by path.
func (r *Result) add(document Document) {
	at, _ := slices.BinarySearchFunc(r.Documents, document.Path, func(d Document, path string) int { return cmp.Compare(d.Path, path) })
	r.Documents = slices.Insert(r.Documents, at, document)
}

func (r *Result) wait(path string, gaps []Gap) {
	r.Waiting = append(r.Waiting, Waiting{Path: path, Gaps: gaps})
}
