package main

import (
	"os"
	"path/filepath"
	"testing"
)

// An editor saved the file while the question stood.
func TestRemove_FileThatChangedMeanwhileIsLeft(t *testing.T) {
	a, _ := spoken(t)
	path := filepath.Join(t.TempDir(), "chaton.hcl")
	if err := os.WriteFile(path, []byte("edited"), 0o640); err != nil {
		t.Fatal(err)
	}
	if err := a.rewrite(path, []byte("read"), []byte("cut")); err == nil {
		t.Error("got no error, want a refusal")
	}
	if got, _ := os.ReadFile(path); string(got) != "edited" {
		t.Errorf("got %q, want what the editor saved", got)
	}
	if err := a.rewrite(path, []byte("edited"), []byte("cut")); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if got, _ := os.ReadFile(path); string(got) != "cut" || info.Mode().Perm() != 0o640 {
		t.Errorf("got %q with mode %v, want it cut with the mode kept", got, info.Mode().Perm())
	}
}
