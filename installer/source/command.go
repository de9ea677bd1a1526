package source

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
)

// What git may write to the disk and hold in memory: a stranger's repository
// is as large as it pleases.
const (
	writtenLimit = 256 << 20
	memoryLimit  = 2 << 30
)

// bounded runs what follows under limits that its own children inherit. The
// shell has them in blocks of 512 bytes and in KiB.
const bounded = `ulimit -f %d && ulimit -v %d && exec git "$@"`

// command calls git with our settings above any file's. Only three protocols
// are spoken, nobody is asked anything, and nothing runs afterwards.
func (c *clone) command(arguments ...string) *exec.Cmd {
	settings := []string{
		"protocol.version=2", "fetch.fsckObjects=true", "fetch.unpackLimit=1", "gc.auto=0", "maintenance.auto=false",
		"core.hooksPath=/dev/null", "core.fsmonitor=false", "core.bigFileThreshold=1m", "pack.threads=1",
		"submodule.recurse=false", "credential.helper=", "http.lowSpeedLimit=1000", "http.lowSpeedTime=30",
	}
	words := []string{"-c", fmt.Sprintf(bounded, writtenLimit/512, memoryLimit/1024), "git"}
	for _, setting := range settings {
		words = append(words, "-c", setting)
	}
	command := exec.CommandContext(c.ctx, "/bin/sh", append(words, arguments...)...)
	command.Dir = c.folder
	command.Env = append(environment(),
		"GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL=/dev/null", "GIT_ATTR_NOSYSTEM=1",
		"GIT_ALLOW_PROTOCOL=https:ssh:file", "GIT_TERMINAL_PROMPT=0", "GIT_ASKPASS=/bin/false", "SSH_ASKPASS=/bin/false",
		"GIT_SSH_COMMAND=ssh -o BatchMode=yes -o ConnectTimeout=20",
		"GIT_DIR="+c.folder, "GIT_NO_REPLACE_OBJECTS=1", "GIT_NO_LAZY_FETCH=1", "LC_ALL=C",
	)
	return command
}

// environment is what git needs of ours: where programs, keys and proxies are,
// and no GIT_ variable of whoever called.
func environment() []string {
	var kept []string
	for _, variable := range os.Environ() {
		name, _, _ := strings.Cut(variable, "=")
		switch strings.ToUpper(name) {
		case "PATH", "HOME", "SSH_AUTH_SOCK", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "TMPDIR":
			kept = append(kept, variable)
		}
	}
	return kept
}
