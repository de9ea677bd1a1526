package catalog_test

import (
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"framagit.org/chatiere/chatiere/installer/catalog"
)

func TestContext_HoldsEveryFileBelowIt(t *testing.T) {
	t.Parallel()
	module := &catalog.Module{Name: "sample", Folder: fstest.MapFS{
		"image/Containerfile": {Data: []byte("FROM scratch")},
		"image/bin/start":     {Data: []byte("#!/bin/sh")},
		"module.hcl":          {Data: []byte("x")},
	}}
	files, err := module.Context("image")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for name := range files {
		names = append(names, name)
	}
	sort.Strings(names)
	if diff := cmp.Diff([]string{"Containerfile", "bin/start"}, names); diff != "" {
		t.Errorf("names (-want +got):\n%s", diff)
	}
}

func TestContext_WhatIsNotAFewFilesIsRefused(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	for _, name := range []string{"linked", "large"} {
		if err := os.Mkdir(filepath.Join(folder, name), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink("/etc/hostname", filepath.Join(folder, "linked", "hostname")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "large", "file"), make([]byte, 20<<20+1), 0o600); err != nil {
		t.Fatal(err)
	}
	module := &catalog.Module{Name: "sample", Folder: os.DirFS(folder)}
	for name, want := range map[string]string{
		"linked":    "no symbolic link",
		"large":     "more than 20 MiB",
		"missing":   "does not exist",
		"../linked": "not in the module's folder",
	} {
		if _, err := module.Context(name); err == nil || !strings.Contains(strings.ReplaceAll(err.Error(), "no such file or directory", "does not exist"), want) {
			t.Errorf("%s: got %v, want %q", name, err, want)
		}
	}
}

func TestHash_ChangesWithEveryFileButTheChangelog(t *testing.T) {
	t.Parallel()
	folder := fstest.MapFS{
		"module.hcl":   {Data: []byte("x")},
		"CHANGELOG.md": {Data: []byte("y")},
		"image/a":      {Data: []byte("bc")},
	}
	first := hash(t, folder)
	folder["CHANGELOG.md"] = &fstest.MapFile{Data: []byte("z")}
	if got := hash(t, folder); got != first {
		t.Errorf("got %s after a change of the changelog, want %s", got, first)
	}
	delete(folder, "image/a")
	folder["image/ab"] = &fstest.MapFile{Data: []byte("c")}
	if got := hash(t, folder); got == first {
		t.Errorf("got the same hash for a renamed file, want another")
	}
}

func TestLoad_ModuleWithASymbolicLinkIsRefused(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	if err := os.Mkdir(filepath.Join(folder, "sample"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "sample", "sample.hcl"), renamed(t, "sample"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("/etc/hostname", filepath.Join(folder, "sample", "link.hcl")); err != nil {
		t.Fatal(err)
	}
	found, diagnostics := catalog.Load(os.DirFS(folder))
	if found.Module("sample") != nil || !diagnostics.HasErrors() {
		t.Errorf("got %v, want the module refused", diagnostics)
	}
}

func hash(t testing.TB, folder fstest.MapFS) string {
	t.Helper()
	sum, err := catalog.Hash(folder)
	if err != nil {
		t.Fatal(err)
	}
	return sum
}
