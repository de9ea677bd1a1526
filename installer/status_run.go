package installer

import (
	"bufio"
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"
)

// running says which run holds the lock of the state folder, or nil. It looks
// the lock up in the kernel's list and never tries to take it: for that moment
// a run about to begin would be refused.
func (s State) running() *Holder {
	file, err := os.Open(s.lock())
	if err != nil {
		return nil
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return nil
	}
	taken, err := os.Open("/proc/locks")
	if err != nil {
		return nil
	}
	defer taken.Close()
	status, known := info.Sys().(*syscall.Stat_t)
	holder := readHolder(file)
	lines := bufio.NewScanner(taken)
	for known && lines.Scan() {
		if isLockOf(lines.Text(), status.Ino, holder.Process) {
			return &holder
		}
	}
	return nil
}

// isLockOf reads a line such as
//
//	1: FLOCK  ADVISORY  WRITE 28973 fe:00:1016002 0 EOF
//
// The device is not compared: what stat says of it differs on layered file
// systems. Who wrote its name into the file is the process of the lock, or one
// of another process namespace, which has no number here.
func isLockOf(line string, inode uint64, process int) bool {
	fields := strings.Fields(line)
	if len(fields) < 6 || fields[1] != "FLOCK" || !strings.HasSuffix(fields[5], ":"+strconv.FormatUint(inode, 10)) {
		return false
	}
	return fields[4] == fmt.Sprint(process) || fields[4] == "0"
}
