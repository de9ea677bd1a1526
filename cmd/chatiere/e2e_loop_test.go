package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"framagit.org/chatiere/chatiere/installer"
)

func loopLives(t *testing.T, c *chaton) {
	first := c.loop()
	c.expect(exitDone, "apply") // nothing to do
	if got := c.loop(); got != first {
		t.Fatalf("a second apply: got process %d, want %d as before", got, first)
	}
	if err := syscall.Kill(first, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	c.await("the killed loop is gone", func() bool { return ended(first) })
	if got := c.expect(exitPending, "plan").out; !strings.Contains(got, "start chatiere tick --loop") {
		t.Errorf("got\n%s\nwant the loop planned again", got)
	}
	quick := c.command(t.Context(), "tick", "--loop", "--every", "100ms")
	if err := quick.Start(); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	c.await("the loop ticks", func() bool {
		data, err := os.ReadFile(filepath.Join(c.state, "records", "health.json"))
		var record installer.Record
		return err == nil && json.Unmarshal(data, &record) == nil && record.Last.After(began)
	})
	if err := quick.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := quick.Wait(); err != nil {
		t.Errorf("the loop's end: got %v", err)
	}
	c.expect(exitDone, "apply", "--yes")
	last := c.loop()
	if got := c.expect(exitDone, "destroy", "--yes").out; !strings.Contains(got, "end chatiere tick --loop") {
		t.Errorf("destroy: got\n%s", got)
	}
	c.await("the loop is gone", func() bool { return ended(last) })
}

// loop is the process that calls tick.
func (c *chaton) loop() int {
	c.t.Helper()
	data, err := os.ReadFile(filepath.Join(c.state, "records", "tick-loop.json"))
	if err != nil {
		c.t.Fatal(err)
	}
	var holder installer.LoopHolder
	if err := json.Unmarshal(data, &holder); err != nil {
		c.t.Fatal(err)
	}
	if ended(holder.Process) {
		c.t.Fatalf("process %d is gone, want it alive", holder.Process)
	}
	return holder.Process
}

// ended says that no such process runs; one that nobody has buried yet does
// not.
func ended(process int) bool {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", process))
	return err != nil || strings.Contains(string(data), ") Z ")
}
