package site

import (
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"framagit.org/chatiere/chatiere/installer/catalog"
	"github.com/google/go-cmp/cmp"
)

func TestValidate_GoodModulesHaveNothingWrong(t *testing.T) {
	t.Parallel()
	for _, folder := range []string{"testdata/modules", "../catalog/testdata/valid", "../../modules"} {
		modules, _ := catalog.Load(os.DirFS(folder))
		for _, name := range modules.Names() {
			if diags := Validate(modules, modules.Module(name)); len(diags) > 0 {
				t.Errorf("%s: got %v; want none", name, diags)
			}
		}
	}
}

// Each file of testdata/wrong is a module with base.txt, and has no mistake
// that shows before its expressions are computed.
func TestValidate_MistakesAreFoundAtTheirLine(t *testing.T) {
	t.Parallel()
	base, err := os.ReadFile("testdata/wrong/base.txt")
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("testdata/wrong/*.hcl")
	if err != nil || len(files) == 0 {
		t.Fatalf("got %d files, %v; want some", len(files), err)
	}
	for _, name := range files {
		t.Run(filepath.Base(name), func(t *testing.T) {
			t.Parallel()
			src, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			modules, diags := catalog.Load(fstest.MapFS{
				"sample/base.hcl":        {Data: base},
				"sample/sample.hcl":      {Data: src},
				"sample/page.tmpl":       {Data: []byte("%{ for name in names }${naem} %{ endfor }")},
				"sample/loops.tmpl":      {Data: []byte("%{ for a in range(40) }%{ for b in range(40) }x%{ endfor }%{ endfor }")},
				"sample/unreadable.tmpl": {Data: []byte("%{ if }")},
			}, os.DirFS("testdata/modules"))
			if diags.HasErrors() {
				t.Fatalf("got %v; want a module without mistakes of its text", diags)
			}
			found := Validate(modules, modules.Module("sample"))
			if diff := cmp.Diff(expectations(string(src)), summaries(found)); diff != "" {
				t.Errorf("problems by line (-want +got):\n%s\n%v", diff, found)
			}
		})
	}
}
