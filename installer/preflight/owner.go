package preflight

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// listening is TCP_LISTEN in /proc/net/tcp (Linux include/net/tcp_states.h).
const listening = "0A"

// Owner names the process that listens on a TCP port, "nginx (process 812)",
// or "" when it is not to be seen (another user's, another namespace's).
func Owner(port int) string {
	sockets := map[string]bool{}
	for _, table := range []string{"/proc/net/tcp", "/proc/net/tcp6"} {
		data, err := os.ReadFile(table)
		if err != nil {
			continue // no IPv6 on this machine
		}
		for _, inode := range socketsOn(string(data), port) {
			sockets["socket:["+inode+"]"] = true
		}
	}
	if len(sockets) == 0 {
		return ""
	}
	return holder(sockets)
}

// socketsOn lists the inodes of the sockets that listen on a port, from the
// text of /proc/net/tcp: column 2 is "address:port" in hex, 4 the state, 10 the
// inode.
func socketsOn(table string, port int) []string {
	suffix := fmt.Sprintf(":%04X", port)
	var inodes []string
	for _, line := range strings.Split(table, "\n") {
		fields := strings.Fields(line)
		if len(fields) > 9 && strings.HasSuffix(fields[1], suffix) && fields[3] == listening {
			inodes = append(inodes, fields[9])
		}
	}
	return inodes
}

func holder(sockets map[string]bool) string {
	links, _ := filepath.Glob("/proc/[0-9]*/fd/*")
	for _, link := range links {
		target, err := os.Readlink(link)
		if err != nil || !sockets[target] {
			continue
		}
		process := strings.Split(link, "/")[2]
		if _, err := strconv.Atoi(process); err != nil {
			continue
		}
		name, err := os.ReadFile("/proc/" + process + "/comm")
		if err != nil {
			continue
		}
		return strings.TrimSpace(string(name)) + " (process " + process + ")"
	}
	return ""
}
