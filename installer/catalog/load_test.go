package catalog_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"

	"framagit.org/chatiere/chatiere/installer/catalog"
)

func TestLoad_ExamplesOfTheContractAreClean(t *testing.T) {
	t.Parallel()
	found, diagnostics := catalog.Load(os.DirFS("testdata/valid"))
	if len(diagnostics) > 0 {
		t.Fatalf("got diagnostics, want none:\n%s", formatted(t, diagnostics, found))
	}
	if diff := cmp.Diff([]string{"assembled", "postgresql", "radicale"}, found.Names()); diff != "" {
		t.Errorf("names (-want +got):\n%s", diff)
	}
}

// Each folder of testdata/contract holds one example of design/modules.md as it
// is written there, and beside it what the example names.
func TestLoad_EveryExampleOfTheDesignLoads(t *testing.T) {
	t.Parallel()
	engines := fstest.MapFS{}
	for _, name := range []string{"module.hcl", "image/15/Containerfile", "image/17/Containerfile"} {
		engines["postgresql/"+name] = &fstest.MapFile{Data: read(t, "testdata/valid/postgresql/"+name)}
	}
	found, diagnostics := catalog.Load(os.DirFS("testdata/contract"), engines)
	if len(diagnostics) > 0 {
		t.Errorf("got diagnostics, want none:\n%s", formatted(t, diagnostics, found))
	}
	want := []string{"build", "container", "egress", "engine", "jobs", "postgresql", "privacy", "publish", "radicale", "test", "uses"}
	if diff := cmp.Diff(want, found.Names()); diff != "" {
		t.Errorf("names (-want +got):\n%s", diff)
	}
}

// What a site does not use is not read, broken or not; an engine comes with the
// module that needs it.
func TestLoadNamed_ReadsWhatIsUsed(t *testing.T) {
	t.Parallel()
	broken := fstest.MapFS{"broken/module.hcl": {Data: []byte("module {")}}
	shipped := os.DirFS("../../modules")
	for _, test := range []struct{ asked, want []string }{
		{[]string{"radicale"}, []string{"radicale"}},
		{[]string{"miniflux", "miniflux"}, []string{"miniflux", "postgresql"}},
		{[]string{"unknown"}, []string{}},
		{nil, []string{}},
	} {
		found, diagnostics := catalog.LoadNamed(test.asked, shipped, broken)
		if len(diagnostics) > 0 {
			t.Errorf("%q: got diagnostics, want none:\n%s", test.asked, formatted(t, diagnostics, found))
		}
		if diff := cmp.Diff(test.want, found.Names()); diff != "" {
			t.Errorf("%q (-want +got):\n%s", test.asked, diff)
		}
	}
	if _, diagnostics := catalog.LoadNamed([]string{"broken"}, shipped, broken); !diagnostics.HasErrors() {
		t.Error("a broken module that is used: got no mistake, want its own")
	}
	twice := fstest.MapFS{"radicale/module.hcl": {Data: []byte("")}}
	if _, diagnostics := catalog.LoadNamed([]string{"radicale"}, shipped, twice); !diagnostics.HasErrors() {
		t.Error("a module in two folders: got no mistake, want one")
	}
}

func TestLoad_ShippedModulesAreClean(t *testing.T) {
	t.Parallel()
	found, diagnostics := catalog.Load(os.DirFS("../../modules"))
	if len(diagnostics) > 0 {
		t.Errorf("got diagnostics, want none:\n%s", formatted(t, diagnostics, found))
	}
	if found.Module("radicale") == nil {
		t.Errorf("got %v, want radicale among them", found.Names())
	}
}

// Each file of testdata/errors is a module with the rest of base.hcl, unless
// it has a block module itself. A mistake is expected where its line says so.
func TestLoad_MistakesAreFoundAtTheirLine(t *testing.T) {
	t.Parallel()
	paths, err := filepath.Glob("testdata/errors/*.hcl")
	if err != nil || len(paths) == 0 {
		t.Fatalf("got no files (%v), want some", err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".hcl"), func(t *testing.T) {
			t.Parallel()
			src := read(t, path)
			folder := fstest.MapFS{"sample/sample.hcl": {Data: src}}
			if !strings.Contains(string(src), "\nmodule \"") && !strings.HasPrefix(string(src), "module \"") {
				folder["sample/base.hcl"] = &fstest.MapFile{Data: read(t, "testdata/base.hcl")}
			}
			found, diagnostics := catalog.Load(folder)
			if diff := cmp.Diff(marks(src), lines(diagnostics)); diff != "" {
				t.Errorf("mistakes (-want +got):\n%s\n%s", diff, formatted(t, diagnostics, found))
			}
			if diagnostics.HasErrors() == (found.Module("sample") != nil) {
				t.Errorf("got module %v, want one only without errors", found.Module("sample"))
			}
		})
	}
}

