package preflight

import (
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// smallDisk mounts a filesystem in memory.
func smallDisk(t testing.TB, options string) string {
	t.Helper()
	folder := t.TempDir()
	if err := unix.Mount("tmpfs", folder, "tmpfs", 0, options); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := unix.Unmount(folder, 0); err != nil {
			t.Error(err)
		}
	})
	return folder
}

// onlyFinding is what Disk says of one folder.
func onlyFinding(t testing.TB, needs ...Space) Finding {
	t.Helper()
	findings, err := Disk(needs)
	if err != nil {
		t.Fatal(err)
	}
	if len(findings) != 1 {
		t.Fatalf("got %v, want one finding", findings)
	}
	return findings[0]
}

func TestDisk_WhatCannotFitIsRefusedWithBothSizes(t *testing.T) {
	folder := smallDisk(t, "size=1m")
	found := onlyFinding(t, Space{filepath.Join(folder, "not", "yet"), 3 << 20})
	if said := found.String(); !found.Blocking || !strings.Contains(said, "has 1 MiB free, and 3 MiB are needed") {
		t.Errorf("got %q, want it refused with 1 MiB free and 3 MiB needed", said)
	}
}

func TestDisk_FoldersOfOneFilesystemShareIt(t *testing.T) {
	folder := smallDisk(t, "size=8m")
	found := onlyFinding(t, Space{filepath.Join(folder, "engine"), 5 << 20}, Space{filepath.Join(folder, "state"), 5 << 20})
	if said := found.String(); !found.Blocking || !strings.Contains(said, "10 MiB are needed") {
		t.Errorf("got %q, want it refused for 10 MiB", said)
	}
}

func TestDisk_UnderTheReserveIsAWarning(t *testing.T) {
	found := onlyFinding(t, Space{smallDisk(t, "size=100m"), 95 << 20})
	if said := found.String(); found.Blocking || !strings.Contains(said, "5 MiB left, less than the 10 MiB") {
		t.Errorf("got %q, want a warning with 5 MiB left of 10", said)
	}
}

func TestDisk_FewFilesLeftIsAWarning(t *testing.T) {
	found := onlyFinding(t, Space{smallDisk(t, "size=100m,nr_inodes=100"), 0})
	if said := found.String(); found.Blocking || !strings.Contains(said, "more files") {
		t.Errorf("got %q, want a warning on files", said)
	}
}

func TestDisk_ReadOnlyIsRefused(t *testing.T) {
	found := onlyFinding(t, Space{smallDisk(t, "ro,size=100m"), 0})
	if said := found.String(); !found.Blocking || !strings.Contains(said, "only be read") {
		t.Errorf("got %q, want it refused", said)
	}
}

func TestDisk_EnoughIsNotMentioned(t *testing.T) {
	if got, err := Disk([]Space{{smallDisk(t, "size=100m"), 50 << 20}}); err != nil || len(got) > 0 {
		t.Errorf("got %v and %v, want none", got, err)
	}
}
