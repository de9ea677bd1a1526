package installer

import (
	"os"
	"path/filepath"
	"syscall"
)

// keepOwner gives the new file to whoever owned the old one, or the folder
// when there was none. It is a courtesy: a file that root owns still works.
func keepOwner(old, new string) {
	info, err := os.Stat(old)
	if err != nil {
		info, err = os.Stat(filepath.Dir(old))
	}
	if err != nil {
		return
	}
	if owner, ok := info.Sys().(*syscall.Stat_t); ok {
		_ = os.Chown(new, int(owner.Uid), int(owner.Gid))
	}
}

// modeOf is the mode of an existing file, which its owner chose, else the
// given one.
func modeOf(path string, otherwise os.FileMode) os.FileMode {
	info, err := os.Stat(path)
	if err != nil {
		return otherwise
	}
	return info.Mode().Perm()
}
