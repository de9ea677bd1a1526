package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// smallState puts the chaton's state on a filesystem of its own.
func (c *chaton) smallState(size string) {
	c.t.Helper()
	if err := os.MkdirAll(c.state, 0o700); err != nil {
		c.t.Fatal(err)
	}
	if err := syscall.Mount("tmpfs", c.state, "tmpfs", 0, "size="+size); err != nil {
		c.t.Fatalf("mount a small filesystem: %v", err)
	}
	c.t.Cleanup(func() {
		c.run("destroy", "--yes", "--data", "--name", c.slug)
		_ = syscall.Unmount(c.state, syscall.MNT_DETACH)
	})
}

func TestF06_ADiskTooSmallIsRefusedBeforeAnythingIsMade(t *testing.T) {
	c := newEcho(t, "e2e-small")
	c.smallState("1m")
	c.write(echoService, "bonjour", false)
	got := c.expect(exitRefused, "apply", "--yes")
	if !strings.Contains(got.err, c.state) || !strings.Contains(got.err, "MiB") {
		t.Errorf("got\n%s\nwant the folder, what is needed and what is free", got.err)
	}
	if left := objects(t, c.slug); left != "" {
		t.Errorf("made in spite of it:\n%s", left)
	}
}

func TestF06_ADiskThatFillsUpHalfWayTruncatesNothing(t *testing.T) {
	c := newEcho(t, "e2e-full")
	c.smallState("300m")
	c.write(echoService, "bonjour", false)
	c.expect(exitDone, "apply", "--yes")
	c.write(echoService, "bonsoir", false)
	if code := c.filledUp(); code == exitDone {
		t.Error("an apply on a full disk says that all is well")
	}
	var vault map[string]any
	data, err := os.ReadFile(filepath.Join(c.state, "vault.json"))
	if err != nil || json.Unmarshal(data, &vault) != nil {
		t.Fatalf("the vault cannot be read back: %v\n%s", err, data)
	}
	if err := os.Remove(filepath.Join(c.state, "filler")); err != nil {
		t.Fatal(err)
	}
	c.expect(exitDone, "apply", "--yes")
	c.expect(exitDone, "plan")
	if body := c.get(c.client(c.authority()), "echo.e2e-full.localhost", "/").body; body != "bonsoir https\n" {
		t.Errorf("got %q", body)
	}
}

// filledUp fills the state's disk at the first event of an apply, and returns
// its exit code.
func (c *chaton) filledUp() int {
	c.t.Helper()
	command := c.command(c.t.Context(), "apply", "--yes", "--json")
	progress, err := command.StderrPipe()
	if err != nil {
		c.t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		c.t.Fatal(err)
	}
	lines := bufio.NewScanner(progress)
	for lines.Scan() && !strings.HasPrefix(lines.Text(), "{") {
	}
	filler, err := os.Create(filepath.Join(c.state, "filler"))
	if err != nil {
		c.t.Fatal(err)
	}
	defer filler.Close()
	block := make([]byte, 1<<20)
	for err == nil {
		_, err = filler.Write(block)
	}
	if !errors.Is(err, syscall.ENOSPC) {
		c.t.Fatalf("got %v, want a full disk", err)
	}
	_, _ = io.Copy(io.Discard, progress)
	_ = command.Wait()
	return command.ProcessState.ExitCode()
}
