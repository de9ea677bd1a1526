package site

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestLoad_SourceBeyondTheLimitsIsRefusedBeforeItIsParsed(t *testing.T) {
	cases := map[string]struct{ src, want string }{
		"large":      {strings.Repeat("#", maximumSize+1), "The file is too large"},
		"binary":     {"a = \"\x00\"", "Character that is not allowed"},
		"latin":      {"a = \"\xe9\"", "Character that is not allowed"},
		"lists":      {"a = " + strings.Repeat("[", 100_000), "Nested too deep"},
		"parens":     {"a = " + strings.Repeat("(", 100_000), "Nested too deep"},
		"unary":      {"a = " + strings.Repeat("!", 100_000) + "true", "Only plain values may stand in this file"},
		"directives": {"a = \"" + strings.Repeat("%{if true}", 20_000) + "\"", "Only plain values may stand in this file"},
		"exponent":   {"a = 1e999999999", "Number that is too long"},
	}
	for name, each := range cases {
		t.Run(name, func(t *testing.T) {
			_, diags := Load("chaton.hcl", []byte(each.src))
			if len(diags) != 1 || diags[0].Summary != each.want {
				t.Errorf("got %v; want %q alone", diags, each.want)
			}
		})
	}
}

func FuzzLoad(f *testing.F) {
	for _, pattern := range []string{"testdata/contract/*.hcl", "testdata/errors/*.hcl", "testdata/sites/*.hcl"} {
		names, err := filepath.Glob(pattern)
		if err != nil {
			f.Fatal(err)
		}
		for _, name := range names {
			src, err := os.ReadFile(name)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(src)
		}
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		file, diags := Load("chaton.hcl", src)
		if file == nil {
			t.Fatal("got no file; want one with the source")
		}
		for _, diagnostic := range diags {
			if diagnostic.Subject == nil {
				t.Errorf("got %v without a place", diagnostic)
			}
			if _, ok := diagnostic.Extra.(Message); !ok {
				t.Errorf("got %v that cannot be translated", diagnostic)
			}
		}
		if !diags.HasErrors() {
			file.Publishable()
			if _, err := Rehearse(src, "demo", "demo.localhost", 8080, 8443); err != nil {
				t.Logf("rehearse: %v", err)
			}
		}
	})
}