func TestLoad_ModuleBesideABrokenOneIsInTheCatalogue(t *testing.T) {
	t.Parallel()
	folder := fstest.MapFS{
		"whole/module.hcl":  {Data: renamed(t, "whole")},
		"broken/module.hcl": {Data: []byte("module \"broken\" {\n")},
		"empty/README.md":   {Data: []byte("nothing")},
	}
	found, diagnostics := catalog.Load(folder)
	if !diagnostics.HasErrors() {
		t.Error("got no error, want one of the broken module")
	}
	if diff := cmp.Diff([]string{"whole"}, found.Names()); diff != "" {
		t.Errorf("names (-want +got):\n%s", diff)
	}
}

func TestLoad_BlocksOfSeveralFilesAreOneModule(t *testing.T) {
	t.Parallel()
	whole := string(renamed(t, "split"))
	at := strings.Index(whole, "\ntest ")
	found, diagnostics := catalog.Load(fstest.MapFS{
		"split/a.hcl": {Data: []byte(whole[at:])},
		"split/b.hcl": {Data: []byte(whole[:at+1])},
	})
	if len(diagnostics) > 0 || found.Module("split") == nil {
		t.Errorf("got %v, want a module without mistakes", diagnostics)
	}
}

func TestLoad_NameInTwoFoldersOfModulesIsRefused(t *testing.T) {
	t.Parallel()
	folder := fstest.MapFS{"sample/module.hcl": {Data: renamed(t, "sample")}}
	_, diagnostics := catalog.Load(folder, folder)
	if len(diagnostics) != 1 || diagnostics[0].Summary != "Duplicate module" {
		t.Errorf("got %v, want Duplicate module", diagnostics)
	}
}

func TestLoad_ModuleOfALaterKitSaysOnlyThat(t *testing.T) {
	t.Parallel()
	src := strings.Replace(string(renamed(t, "sample")), "language = 1", "language = 1\n  needs = \"1.3\"\n  novelty = 1", 1)
	_, diagnostics := catalog.Load(fstest.MapFS{"sample/module.hcl": {Data: []byte(src)}})
	if len(diagnostics) != 1 || !strings.Contains(diagnostics[0].Detail, "This module needs chatiere 1.3.") {
		t.Errorf("got %v, want only that chatiere 1.3 is needed", diagnostics)
	}
}

func TestLoad_SuggestsTheNearestName(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ src, want string }{
		{"contaner \"x\" {}", `"container"`},
		{"volume \"data\" {\n  backup = true\n  descripton = \"x\"\n}", `"description"`},
		{"exception \"x\" {\n  reason = upper(\"x\")\n}", ""},
		{"job \"x\" {\n  container = \"ap\"\n  command = [\"x\"]\n  when = \"befor\"\n}", `"before"`},
		{"job \"x\" {\n  container = \"ap\"\n  command = [\"x\"]\n  when = \"once\"\n}", `"app"`},
		{"job \"x\" {\n  container = \"app\"\n  command = [uper(\"x\")]\n  when = \"once\"\n}", `"upper"`},
		{"job \"x\" {\n  container = \"app\"\n  command = [servise.host]\n  when = \"once\"\n}", `"service"`},
		{"job \"x\" {\n  container = \"app\"\n  command = [service.hots]\n  when = \"once\"\n}", `"host"`},
	} {
		_, diagnostics := catalog.Load(fstest.MapFS{
			"sample/base.hcl":   {Data: read(t, "testdata/base.hcl")},
			"sample/sample.hcl": {Data: []byte(test.src)},
		})
		_, got, _ := strings.Cut(diagnostics.Errs()[0].Error(), "Did you mean ")
		for _, d := range diagnostics {
			if _, said, ok := strings.Cut(d.Detail, "Did you mean "); ok {
				got = said
			}
		}
		if strings.TrimSuffix(got, "?") != test.want {
			t.Errorf("%s: got suggestion %q, want %q", test.src, got, test.want)
		}
	}
}

// marks reads the expectations written on the lines.
func marks(src []byte) []string {
	mark := regexp.MustCompile(`# ERROR: ([^#]*)`)
	want := []string{}
	for i, line := range strings.Split(string(src), "\n") {
		for _, found := range mark.FindAllStringSubmatch(line, -1) {
			want = append(want, strconv.Itoa(i+1)+": "+strings.TrimSpace(found[1]))
		}
	}
	sort.Strings(want)
	return want
}

func lines(diagnostics hcl.Diagnostics) []string {
	got := []string{}
	for _, d := range diagnostics {
		place := strconv.Itoa(d.Subject.Start.Line)
		if d.Subject.Filename != "sample/sample.hcl" {
			place = d.Subject.Filename + ":" + place
		}
		got = append(got, place+": "+d.Summary)
	}
	sort.Strings(got)
	return got
}

func formatted(t testing.TB, diagnostics hcl.Diagnostics, found *catalog.Catalog) string {
	t.Helper()
	var b strings.Builder
	if err := catalog.Format(&b, diagnostics, found.Sources(), catalog.FormatOptions{}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// renamed is the base module under another name.
func renamed(t testing.TB, name string) []byte {
	t.Helper()
	return []byte(strings.Replace(string(read(t, "testdata/base.hcl")), `"sample"`, `"`+name+`"`, 1))
}

func read(t testing.TB, path string) []byte {
	t.Helper()
	src, err := fs.ReadFile(os.DirFS("."), path)
	if err != nil {
		t.Fatal(err)
	}
	return src
}
