package main

import (
	"fmt"
	"os"
	"strings"
)

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
