package preflight

import (
	"net/netip"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Owner is who listens on a port, as far as /proc shows it: nobody is named
// when it belongs to another user or another namespace.
type Owner struct {
	Program   string // "nginx", as the kernel names it
	Process   int
	Unit      string // of systemd, "nginx.service"; "" for a process of none
	Container string // name, or what is known of it: beginning of its ID, address
}

// owner finds who keeps an address of a port busy; the zero Owner when it is
// not to be seen. `name` gives the name of a container by its ID or by its
// address, "" when it does not know; it may be nil.
func owner(address netip.Addr, port int, name func(id string) string) Owner {
	process := holder(filesOn(address, port))
	if process == 0 {
		return Owner{}
	}
	return describe(process, name)
}

// filesOn lists the sockets that keep an address busy, as /proc/PID/fd names
// them. One at :: may serve IPv4 or not, and counts there only when no other
// does.
func filesOn(address netip.Addr, port int) map[string]bool {
	return filesAmong(listeningSockets(), address, port)
}

func filesAmong(sockets []socket, address netip.Addr, port int) map[string]bool {
	own, both := map[string]bool{}, map[string]bool{}
	for _, found := range sockets {
		if found.port != port || !found.takes(address) {
			continue
		}
		file := "socket:[" + found.inode + "]"
		if found.address.Is4() == address.Is4() {
			own[file] = true
		} else {
			both[file] = true
		}
	}
	if len(own) > 0 {
		return own
	}
	return both
}

// holder finds the oldest process that has one of those files open, but
// systemd only when it is alone: it keeps the sockets that it hands out.
func holder(targets map[string]bool) int {
	if len(targets) == 0 {
		return 0
	}
	links, _ := filepath.Glob("/proc/[0-9]*/fd/*")
	var processes []int
	for _, link := range links {
		target, err := os.Readlink(link)
		if err != nil || !targets[target] {
			continue
		}
		if process, err := strconv.Atoi(strings.Split(link, "/")[2]); err == nil {
			processes = append(processes, process)
		}
	}
	if len(processes) == 0 {
		return 0
	}
	slices.Sort(processes)
	if processes[0] == 1 && processes[len(processes)-1] != 1 {
		processes = slices.DeleteFunc(processes, func(process int) bool { return process == 1 })
	}
	return processes[0]
}

func describe(process int, name func(id string) string) Owner {
	folder := "/proc/" + strconv.Itoa(process)
	found := Owner{Process: process}
	program, err := os.ReadFile(folder + "/comm")
	if err != nil {
		return Owner{} // it ended meanwhile
	}
	found.Program = strings.TrimSpace(string(program))
	if groups, err := os.ReadFile(folder + "/cgroup"); err == nil {
		found.Container = containerOf(string(groups))
		found.Unit = unitOf(string(groups))
	}
	if command, err := os.ReadFile(folder + "/cmdline"); err == nil && found.Program == "docker-proxy" {
		// One process a family: only the container makes them one owner.
		found = Owner{Container: proxied(strings.Split(string(command), "\x00"))}
	}
	if found.Container != "" {
		found.Container = containerName(found.Container, name)
		found.Unit = ""
	}
	return found
}

func containerName(id string, name func(id string) string) string {
	if name != nil {
		if known := name(id); known != "" {
			return known
		}
	}
	if isAddress(id) {
		return id
	}
	return id[:min(12, len(id))]
}

// containerID is how Docker, Podman and Kubernetes end the control group of a
// container: /docker/ID, docker-ID.scope, libpod-ID.scope, cri-containerd-ID.scope.
var containerID = regexp.MustCompile(`\b[0-9a-f]{64}\b`)

func containerOf(groups string) string { return containerID.FindString(groups) }

// unitOf reads /proc/PID/cgroup: systemd names the unit in the one hierarchy of
// version 2, else in the one called name=systemd. A session or a slice says
// nothing of what runs in it.
func unitOf(groups string) string {
	for _, line := range strings.Split(groups, "\n") {
		fields := strings.SplitN(line, ":", 3)
		if len(fields) < 3 || (fields[1] != "" && fields[1] != "name=systemd") {
			continue
		}
		folders := strings.Split(fields[2], "/")
		for _, folder := range slices.Backward(folders) {
			if strings.HasSuffix(folder, ".service") {
				return folder
			}
		}
	}
	return ""
}

// proxied reads the address of the container from the arguments of the
// engine's userland proxy, which holds a published port.
func proxied(arguments []string) string {
	at := slices.Index(arguments, "-container-ip")
	if at < 0 || at+1 >= len(arguments) {
		return ""
	}
	return arguments[at+1]
}
