package main

import (
	"fmt"
	"os"
	"runtime/debug"
	"strings"
)

// spendMemory suits a gateway: what it keeps is small and what each request
// leaves behind is much, so that the collector would run all the time. The
// limit is below that of its container: with thousands of connections the
// collector runs oftener instead.
func spendMemory() {
	debug.SetGCPercent(200)
	debug.SetMemoryLimit(160 << 20)
}

// availableMemory is what the kernel says could be given to new programs, in
// bytes; 0 when it does not say.
func availableMemory() int64 {
	data, err := os.ReadFile("/proc/meminfo")
	if err != nil {
		return 0
	}
	for _, line := range strings.Split(string(data), "\n") {
		var kib int64
		if _, err := fmt.Sscanf(line, "MemAvailable: %d kB", &kib); err == nil {
			return kib << 10
		}
	}
	return 0
}
