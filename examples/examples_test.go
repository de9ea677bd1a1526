package examples_test

import (
	"io/fs"
	"path"
	"strings"
	"testing"

	"framagit.org/chatiere/chatiere/examples"
	"framagit.org/chatiere/chatiere/installer/catalog"
	"framagit.org/chatiere/chatiere/installer/site"
	"framagit.org/chatiere/chatiere/modules"
	"github.com/hashicorp/hcl/v2/hclwrite"
)

func TestExamples_LoadAndResolveWithTheShippedModules(t *testing.T) {
	shipped, diags := catalog.Load(modules.Files)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	for _, name := range all(t) {
		t.Run(name, func(t *testing.T) {
			file := load(t, name)
			_, diags := site.Resolve(shipped, file, site.PlaceholderSecrets{})
			for _, diagnostic := range diags {
				t.Errorf("got %v; want none", diagnostic)
			}
		})
	}
}

func TestExamples_AssociationCanBePublished(t *testing.T) {
	for _, diagnostic := range load(t, "association/chaton.hcl").Publishable() {
		t.Errorf("got %v; want nothing missing", diagnostic)
	}
}

func TestExamples_RunAsARehearsalToo(t *testing.T) {
	shipped, _ := catalog.Load(modules.Files)
	for _, name := range all(t) {
		src, err := fs.ReadFile(examples.Files, name)
		if err != nil {
			t.Fatal(err)
		}
		rehearsed, err := site.Rehearse(src, "demo", "demo.localhost", 8080, 8443)
		if err != nil {
			t.Errorf("got %v for %s; want none", err, name)
			continue
		}
		file, _ := site.Load(name, rehearsed)
		resolved, diags := site.Resolve(shipped, file, site.PlaceholderSecrets{})
		if diags.HasErrors() {
			t.Errorf("got %v for %s; want none", diags, name)
		}
		for _, host := range resolved.HostNames() {
			if !strings.HasSuffix(host, "demo.localhost") {
				t.Errorf("got host %q in %s; want all under demo.localhost", host, name)
			}
		}
	}
}

func TestExamples_AreFormatted(t *testing.T) {
	for _, name := range all(t) {
		src, err := fs.ReadFile(examples.Files, name)
		if err != nil {
			t.Fatal(err)
		}
		if string(hclwrite.Format(src)) != string(src) {
			t.Errorf("%s is not aligned as chatiere aligns", name)
		}
	}
}

func all(t testing.TB) []string {
	t.Helper()
	names, err := fs.Glob(examples.Files, path.Join("*", "chaton.hcl"))
	if err != nil || len(names) < 3 {
		t.Fatalf("got %d examples, %v; want three or more", len(names), err)
	}
	return names
}

func load(t testing.TB, name string) *site.File {
	t.Helper()
	src, err := fs.ReadFile(examples.Files, name)
	if err != nil {
		t.Fatal(err)
	}
	file, diags := site.Load(name, src)
	for _, diagnostic := range diags {
		t.Errorf("got %v; want none", diagnostic)
	}
	return file
}
