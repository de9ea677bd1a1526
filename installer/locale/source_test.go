package locale

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// TestSource_EverySentenceIsTranslated reads the program's own Go files: what
// they hand to Sayf, Say or a function say as a literal, and what they put
// into a site.Message, must be in the French messages.
func TestSource_EverySentenceIsTranslated(t *testing.T) {
	french := sentencesOf(t, French)
	for _, name := range goFiles(t, filepath.Join("..", "..")) {
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Errorf("read %s: %v", name, err)
			continue
		}
		ast.Inspect(file, func(node ast.Node) bool {
			for _, sentence := range spoken(node) {
				if _, known := french[sentence]; !known {
					t.Errorf("%s: %q is not in messages/fr", files.Position(node.Pos()), sentence)
				}
			}
			return true
		})
	}
}

func goFiles(t testing.TB, root string) []string {
	t.Helper()
	var names []string
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && (entry.Name() == "testdata" || entry.Name() == ".git") {
			return filepath.SkipDir
		}
		if strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go") {
			names = append(names, name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// spoken gives the literal sentences that a call or a message holds.
func spoken(node ast.Node) []string {
	switch node := node.(type) {
	case *ast.CallExpr:
		if len(node.Args) > 0 && says(node.Fun) {
			return literal(node.Args[0])
		}
	case *ast.CompositeLit:
		if !isMessage(node.Type) {
			return nil
		}
		var sentences []string
		for _, element := range node.Elts {
			pair, named := element.(*ast.KeyValueExpr)
			if named {
				sentences = append(sentences, sentence(pair)...)
			}
		}
		return sentences
	}
	return nil
}

// says tells whether a function takes a sentence first: Sayf and Say of a
// printer, or a room's own function say.
func says(called ast.Expr) bool {
	switch called := called.(type) {
	case *ast.Ident:
		return called.Name == "say"
	case *ast.SelectorExpr:
		return called.Sel.Name == "Sayf" || called.Sel.Name == "Say"
	}
	return false
}

func isMessage(kind ast.Expr) bool {
	switch kind := kind.(type) {
	case *ast.Ident:
		return kind.Name == "Message"
	case *ast.SelectorExpr:
		return kind.Sel.Name == "Message"
	}
	return false
}

func sentence(pair *ast.KeyValueExpr) []string {
	field, named := pair.Key.(*ast.Ident)
	if !named || (field.Name != "Summary" && field.Name != "Detail") {
		return nil
	}
	return literal(pair.Value)
}

// literal reads "a" and "a" + "b"; anything else says nothing.
func literal(expression ast.Expr) []string {
	switch expression := expression.(type) {
	case *ast.BasicLit:
		if expression.Kind != token.STRING {
			return nil
		}
		value, err := strconv.Unquote(expression.Value)
		if err != nil || value == "" {
			return nil
		}
		return []string{value}
	case *ast.BinaryExpr:
		left, right := literal(expression.X), literal(expression.Y)
		if len(left) == 1 && len(right) == 1 {
			return []string{left[0] + right[0]}
		}
	}
	return nil
}
