package disk_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"framagit.org/chatiere/chatiere/installer/disk"
)

const somebody = 1234

func ownerOf(t *testing.T, path string) int {
	t.Helper()
	info, err := os.Lstat(path)
	if err != nil {
		t.Fatal(err)
	}
	return int(info.Sys().(*syscall.Stat_t).Uid)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestReplace_FileHasContentAndModeAndNothingIsLeftBeside(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "routes.json")
	for _, content := range []string{"one", "two, and longer", ""} {
		must(t, disk.Replace(path, []byte(content), 0o640))
		got, err := os.ReadFile(path)
		must(t, err)
		info, err := os.Stat(path)
		must(t, err)
		if string(got) != content || info.Mode().Perm() != 0o640 {
			t.Errorf("got %q with mode %v, want %q with 0640", got, info.Mode(), content)
		}
	}
	entries, err := os.ReadDir(folder)
	must(t, err)
	if len(entries) != 1 {
		t.Errorf("got %v, want the file alone", entries)
	}
}

func TestReplace_WhatCannotBeReplacedStays(t *testing.T) {
	folder := t.TempDir()
	inTheWay := filepath.Join(folder, "routes.json")
	must(t, os.MkdirAll(filepath.Join(inTheWay, "kept"), 0o700))
	if err := disk.Replace(inTheWay, []byte("x"), 0o600); err == nil {
		t.Error("a folder in the way: got no error, want one")
	}
	entries, err := os.ReadDir(folder)
	must(t, err)
	if len(entries) != 1 {
		t.Errorf("got %v, want nothing left beside", entries)
	}
	if err := disk.Replace(filepath.Join(folder, "absent", "x"), nil, 0o600); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("an absent folder: got %v, want it said", err)
	}
}

// Owners can only be given by root, who runs the tests as the program.
func TestReplace_OwnerStays(t *testing.T) {
	folder := t.TempDir()
	must(t, os.Chown(folder, somebody, somebody))
	path := filepath.Join(folder, "new")
	must(t, disk.Replace(path, []byte("x"), 0o600))
	if got := ownerOf(t, path); got != somebody {
		t.Errorf("a new file: got owner %d, want the folder's", got)
	}
	must(t, os.Chown(path, 0, 0))
	must(t, disk.Replace(path, []byte("y"), 0o600))
	if got := ownerOf(t, path); got != 0 {
		t.Errorf("an old file: got owner %d, want it kept", got)
	}
}

func TestReplace_LinkIsReplacedAndNotFollowed(t *testing.T) {
	folder, elsewhere := t.TempDir(), filepath.Join(t.TempDir(), "shadow")
	must(t, os.WriteFile(elsewhere, []byte("secret"), 0o600))
	must(t, os.Chown(folder, somebody, somebody))
	path := filepath.Join(folder, "routes.json")
	must(t, os.Symlink(elsewhere, path))
	must(t, disk.Replace(path, []byte("x"), 0o640))
	if got, err := os.ReadFile(elsewhere); err != nil || string(got) != "secret" || ownerOf(t, elsewhere) != os.Getuid() {
		t.Errorf("got %q, %v, owner %d; want the other file untouched", got, err, ownerOf(t, elsewhere))
	}
	if info, err := os.Lstat(path); err != nil || !info.Mode().IsRegular() {
		t.Errorf("got %v, %v; want a file in the link's place", info, err)
	}
}

func TestProbe_FolderThatTakesNoFileIsSaid(t *testing.T) {
	folder := t.TempDir()
	must(t, disk.Probe(folder))
	if entries, err := os.ReadDir(folder); err != nil || len(entries) != 0 {
		t.Errorf("got %v, %v; want nothing left", entries, err)
	}
	file := filepath.Join(folder, "file")
	must(t, os.WriteFile(file, nil, 0o600))
	if err := disk.Probe(file); err == nil {
		t.Error("a file in the folder's place: got no error, want one")
	}
}
