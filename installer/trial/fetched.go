package trial

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// fetchedBy lists the addresses that a browser fetches by itself when it shows
// a page or a style sheet, as they are written.
func fetchedBy(page answer) []string {
	if page.kind() == "text/css" {
		return fetchedByStyle(string(page.body))
	}
	var found []string
	forEachElement(page.body, func(element html.Token, text string) {
		found = append(found, fetchedByElement(element)...)
		if element.Data == "style" {
			found = append(found, fetchedByStyle(text)...)
		}
	})
	return found
}

// sheetsOf lists the style sheets that a page or another sheet names.
func sheetsOf(page answer) []string {
	if page.kind() == "text/css" {
		return importedBy(string(page.body))
	}
	var found []string
	forEachElement(page.body, func(element html.Token, text string) {
		switch {
		case element.Data == "link" && has(element, "rel", "stylesheet"):
			found = append(found, attribute(element, "href"))
		case element.Data == "style":
			found = append(found, importedBy(text)...)
		}
	})
	return found
}

// forEachElement visits the opening tags, a style with its text.
func forEachElement(page []byte, visit func(element html.Token, text string)) {
	reader := html.NewTokenizer(bytes.NewReader(page))
	for {
		switch reader.Next() {
		case html.ErrorToken:
			return
		case html.StartTagToken, html.SelfClosingTagToken:
			element, text := reader.Token(), ""
			if element.Data == "style" && reader.Next() == html.TextToken {
				text = reader.Token().Data
			}
			visit(element, text)
		}
	}
}

// fetchedByElement knows the attributes that make a browser ask. A link that a
// person follows, and a form that a person sends, is not one.
func fetchedByElement(element html.Token) []string {
	found := fetchedByStyle(attribute(element, "style"))
	switch element.Data {
	case "img", "script", "iframe", "frame", "embed", "audio", "video", "source", "track", "input":
		found = append(found, attribute(element, "src"), attribute(element, "poster"))
		found = append(found, candidates(attribute(element, "srcset"))...)
	case "object":
		found = append(found, attribute(element, "data"))
	case "image", "use":
		found = append(found, attribute(element, "href"), attribute(element, "xlink:href"))
	case "body", "table", "td":
		found = append(found, attribute(element, "background"))
	case "link":
		if fetchedLink(element) {
			found = append(found, attribute(element, "href"))
		}
	case "meta":
		if strings.EqualFold(attribute(element, "http-equiv"), "refresh") {
			_, target, _ := strings.Cut(attribute(element, "content"), "=")
			found = append(found, strings.Trim(target, `'" `))
		}
	}
	return slices.DeleteFunc(found, func(address string) bool { return address == "" })
}

// fetchedLink says whether a browser fetches a link, or already asks for the
// name of its host.
func fetchedLink(element html.Token) bool {
	for _, relation := range []string{
		"stylesheet", "icon", "apple-touch-icon", "mask-icon", "manifest", "preload", "prefetch", "modulepreload",
		"preconnect", "dns-prefetch", "prerender",
	} {
		if has(element, "rel", relation) {
			return true
		}
	}
	return false
}

func attribute(element html.Token, name string) string {
	for _, each := range element.Attr {
		if each.Key == name {
			return each.Val
		}
	}
	return ""
}

func has(element html.Token, name, word string) bool {
	return slices.Contains(strings.Fields(strings.ToLower(attribute(element, name))), word)
}

// candidates are the addresses of a srcset.
func candidates(set string) []string {
	var found []string
	for _, candidate := range strings.Split(set, ",") {
		if fields := strings.Fields(candidate); len(fields) > 0 {
			found = append(found, fields[0])
		}
	}
	return found
}

var (
	styleAddress = regexp.MustCompile(`(?i)url\(\s*['"]?([^'")\s]+)`)
	styleImport  = regexp.MustCompile(`(?i)@import\s+(?:url\(\s*)?['"]?([^'")\s;]+)`)
	styleComment = regexp.MustCompile(`(?s)/\*.*?\*/`)
)

func fetchedByStyle(style string) []string {
	style = styleComment.ReplaceAllString(style, "")
	found := importedBy(style)
	for _, match := range styleAddress.FindAllStringSubmatch(style, -1) {
		found = append(found, match[1])
	}
	return found
}

func importedBy(style string) []string {
	var found []string
	for _, match := range styleImport.FindAllStringSubmatch(styleComment.ReplaceAllString(style, ""), -1) {
		found = append(found, match[1])
	}
	return found
}
