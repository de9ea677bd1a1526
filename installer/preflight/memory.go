package preflight

import (
	"fmt"
	"os"
	"strconv"
	"strings"

	"framagit.org/chatiere/chatiere/installer/site"
)

// MachineMemory is what the kernel says of it, in bytes. Available says
// something only while our own containers do not run: 0 leaves it out.
type MachineMemory struct{ Total, Available int64 }

// ReadMemory reads /proc/meminfo.
func ReadMemory() (MachineMemory, error) {
	text, err := os.ReadFile("/proc/meminfo")
	if err != nil {
		return MachineMemory{}, fmt.Errorf("read the machine's memory: %w", err)
	}
	return parseMemory(string(text)), nil
}

func parseMemory(text string) MachineMemory {
	var machine MachineMemory
	for _, line := range strings.Split(text, "\n") {
		fields := strings.Fields(line)
		if len(fields) < 2 {
			continue
		}
		kibibytes, err := strconv.ParseInt(fields[1], 10, 64)
		if err != nil {
			continue
		}
		switch fields[0] {
		case "MemTotal:":
			machine.Total = kibibytes << 10
		case "MemAvailable:":
			machine.Available = kibibytes << 10
		}
	}
	return machine
}

// Memory compares the containers' limits with the machine. A limit is an upper
// bound that most containers stay far under: together they may exceed the
// machine, which is a warning; one that alone exceeds it is an error in the
// limit or in the choice of the machine.
func Memory(containers []*site.Container, machine MachineMemory) []Finding {
	var findings []Finding
	var sum int64
	for _, container := range containers {
		sum += container.Memory
		if container.Memory > machine.Total {
			findings = append(findings, refuse(
				say("%s may use %d MiB of memory, and this machine has %d MiB.", container.FullName(), upwards(container.Memory), machine.Total/mebibyte),
				lessMemory()))
		}
	}
	switch {
	case len(findings) > 0:
	case sum > machine.Total:
		findings = append(findings, warn(
			say("Together the containers may use %d MiB of memory, and this machine has %d MiB: on a busy day some would be stopped.", upwards(sum), machine.Total/mebibyte),
			lessMemory()))
	case machine.Available > 0 && sum > machine.Available:
		findings = append(findings, warn(
			say("Together the containers may use %d MiB of memory, and other programs leave %d MiB of this machine: on a busy day some would be stopped.", upwards(sum), machine.Available/mebibyte),
			say("Stop programs that this machine does not need. Who uses most: ps aux --sort=-rss | head")))
	}
	return findings
}

func lessMemory() sentence {
	return say("Run fewer services here, lower memory in their limits blocks in chaton.hcl where their modules allow it, or take a machine with more memory.")
}
