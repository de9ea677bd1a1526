package catalog_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"

	"framagit.org/chatiere/chatiere/installer/catalog"
)

func TestFormat_FaultIsUnderlined(t *testing.T) {
	t.Parallel()
	want := `╷
│ Error: Wrong memory
│
│   pads/module.hcl, line 2, column 11:
│    2 │ 	memory = "64Mo"
│      │ 	         ^^^^^^
│
│ "memory" must be a size.
╵
`
	if diff := cmp.Diff(want, shown(t, catalog.FormatOptions{})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestFormat_PlainSaysThePlaceInWords(t *testing.T) {
	t.Parallel()
	want := `Error: Wrong memory
File pads/module.hcl, line 2, column 11, at the word "64Mo".
The line reads: memory = "64Mo"
"memory" must be a size.
`
	if diff := cmp.Diff(want, shown(t, catalog.FormatOptions{Plain: true, Colour: true})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestFormat_WordsOfTheReader(t *testing.T) {
	t.Parallel()
	got := shown(t, catalog.FormatOptions{
		Plain:     true,
		Say:       func(format string, a ...any) string { return "dit " + fmt.Sprintf(format, a...) },
		Translate: func(*hcl.Diagnostic) (string, string) { return "Mémoire fausse", "Une taille." },
	})
	if !strings.HasPrefix(got, "dit Error: Mémoire fausse\ndit File") || !strings.HasSuffix(got, "\nUne taille.\n") {
		t.Errorf("got %q, want the reader's words", got)
	}
}

func TestFormat_NothingOfAFileSpeaksToTheTerminal(t *testing.T) {
	t.Parallel()
	src := []byte("x = \"\x1b[2J\"\n")
	diagnostics := hcl.Diagnostics{{Summary: "s", Detail: "d \x1b[31m", Subject: &hcl.Range{
		Filename: "x", Start: hcl.Pos{Line: 1, Column: 6, Byte: 5}, End: hcl.Pos{Line: 1, Column: 7, Byte: 400},
	}}}
	for _, plain := range []bool{true, false} {
		var b strings.Builder
		if err := catalog.Format(&b, diagnostics, map[string]*hcl.File{"x": {Bytes: src}}, catalog.FormatOptions{Plain: plain}); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(b.String(), "\x1b") {
			t.Errorf("got %q, want no escape", b.String())
		}
	}
}

func shown(t testing.TB, options catalog.FormatOptions) string {
	t.Helper()
	src := []byte("container \"app\" {\n\tmemory = \"64Mo\"\n}\n")
	diagnostics := hcl.Diagnostics{{
		Severity: hcl.DiagError, Summary: "Wrong memory", Detail: `"memory" must be a size.`,
		Subject: &hcl.Range{Filename: "pads/module.hcl",
			Start: hcl.Pos{Line: 2, Column: 11, Byte: 28}, End: hcl.Pos{Line: 2, Column: 17, Byte: 34}},
	}}
	var b strings.Builder
	if err := catalog.Format(&b, diagnostics, map[string]*hcl.File{"pads/module.hcl": {Bytes: src}}, options); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
