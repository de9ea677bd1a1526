package catalog_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"unicode"
	"unicode/utf8"

	"framagit.org/chatiere/chatiere/installer/catalog"
)

func TestLoad_WhatIsBeyondTheLimitsIsRefusedBeforeParsing(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, src, want string }{
		{"large file", strings.Repeat("#", 256<<10+1), "File too large"},
		{"not UTF-8", "x = \"\xff\"", "Not UTF-8"},
		{"control character", "x = \"\x1b[2J\"", "Control character"},
		{"next line of C1", "x = \"\u0085\"", "Control character"},
		{"parentheses", "x = " + strings.Repeat("(", 100_000), "Nested too deep"},
		{"mismatched", "x = " + strings.Repeat("(}", 100_000), "Nested too deep"},
		{"brackets", "x = " + strings.Repeat("[", 65), "Nested too deep"},
		{"blocks", strings.Repeat("a {\n", 65), "Nested too deep"},
		{"templates", "x = " + strings.Repeat("\"${", 65), "Nested too deep"},
		{"directives", "x = \"" + strings.Repeat("%{ if true }", 65), "Nested too deep"},
		{"negations", "x = " + strings.Repeat("!", 100_000) + "true", "Expression too long"},
		{"conditionals", "x = " + strings.Repeat("a ? b : ", 20_000) + "c", "Expression too long"},
		{"indexes", "x = a" + strings.Repeat("[b]", 50_000), "Expression too long"},
		{"additions over lines", "x = (1" + strings.Repeat("\n+1", 50_000) + ")", "Expression too long"},
		{"exponent", "x = 1e999999999", "Number out of range"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, diagnostics := catalog.Load(fstest.MapFS{"sample/sample.hcl": {Data: []byte(test.src)}})
			if len(diagnostics) != 1 || diagnostics[0].Summary != test.want {
				t.Errorf("got %v, want %s only", diagnostics, test.want)
			}
		})
	}
}

func TestLoad_WhatIsWithinTheLimitsIsNot(t *testing.T) {
	t.Parallel()
	var list strings.Builder
	for i := range 2000 {
		fmt.Fprintf(&list, "    K%d = !false && -%d < 1 ? \"${service.host}%%{ if true }x%%{ endif }\" : \"y\"\n", i, i)
	}
	src := "container \"worker\" {\n  image = \"docker.io/library/sample:1.0\"\n  memory = \"64MiB\"\n  env = {\n" +
		list.String() + "  }\n  health {\n    command = [\"true\"]\n  }\n}\n"
	_, diagnostics := catalog.Load(fstest.MapFS{
		"sample/sample.hcl": {Data: []byte(src)},
		"sample/base.hcl":   {Data: read(t, "testdata/base.hcl")},
	})
	if len(diagnostics) > 0 {
		t.Errorf("got %v, want none", diagnostics)
	}
}

func TestLoad_TooManyFilesOrTooMuchIsRefused(t *testing.T) {
	t.Parallel()
	many, large := fstest.MapFS{}, fstest.MapFS{}
	for i := range 65 {
		many[fmt.Sprintf("sample/%d.hcl", i)] = &fstest.MapFile{Data: []byte("\n")}
	}
	for i := range 9 {
		large[fmt.Sprintf("sample/%d.hcl", i)] = &fstest.MapFile{Data: []byte(strings.Repeat("#", 256<<10))}
	}
	for want, folder := range map[string]fstest.MapFS{"Too many files": many, "Module too large": large} {
		_, diagnostics := catalog.Load(folder)
		if len(diagnostics) == 0 || diagnostics[0].Summary != want {
			t.Errorf("got %v, want %s", diagnostics, want)
		}
	}
}

func FuzzLoad(f *testing.F) {
	for _, path := range []string{"testdata/base.hcl", "testdata/valid/assembled/module.hcl", "testdata/valid/postgresql/module.hcl",
		"testdata/errors/scopes.hcl", "testdata/errors/wrong_container.hcl", "testdata/errors/nested_templates.hcl",
		"testdata/errors/engine.hcl", "testdata/contract/test/example.hcl"} {
		f.Add(read(f, path))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		found, diagnostics := catalog.Load(fstest.MapFS{"sample/sample.hcl": {Data: src}})
		if len(diagnostics) > 1002 {
			t.Errorf("got %d diagnostics, want a bounded number", len(diagnostics))
		}
		for _, each := range diagnostics {
			if each.Subject == nil || each.Subject.Filename == "" || each.Detail == "" {
				t.Errorf("got %v, want its place and what to do", each)
			}
		}
		module := found.Module("sample")
		if diagnostics.HasErrors() == (module != nil) {
			t.Errorf("got module %v and %v, want one or the other", module, diagnostics)
		}
		if said := formatted(t, diagnostics, found); len(said) > len(diagnostics)*8<<10 {
			t.Errorf("got %d bytes about %d mistakes, want a few lines for each", len(said), len(diagnostics))
		}
		if module == nil {
			return
		}
		if len(src) > 256<<10 || module.Name != "sample" || len(module.Containers) == 0 {
			t.Errorf("got an incomplete module of %d bytes", len(src))
		}
		if !utf8.Valid(src) || bytes.ContainsFunc(src, hidden) || deepest(src) > 64 {
			t.Errorf("got a module of %q, want it refused before it is parsed", src)
		}
		module.Expressions()
	})
}

func hidden(r rune) bool { return unicode.IsControl(r) && r != '\t' && r != '\n' && r != '\r' }

// deepest counts brackets as they are written, where no string or comment can
// hide one.
func deepest(src []byte) int {
	if bytes.ContainsAny(src, "\"#/<") {
		return 0
	}
	depth, most := 0, 0
	for _, letter := range src {
		switch letter {
		case '(', '[', '{':
			depth++
		case ')', ']', '}':
			depth--
		}
		most = max(most, depth)
	}
	return most
}

func FuzzCheckContainerfile(f *testing.F) {
	f.Add([]byte("FROM scratch AS a\nRUN \\\n# x\n <<EOF\nEOF\nCOPY --from=a b c\nUSER 1\n"))
	f.Fuzz(func(t *testing.T, src []byte) {
		file, diagnostics := catalog.CheckContainerfile("Containerfile", src)
		if !diagnostics.HasErrors() && len(file.Bases) == 0 {
			t.Errorf("got no base of %q, want one or a mistake", src)
		}
	})
}
