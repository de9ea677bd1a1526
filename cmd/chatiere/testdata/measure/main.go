// Command measure runs a program and writes what it cost as JSON into the file
// that its first argument names. It is small on purpose: Linux counts the
// memory of whoever starts a program as the program's own.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"time"
)

func main() {
	command := exec.Command(os.Args[2], os.Args[3:]...)
	command.Stdin, command.Stdout, command.Stderr = os.Stdin, os.Stdout, os.Stderr
	began := time.Now()
	err := command.Run()
	took := time.Since(began)
	if err != nil && !errors.As(err, new(*exec.ExitError)) {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(127)
	}
	usage := command.ProcessState.SysUsage().(*syscall.Rusage)
	cost, err := json.Marshal(map[string]any{
		"took": took, "memory": usage.Maxrss << 10, "processor": command.ProcessState.UserTime() + command.ProcessState.SystemTime(),
	})
	if err == nil {
		err = os.WriteFile(os.Args[1], cost, 0o600)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(127)
	}
	os.Exit(command.ProcessState.ExitCode())
}
