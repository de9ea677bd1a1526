package site

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"framagit.org/chatiere/chatiere/installer/catalog"
	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func TestResolve_SmallSiteIsAsItsDocument(t *testing.T) {
	site := resolveFile(t, "testdata/sites/small.hcl")
	got, err := site.Document(PlaceholderSecrets{})
	if err != nil {
		t.Fatal(err)
	}
	golden := filepath.Join("testdata", "sites", "small.json")
	if *update {
		if err := os.WriteFile(golden, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("site.json (-want +got):\n%s", diff)
	}
}

// resolveFile resolves a file that must be free of errors.
func resolveFile(t testing.TB, name string) *Site {
	t.Helper()
	site, diags := Resolve(testModules(t), loadFile(t, name), PlaceholderSecrets{})
	for _, diagnostic := range diags {
		t.Errorf("got %v; want none", diagnostic)
	}
	return site
}

func testModules(t testing.TB) *catalog.Catalog {
	t.Helper()
	modules, diags := catalog.Load(os.DirFS("testdata/modules"))
	for _, diagnostic := range diags {
		t.Errorf("got %v; want none", diagnostic)
	}
	return modules
}

// changedModules is the test catalogue with texts of one file replaced, in
// pairs.
func changedModules(t testing.TB, name string, pairs ...string) *catalog.Catalog {
	t.Helper()
	folder := t.TempDir()
	if err := os.CopyFS(folder, os.DirFS("testdata/modules")); err != nil {
		t.Fatal(err)
	}
	src, err := os.ReadFile(filepath.Join(folder, name))
	if err != nil {
		t.Fatal(err)
	}
	changed := strings.NewReplacer(pairs...).Replace(string(src))
	if changed == string(src) {
		t.Fatalf("got nothing to replace in %s", name)
	}
	if err := os.WriteFile(filepath.Join(folder, name), []byte(changed), 0o644); err != nil {
		t.Fatal(err)
	}
	// What the catalogue finds by itself already is not what is looked at here.
	modules, _ := catalog.Load(os.DirFS(folder))
	if modules.Module("notes") == nil {
		t.Fatalf("got no module after the change")
	}
	return modules
}

func anyDetail(diags hcl.Diagnostics, part string) bool {
	for _, diagnostic := range diags {
		if strings.Contains(diagnostic.Detail, part) {
			return true
		}
	}
	return false
}
