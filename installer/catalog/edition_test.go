package catalog

import (
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"
)

// opened counts how often a module's text was opened.
type opened struct {
	fs.FS
	times *int
}

func (o opened) Open(name string) (fs.File, error) {
	if name == "module.hcl" {
		*o.times++
	}
	return o.FS.Open(name)
}

func TestEditions_ReadNoneTwice(t *testing.T) {
	times := 0
	engine := Edition{Name: "postgresql", Place: "postgresql@1.0.0", Folder: opened{os.DirFS("testdata/valid/postgresql"), &times}}
	other := Edition{Name: "radicale", Place: "radicale@1.0.0", Folder: os.DirFS("testdata/valid/radicale")}
	var editions Editions
	if _, wrong := editions.Catalog(engine); wrong.HasErrors() {
		t.Fatal(wrong)
	}
	once := times
	loaded, wrong := editions.Catalog(other, engine)
	if wrong.HasErrors() || loaded.Module("postgresql") == nil || loaded.Module("radicale") == nil {
		t.Fatalf("got %v, %v, want both modules", loaded.Names(), wrong)
	}
	if times != once {
		t.Errorf("the engine was opened %d times, want %d", times, once)
	}
}

func TestEditions_MistakesStandInTheirOwnFolder(t *testing.T) {
	var editions Editions
	_, wrong := editions.Catalog(Edition{Name: "radicale", Place: "/state/modules/radicale@1", Folder: fstest.MapFS{
		"module.hcl": {Data: []byte("nonsense {}\n")},
	}})
	if !wrong.HasErrors() || !strings.HasPrefix(wrong[0].Subject.Filename, "/state/modules/radicale@1") {
		t.Errorf("got %v, want the place of the copy", wrong)
	}
}

func TestLoad_TwoModulesOfOneNameAreBothNamed(t *testing.T) {
	_, wrong := Load(os.DirFS("testdata/valid"), Shelf{FS: os.DirFS("testdata/valid"), Origin: OriginFolder})
	if !wrong.HasErrors() {
		t.Fatal("got no error")
	}
	for _, word := range []string{"ships with chatiere", "stands in the folder of --modules"} {
		if !strings.Contains(wrong[0].Detail, word) {
			t.Errorf("got %q, want %q", wrong[0].Detail, word)
		}
	}
}

func TestLoad_AModuleFromElsewhereIsMarked(t *testing.T) {
	loaded, _ := Load(Shelf{FS: os.DirFS("testdata/valid"), Origin: OriginFolder})
	if got := loaded.Module("radicale").Origin; got != OriginFolder {
		t.Errorf("got origin %q, want %q", got, OriginFolder)
	}
	shipped, _ := Load(os.DirFS("testdata/valid"))
	if got := shipped.Module("radicale").Origin; got != "" {
		t.Errorf("got origin %q of a shipped module, want none", got)
	}
}

func TestLoadOver_TakesEnginesOnlyFromBeneath(t *testing.T) {
	empty := fstest.MapFS{}
	loaded, _ := LoadOver([]string{"radicale"}, empty, os.DirFS("testdata/valid"))
	if loaded.Module("radicale") != nil {
		t.Error("a module that the source does not have was taken from the kit")
	}
}

func TestHash_RefusesAModuleWithoutEnd(t *testing.T) {
	folder := fstest.MapFS{"image/big": {Data: make([]byte, folderLimit+1)}}
	if _, err := Hash(folder); err == nil || !strings.Contains(err.Error(), "more than 64 MiB") {
		t.Errorf("got %v, want the bound", err)
	}
}
