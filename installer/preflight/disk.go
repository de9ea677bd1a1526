package preflight

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

const (
	mebibyte = 1 << 20
	// reserveLimit is what one upgrade needs at its worst: each image beside the
	// previous one, a database's dump beside its data, and logs until they are
	// rotated. Small disks keep a tenth, or nothing would fit.
	reserveLimit = 5 << 30
	// filesReserve is some two images of a Debian system.
	filesReserve = 20_000
)

// Space is what will be written below a folder, which need not exist yet.
type Space struct {
	Folder string
	Bytes  int64
}

// Disk compares the needs with what is free for programs that are not root.
// Folders on one filesystem share it, and are reported together.
func Disk(needs []Space) ([]Finding, error) {
	var findings []Finding
	for _, group := range byFilesystem(needs) {
		var state unix.Statfs_t
		if err := unix.Statfs(group.existing, &state); err != nil {
			return nil, fmt.Errorf("ask for the free space of %s: %w", group.existing, err)
		}
		findings = append(findings, group.judge(state)...)
	}
	return findings, nil
}

// filesystem is one place to write to, and all that goes there.
type filesystem struct {
	device   uint64
	existing string // a folder on it
	folders  []string
	bytes    int64
}

func byFilesystem(needs []Space) []*filesystem {
	var groups []*filesystem
	known := map[uint64]*filesystem{}
	for _, need := range needs {
		existing, device := nearest(need.Folder)
		group := known[device]
		if group == nil {
			group = &filesystem{device: device, existing: existing}
			known[device] = group
			groups = append(groups, group)
		}
		group.folders = append(group.folders, need.Folder)
		group.bytes += need.Bytes
	}
	return groups
}

// nearest is the folder, or the closest one above that exists.
func nearest(folder string) (string, uint64) {
	for {
		found, err := os.Stat(folder)
		if err == nil {
			return folder, found.Sys().(*syscall.Stat_t).Dev
		}
		above := filepath.Dir(folder)
		if !errors.Is(err, fs.ErrNotExist) || above == folder {
			return folder, 0
		}
		folder = above
	}
}

func (f *filesystem) judge(state unix.Statfs_t) []Finding {
	folders := strings.Join(f.folders, ", ")
	if state.Flags&unix.ST_RDONLY != 0 {
		return []Finding{refuse(say("The disk of %s can only be read.", folders),
			say("A disk that reports errors is made read-only: look with dmesg, and at the options of its line in /etc/fstab."))}
	}
	free := int64(state.Bavail) * state.Frsize
	reserve := min(int64(state.Blocks)*state.Frsize/10, reserveLimit)
	makeRoom := say("Free some space, or enlarge that disk. What is used: df -h %s, docker system df.", f.existing)
	var findings []Finding
	switch {
	case free < f.bytes:
		findings = append(findings, refuse(say("The disk of %s has %d MiB free, and %d MiB are needed.", folders, free/mebibyte, upwards(f.bytes)), makeRoom))
	case free-f.bytes < reserve:
		findings = append(findings, warn(say("The disk of %s will have %d MiB left, less than the %d MiB that upgrades, dumps and logs need at times.",
			folders, (free-f.bytes)/mebibyte, upwards(reserve)), makeRoom))
	}
	// Filesystems that make inodes when they need them count none.
	if state.Files > 0 && state.Ffree < filesReserve {
		findings = append(findings, warn(say("The disk of %s can hold only %d more files, whatever their size.", folders, int64(state.Ffree)),
			say("Remove folders of many small files. Where they are: du --inodes -xS %s | sort -n | tail", f.existing)))
	}
	return findings
}

func upwards(bytes int64) int64 { return (bytes + mebibyte - 1) / mebibyte }
