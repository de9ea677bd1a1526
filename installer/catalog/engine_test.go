package catalog_test

import (
	"os"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"

	"framagit.org/chatiere/chatiere/installer/catalog"
)

func TestLoad_EnginesOfDatabasesAreChecked(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, database, want, suggested string }{
		{"known", `database "postgresql" {` + "\n" + `version = "17"` + "\n}", "", ""},
		{"misspelt", `database "postgresq" {` + "\n" + `version = "17"` + "\n}", "1: Unknown engine", "postgresql"},
		{"a service", `cache "radicale" {` + "\n" + `version = "1"` + "\n}", "1: Not an engine", ""},
		{"a version it has not", `database "postgresql" {` + "\n" + `version = "16"` + "\n}", "2: Unknown version", "15"},
		{"an extension it has not", `database "postgresql" {` + "\n" + `version = "17"` + "\n" + `extensions = ["pg_trg"]` + "\n}", "3: Unknown extension", "pg_trgm"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			service := fstest.MapFS{
				"sample/sample.hcl": {Data: []byte(test.database)},
				"sample/base.hcl":   {Data: read(t, "testdata/base.hcl")},
			}
			found, diagnostics := catalog.Load(os.DirFS("testdata/valid"), service)
			if got := strings.Join(lines(diagnostics), ", "); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
			if (found.Module("sample") != nil) != (test.want == "") {
				t.Errorf("got module %v, want one only without mistakes", found.Module("sample"))
			}
			if test.suggested != "" && !strings.Contains(diagnostics[0].Detail, `Did you mean "`+test.suggested+`"?`) {
				t.Errorf("got %q, want the suggestion %q", diagnostics[0].Detail, test.suggested)
			}
		})
	}
}

func TestLoad_ServiceOfABrokenEngineIsNotOffered(t *testing.T) {
	t.Parallel()
	found, diagnostics := catalog.Load(fstest.MapFS{
		"sample/sample.hcl":     {Data: []byte("database \"postgresql\" {\nversion = \"17\"\n}")},
		"sample/base.hcl":       {Data: read(t, "testdata/base.hcl")},
		"postgresql/module.hcl": {Data: []byte("modul \"postgresql\" {\n}\n")},
	})
	if found.Module("sample") != nil {
		t.Error("got the service, want it left out")
	}
	want := []string{"postgresql:1: Missing block", "postgresql/module.hcl:1: Unknown block", "sample/sample.hcl:1: Broken engine"}
	if diff := cmp.Diff(want, places(diagnostics)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// places gives each diagnostic with its file.
func places(diagnostics hcl.Diagnostics) []string {
	got := []string{}
	for _, d := range diagnostics {
		got = append(got, d.Subject.Filename+":"+strconv.Itoa(d.Subject.Start.Line)+": "+d.Summary)
	}
	return got
}
