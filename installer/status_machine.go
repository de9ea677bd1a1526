package installer

import (
	"fmt"
	"syscall"
)

// Machine is what is left of this machine's memory and disk, in bytes. The disk
// is the one that holds the state folder.
type Machine struct {
	Memory     int64 `json:"memory"`
	MemoryFree int64 `json:"memory_free"` // what programs could still have
	Disk       int64 `json:"disk"`
	DiskFree   int64 `json:"disk_free"` // what root could still write
}

func lookAtMachine(folder string) Machine {
	machine := Machine{Memory: kibibytes("MemTotal"), MemoryFree: kibibytes("MemAvailable")}
	var disk syscall.Statfs_t
	if syscall.Statfs(folder, &disk) == nil {
		machine.Disk = int64(disk.Blocks) * disk.Bsize
		machine.DiskFree = int64(disk.Bfree) * disk.Bsize
	}
	return machine
}

func kibibytes(label string) int64 {
	var kib int64
	if _, err := fmt.Sscanf(labelled("/proc/meminfo", label), "%d kB", &kib); err != nil {
		return 0
	}
	return kib << 10
}
