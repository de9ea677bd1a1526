package disk

import (
	"os"
	"path/filepath"
	"syscall"
)

// keepOwner gives the new file to whoever owned the old one, or the folder
// when there was none. It is a courtesy: a file that root owns still works. It
// goes by the open file and follows no link: a folder may belong to somebody
// who would like root to give away another file.
func keepOwner(old string, file *os.File) {
	info, err := os.Lstat(old)
	if err != nil {
		info, err = os.Stat(filepath.Dir(old))
	}
	if err != nil {
		return
	}
	if owner, ok := info.Sys().(*syscall.Stat_t); ok {
		_ = file.Chown(int(owner.Uid), int(owner.Gid))
	}
}
