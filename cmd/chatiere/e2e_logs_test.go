package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"framagit.org/chatiere/chatiere/installer"
)

// keptOnce kills a tick in the middle of its writing. Every line is then kept
// once, and a file that is too old is deleted.
func keptOnce(t *testing.T, c *chaton) {
	const lines = 60_000
	c.mood("/write?to=" + strconv.Itoa(lines))
	written := time.Now() // a tick leaves what is younger than a second
	c.await("the lines have settled", func() bool { return time.Since(written) > 1500*time.Millisecond })
	kept := filepath.Join(c.state, "logs", "mood")
	old := filepath.Join(c.state, "logs", "gone", "2020-01-01.log")
	if err := os.MkdirAll(filepath.Dir(old), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(old, []byte("2020-01-01T00:00:00.000000000Z app 0123456789ab out old\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	killed := c.command(t.Context(), "tick")
	if err := killed.Start(); err != nil {
		t.Fatal(err)
	}
	c.await("the tick is writing", func() bool { return folderSize(t, kept) > 100_000 })
	_ = killed.Process.Kill()
	_ = killed.Wait()
	half := folderSize(t, kept)
	c.expect(exitDone, "tick")
	whole := folderSize(t, kept)
	c.due("logs")
	c.mood(fmt.Sprintf("/write?from=%d&to=%d", lines, lines+10))
	c.expect(exitDone, "tick")
	t.Logf("killed after %d of %d bytes", half, whole)
	if half == whole {
		t.Error("the tick was not killed in the middle")
	}
	if _, err := os.Stat(old); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the old file: got %v, want it deleted", err)
	}
	inOrder(t, keptLines(t, kept), lines, "kept")
	answered := c.expect(exitDone, "logs", "mood", "--json").out
	inOrder(t, textsOf(t, answered), lines+10, "kept and on the engine")
	if strings.Contains(answered, c.secret("mood/canary")) || !strings.Contains(answered, "awake, knowing ‹mood/canary›") {
		t.Errorf("got %.300s\nwant the secret's name", answered)
	}
	if got := strings.Count(c.expect(exitDone, "logs", "mood/app", "--tail", "3").out, "\n"); got != 3 {
		t.Errorf("--tail 3: got %d lines", got)
	}
	if got := c.expect(exitUsage, "logs", "moot").err; !strings.Contains(got, "mood/app") {
		t.Errorf("got\n%s\nwant what there is", got)
	}
}

func folderSize(t *testing.T, folder string) int64 {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*.log"))
	if err != nil {
		t.Fatal(err)
	}
	var size int64
	for _, file := range files {
		info, err := os.Stat(file)
		if err != nil {
			t.Fatal(err)
		}
		size += info.Size()
	}
	return size
}

// keptLines lists the texts that stand in the files, whoever reads them.
func keptLines(t *testing.T, folder string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*.log"))
	if err != nil {
		t.Fatal(err)
	}
	var texts []string
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(data)) {
			texts = append(texts, strings.TrimSpace(strings.SplitN(line, " ", 5)[4]))
		}
	}
	return texts
}

func textsOf(t *testing.T, output string) []string {
	t.Helper()
	var texts []string
	for text := range strings.Lines(output) {
		var line installer.LogLine
		if err := json.Unmarshal([]byte(text), &line); err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		texts = append(texts, line.Text)
	}
	return texts
}

// inOrder checks that the numbered lines are there, each once and in order, at
// least so many: the youngest may not be kept yet.
func inOrder(t *testing.T, texts []string, least int, where string) {
	t.Helper()
	next := 0
	for _, text := range texts {
		number, found := strings.CutPrefix(text, "line ")
		if !found {
			continue
		}
		if number != strconv.Itoa(next) {
			t.Fatalf("%s: got line %s, want line %d", where, number, next)
		}
		next++
	}
	if next < least {
		t.Errorf("%s: got %d lines, want at least %d", where, next, least)
	}
}

// keptOfRemoved watches an apply that replaces the container: the old one's
// lines are printed and kept, the new one's follow.
func keptOfRemoved(t *testing.T, c *chaton) {
	old := c.container("mood/app")[:12]
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	following := c.command(ctx, "logs", "mood", "--follow", "--json", "--tail", "1")
	output, err := following.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := following.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(output)
	awaitLineOf(t, lines, old)
	c.write(moodService, "bonsoir")
	c.expect(exitDone, "apply", "--yes")
	fresh := c.container("mood/app")[:12]
	awaitLineOf(t, lines, fresh)
	if err := following.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	_ = following.Wait()
	if got := following.ProcessState.ExitCode(); got != exitCancelled {
		t.Errorf("follow after ctrl-c: got exit code %d, want %d", got, exitCancelled)
	}
	if err := dockerQuietly("inspect", old); err == nil {
		t.Fatalf("container %s is still there", old)
	}
	printed := c.expect(exitDone, "logs", "mood", "--json").out
	if !strings.Contains(printed, `"id":"`+old+`"`) || !strings.Contains(printed, `"id":"`+fresh+`"`) {
		t.Errorf("got no lines of both %s and %s", old, fresh)
	}
}

// awaitLineOf reads until a line of the container comes.
func awaitLineOf(t *testing.T, lines *bufio.Scanner, id string) {
	t.Helper()
	for line := (installer.LogLine{}); line.ID != id; {
		if !lines.Scan() {
			t.Fatalf("follow ended: got no line of %s", id)
		}
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			t.Fatal(err)
		}
	}
}
