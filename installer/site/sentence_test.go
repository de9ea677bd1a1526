package site

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSentences_AreThoseOfTheMessageFiles(t *testing.T) {
	want := map[string]bool{}
	for _, format := range spoken(t) {
		want[format] = true
	}
	for _, language := range []string{"fr", "en"} {
		src, err := os.ReadFile(filepath.Join("..", "locale", "messages", language, "site.json"))
		if err != nil {
			t.Fatal(err)
		}
		var messages map[string]string
		if err := json.Unmarshal(src, &messages); err != nil {
			t.Fatal(err)
		}
		got := map[string]bool{}
		for format := range messages {
			got[format] = true
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("sentences of %s/site.json (-want +got):\n%s", language, diff)
		}
	}
}

// spoken lists the literal formats given to say in this package.
func spoken(t testing.TB) []string {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var formats []string
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(node ast.Node) bool {
			call, ok := node.(*ast.CallExpr)
			if !ok || len(call.Args) == 0 {
				return true
			}
			if called, ok := call.Fun.(*ast.Ident); !ok || called.Name != "say" {
				return true
			}
			literal, ok := call.Args[0].(*ast.BasicLit)
			if !ok {
				t.Errorf("%s: say takes a literal, so that it can be translated", name)
				return true
			}
			format, err := strconv.Unquote(literal.Value)
			if err != nil {
				t.Fatal(err)
			}
			formats = append(formats, format)
			return true
		})
	}
	return formats
}
