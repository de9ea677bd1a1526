package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// privateEngine is a container engine that a test may kill: it has its own
// network, folders and socket, and shares nothing with the machine's.
type privateEngine struct {
	t       *testing.T
	network *namespace
	folder  string
	process *exec.Cmd
	ended   chan struct{}
}

func newPrivateEngine(t *testing.T) *privateEngine {
	t.Helper()
	folder, err := os.MkdirTemp("", "chatiere-engine-") // short: a socket's path has 107 bytes
	if err != nil {
		t.Fatal(err)
	}
	e := &privateEngine{t: t, network: newNamespace(t), folder: folder}
	t.Cleanup(func() {
		e.end(syscall.SIGTERM)
		unmountBelow(folder)
		if err := os.RemoveAll(folder); err != nil {
			t.Error(err)
		}
	})
	e.start()
	return e
}

func (e *privateEngine) socket() string { return filepath.Join(e.folder, "engine.sock") }
func (e *privateEngine) log() string    { return filepath.Join(e.folder, "log") }

// start returns once the engine answers.
func (e *privateEngine) start() {
	e.t.Helper()
	log, err := os.OpenFile(e.log(), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		e.t.Fatal(err)
	}
	defer log.Close()
	e.process = exec.Command("dockerd", "--host", "unix://"+e.socket(), "--data-root", filepath.Join(e.folder, "data"),
		"--exec-root", filepath.Join(e.folder, "exec"), "--pidfile", filepath.Join(e.folder, "pid"))
	e.process.Stdout, e.process.Stderr = log, log
	if err := e.network.do(e.process.Start); err != nil {
		e.t.Fatal(err)
	}
	e.ended = make(chan struct{})
	go func(process *exec.Cmd, ended chan struct{}) {
		defer close(ended)
		_ = process.Wait()
	}(e.process, e.ended)
	if err := e.awaken(); err != nil {
		e.t.Fatalf("start a private engine: %v\n%s", err, e.said())
	}
}

// awaken waits for the first answer.
func (e *privateEngine) awaken() error {
	ctx, cancel := context.WithTimeout(e.t.Context(), 40*time.Second)
	defer cancel()
	ticker := time.NewTicker(50 * time.Millisecond)
	defer ticker.Stop()
	for !e.answers() {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-e.ended:
			return errors.New("it ended")
		case <-ticker.C:
		}
	}
	return nil
}

func (e *privateEngine) answers() bool {
	connection, err := net.Dial("unix", e.socket())
	if err != nil {
		return false
	}
	defer connection.Close()
	_ = connection.SetDeadline(time.Now().Add(2 * time.Second))
	fmt.Fprint(connection, "GET /_ping HTTP/1.0\r\n\r\n")
	answer := make([]byte, 12)
	_, err = connection.Read(answer)
	return err == nil && strings.HasSuffix(string(answer), " 200")
}

// end sends the signal and waits for the end. A killed engine's helper leaves
// the file with its number, which a reboot takes away: where nobody collects the
// dead it would pass for alive.
func (e *privateEngine) end(signal os.Signal) {
	_ = e.process.Process.Signal(signal)
	<-e.ended
	_ = os.Remove(filepath.Join(e.folder, "exec", "containerd", "containerd.pid"))
}

func (e *privateEngine) said() string {
	text, _ := os.ReadFile(e.log())
	lines := strings.Split(string(text), "\n")
	return strings.Join(lines[max(0, len(lines)-20):], "\n")
}

// unmountBelow takes away what an engine that was killed left mounted, the
// innermost first.
func unmountBelow(folder string) {
	mounts, _ := os.ReadFile("/proc/self/mounts")
	lines := strings.Split(string(mounts), "\n")
	for at := len(lines) - 1; at >= 0; at-- {
		if fields := strings.Fields(lines[at]); len(fields) > 1 && strings.HasPrefix(fields[1], folder+"/") {
			_ = syscall.Unmount(fields[1], syscall.MNT_DETACH)
		}
	}
}
