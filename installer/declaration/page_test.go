package declaration_test

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"framagit.org/chatiere/chatiere/installer/declaration"
	"framagit.org/chatiere/chatiere/installer/site"
	"golang.org/x/net/html"
)

func TestPages_AreWellFormed(t *testing.T) {
	everyPage(t, func(t *testing.T, path, page string, _ *declaration.Result) {
		var open []string
		tokens := html.NewTokenizer(strings.NewReader(page))
		for {
			kind := tokens.Next()
			if kind == html.ErrorToken {
				break
			}
			name, _ := tokens.TagName()
			open = nest(t, path, open, kind, string(name))
		}
		if len(open) > 0 {
			t.Errorf("%s leaves %v open", path, open)
		}
	})
}

// nest follows one tag, and refuses a block inside a paragraph, which a
// browser would move out of it.
func nest(t *testing.T, path string, open []string, kind html.TokenType, name string) []string {
	t.Helper()
	void := []string{"meta", "link", "img", "br", "hr"}
	blocks := []string{"p", "ul", "ol", "dl", "table", "section", "article", "div", "h1", "h2", "h3", "blockquote", "details"}
	switch {
	case kind == html.StartTagToken && !slices.Contains(void, name):
		if slices.Contains(open, "p") && slices.Contains(blocks, name) {
			t.Errorf("%s: <%s> inside a paragraph", path, name)
		}
		return append(open, name)
	case kind == html.EndTagToken && (len(open) == 0 || open[len(open)-1] != name):
		t.Fatalf("%s: </%s> closes %v", path, name, open)
	case kind == html.EndTagToken:
		return open[:len(open)-1]
	}
	return open
}

func TestPages_HaveOneTitleALanguageAndOwnIds(t *testing.T) {
	everyPage(t, func(t *testing.T, path, page string, _ *declaration.Result) {
		counts, ids := map[string]int{}, map[string]bool{}
		walk(t, page, func(node *html.Node) {
			counts[node.Data]++
			if id := attribute(node, "id"); id != "" {
				if ids[id] {
					t.Errorf("%s: id %q stands twice", path, id)
				}
				ids[id] = true
			}
			if node.Data == "html" && attribute(node, "lang") != "fr" {
				t.Errorf("%s says no language", path)
			}
			if node.Data == "img" && !hasAttribute(node, "alt") {
				t.Errorf("%s: an image without alt", path)
			}
		})
		if counts["h1"] != 1 || counts["title"] != 1 || counts["main"] != 1 {
			t.Errorf("%s: got %d h1, %d title, %d main, want one each", path, counts["h1"], counts["title"], counts["main"])
		}
	})
}

func TestPages_LoadNothingFromElsewhereAndRunNothing(t *testing.T) {
	everyPage(t, func(t *testing.T, path, page string, _ *declaration.Result) {
		walk(t, page, func(node *html.Node) {
			if slices.Contains([]string{"script", "iframe", "object", "embed", "style", "form"}, node.Data) {
				t.Errorf("%s has a <%s>", path, node.Data)
			}
			for _, a := range node.Attr {
				loads := a.Key == "src" || a.Key == "srcset" || (a.Key == "href" && node.Data == "link")
				if loads && !strings.HasPrefix(a.Val, "/") {
					t.Errorf("%s loads %s", path, a.Val)
				}
				if strings.HasPrefix(a.Key, "on") || a.Key == "style" {
					t.Errorf("%s: <%s %s>", path, node.Data, a.Key)
				}
			}
		})
	})
}

func TestPages_LinkToNothingAbsent(t *testing.T) {
	everyPage(t, func(t *testing.T, path, page string, result *declaration.Result) {
		walk(t, page, func(node *html.Node) {
			address := attribute(node, "href")
			if !strings.HasPrefix(address, "/") {
				return
			}
			target, err := url.Parse(address)
			if err != nil {
				t.Fatalf("%s: %v", path, err)
			}
			file := "site" + target.Path
			if strings.HasSuffix(file, "/") {
				file += "index.html"
			}
			if content(result, file) == "" {
				t.Errorf("%s links to %s, which is absent", path, address)
			}
		})
	})
}

// straight finds the spaces and quotes that French typography does not know.
var straight = regexp.MustCompile(`[^\s:;]( [:;!?»](\s|$)|« )|\pL'\pL`)

func TestPages_TypographyIsRight(t *testing.T) {
	everyPage(t, func(t *testing.T, path, page string, _ *declaration.Result) {
		walk(t, page, func(node *html.Node) {
			for child := node.FirstChild; child != nil; child = child.NextSibling {
				if child.Type == html.TextNode && straight.MatchString(child.Data) {
					t.Errorf("%s: %q", path, straight.FindString(child.Data)+" in "+child.Data)
				}
			}
		})
	})
}

func TestCharterPage_ShowsEveryDutyInForceWithoutAMark(t *testing.T) {
	result := render(t, fullSite(), seen(fullSite()))
	page := content(result, "site/charte/index.html")
	for _, finding := range result.Report.Findings {
		if !strings.Contains(page, `id="`+finding.Duty.ID+`"`) {
			t.Errorf("%s is not on the page", finding.Duty.ID)
		}
	}
	if got := strings.Count(page, "formulation non relue, à vérifier"); got != 19 {
		t.Errorf("got %d wordings marked as not reread, want 19", got)
	}
	for _, want := range []string{"Résumé par chatiere, non officiel", "19 reposent sur une formulation non relue", "https://www.chatons.org/charte"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if strings.Contains(page, "%") {
		t.Error("the page shows a percentage")
	}
}

// everyPage runs a check on each page of the samples.
func everyPage(t *testing.T, check func(t *testing.T, path, page string, result *declaration.Result)) {
	t.Helper()
	abroad := fullSite()
	abroad.Organization.Country = "BE"
	for _, s := range []*site.Site{fullSite(), trialSite(), abroad} {
		result := render(t, s, seen(s))
		for _, document := range result.Documents {
			if strings.HasSuffix(document.Path, ".html") {
				check(t, document.Path, string(document.Content), result)
			}
		}
	}
}

// walk visits every element of a page as a browser would read it.
func walk(t *testing.T, page string, visit func(*html.Node)) {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatalf("parse: %v", err)
	}
	for node := range root.Descendants() {
		if node.Type == html.ElementNode {
			visit(node)
		}
	}
}

func attribute(node *html.Node, key string) string {
	for _, a := range node.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func hasAttribute(node *html.Node, key string) bool {
	return slices.ContainsFunc(node.Attr, func(a html.Attribute) bool { return a.Key == key })
}
