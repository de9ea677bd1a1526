package site

import (
	"os"
	"path/filepath"
	"testing"
)

func TestLoad_TheContractsExamplesAreClean(t *testing.T) {
	files, err := filepath.Glob("testdata/contract/*.hcl")
	if err != nil || len(files) < 4 {
		t.Fatalf("got %d files, %v; want the four examples", len(files), err)
	}
	for _, name := range files {
		t.Run(filepath.Base(name), func(t *testing.T) {
			loadFile(t, name)
		})
	}
}

// loadFile loads a file that must be free of errors.
func loadFile(t testing.TB, name string) *File {
	t.Helper()
	src, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	file, diags := Load(name, src)
	for _, err := range diags.Errs() {
		t.Errorf("got %v; want no error", err)
	}
	return file
}
