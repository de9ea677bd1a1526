package declaration_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"framagit.org/chatiere/chatiere/installer/declaration"
)

func TestWrite_SwitchesARelativeLinkToAReadableFolder(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "public")
	write(t, folder, render(t, fullSite(), seen(fullSite())), true)
	target, err := os.Readlink(filepath.Join(folder, "current"))
	if err != nil || filepath.IsAbs(target) || strings.Contains(target, "/") {
		t.Fatalf("got link %q, %v, want a name beside it", target, err)
	}
	err = filepath.WalkDir(filepath.Join(folder, target), func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := entry.Info()
		want := fs.FileMode(0o644)
		if entry.IsDir() {
			want = 0o755
		}
		if err == nil && info.Mode().Perm() != want {
			t.Errorf("%s: got mode %o want %o", path, info.Mode().Perm(), want)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(folder, "current", "dossier")); err == nil {
		t.Error("the dossier is published")
	}
}

func TestWrite_TheSameSiteAgainChangesNothing(t *testing.T) {
	folder := t.TempDir()
	write(t, folder, render(t, fullSite(), seen(fullSite())), true)
	write(t, folder, render(t, fullSite(), seen(fullSite())), false)
}

func TestWrite_WhatWaitsKeepsItsLastVersion(t *testing.T) {
	folder := t.TempDir()
	s := fullSite()
	write(t, folder, render(t, s, seen(s)), true)
	published := read(t, folder, "current/mentions-legales/index.html")
	s.Organization.Phone = ""
	write(t, folder, render(t, s, seen(s)), true)
	if got := read(t, folder, "current/mentions-legales/index.html"); got != published {
		t.Error("the waiting page did not keep its last published version")
	}
}

func TestWrite_KeepsTheSiteBeforeAndNoOlder(t *testing.T) {
	folder := t.TempDir()
	for _, name := range []string{"Un", "Deux", "Trois"} {
		s := fullSite()
		s.Name = name
		write(t, folder, render(t, s, seen(s)), true)
	}
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != 3 {
		t.Errorf("got %v, want the link, the site and the one before", entries)
	}
}

func TestWrite_GoesOnAfterAnInterruptedRun(t *testing.T) {
	folder := t.TempDir()
	if err := os.Symlink("nowhere", filepath.Join(folder, ".current")); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(folder, ".new-123", "half"), 0o755); err != nil {
		t.Fatal(err)
	}
	write(t, folder, render(t, trialSite(), seen(trialSite())), true)
	if _, err := os.Stat(filepath.Join(folder, ".new-123")); err == nil {
		t.Error("half a site is left over")
	}
}

func TestWriteDossier_IsForItsOwnerOnly(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "dossier")
	result := render(t, fullSite(), seen(fullSite()))
	if changed, err := declaration.WriteDossier(folder, result); err != nil || !changed {
		t.Fatalf("got %v, %v", changed, err)
	}
	for name, want := range map[string]fs.FileMode{"": 0o700, "candidature.md": 0o600, "passation.md": 0o600, "manifest.json": 0o600} {
		info, err := os.Stat(filepath.Join(folder, name))
		if err != nil {
			t.Fatal(err)
		}
		if got := info.Mode().Perm(); got != want {
			t.Errorf("%q: got mode %o want %o", name, got, want)
		}
	}
	if changed, err := declaration.WriteDossier(folder, result); err != nil || changed {
		t.Errorf("a second time: got %v, %v, want nothing changed", changed, err)
	}
}

func write(t *testing.T, folder string, result *declaration.Result, want bool) {
	t.Helper()
	changed, err := declaration.Write(folder, result)
	if err != nil {
		t.Fatalf("write: %v", err)
	}
	if changed != want {
		t.Errorf("changed: got %v want %v", changed, want)
	}
}

func read(t *testing.T, folder, name string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(folder, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}
