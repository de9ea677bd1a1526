package main

import (
	"bufio"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"framagit.org/chatiere/chatiere/installer/scale"
	"github.com/google/go-cmp/cmp"
)

// TestE2E_KilledAnywhere is failures.md, 11: a run killed at any moment, then
// the same command again, gives what an uninterrupted run gives.
func TestE2E_KilledAnywhere(t *testing.T) {
	c := newEcho(t, "e2e-killed")
	c.write(echoService, "un", false)
	first := c.killedAfter(-1, "apply", "--yes", "--json")
	want := c.settled("un")
	c.write(echoService, "deux", false)
	update := c.killedAfter(-1, "apply", "--yes", "--json")
	wantUpdated := c.settled("deux")

	// The images stay: what is killed is the making of the chaton.
	cases := 0
	for _, moment := range moments(first, scale.KillPoints()/2) {
		c.forget()
		c.write(echoService, "un", false)
		c.killedAfter(moment, "apply", "--yes", "--json")
		c.again()
		if diff := cmp.Diff(want, c.settled("un")); diff != "" {
			t.Errorf("first apply, killed after line %d of %d: -want +got\n%s", moment, first, diff)
		}
		cases++
	}
	word, other := "un", "deux"
	for _, moment := range moments(update, scale.KillPoints()-scale.KillPoints()/2) {
		c.write(echoService, word, false)
		c.killedAfter(moment, "apply", "--yes", "--json")
		c.again()
		if diff := cmp.Diff(wantUpdated, c.settled(word)); diff != "" {
			t.Errorf("update, killed after line %d of %d: -want +got\n%s", moment, update, diff)
		}
		word, other = other, word
		cases++
	}
	t.Logf("%d cases: %d lines of a first apply, %d of an update", cases, first, update)
}

// moments spreads a number of moments over the lines of a run; 0 is all.
func moments(lines, number int) []int {
	if number == 0 || number > lines {
		number = lines
	}
	var spread []int
	for i := range number {
		spread = append(spread, 1+i*lines/number)
	}
	return spread
}

// killedAfter runs the program and kills it right after a line of its
// progress, or lets it end when line is -1. It returns how many there were.
func (c *chaton) killedAfter(line int, arguments ...string) int {
	c.t.Helper()
	command := c.command(c.t.Context(), arguments...)
	progress, err := command.StderrPipe()
	if err != nil {
		c.t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		c.t.Fatal(err)
	}
	lines, said := 0, bufio.NewScanner(progress)
	for said.Scan() {
		if !strings.HasPrefix(said.Text(), "{") {
			continue
		}
		lines++
		if lines == line {
			_ = command.Process.Kill()
			break
		}
	}
	_, _ = io.Copy(io.Discard, progress)
	if err := command.Wait(); err != nil && line < 0 {
		c.t.Fatalf("chatiere %s: %v", strings.Join(arguments, " "), err)
	}
	return lines
}

// again runs the same command once more. The engine may still be ending a
// request of the killed run while this one plans: it then says that the
// situation changed, and is called again, as it asks.
func (c *chaton) again() {
	c.t.Helper()
	if got := c.run("apply", "--yes"); got.code == exitFailed && strings.Contains(got.err, "situation changed") {
		c.t.Log("the engine ended a request of the killed run meanwhile")
	} else if got.code != exitDone {
		c.t.Fatalf("apply after a kill: got exit code %d\n%s\n%s", got.code, got.out, got.err)
	} else {
		return
	}
	c.expect(exitDone, "apply", "--yes")
}

// forget removes everything but the images, as on a machine where the first
// apply is yet to come.
func (c *chaton) forget() {
	c.t.Helper()
	own := "label=org.chatiere.chaton=" + c.slug
	for _, kind := range [][]string{
		{"rm -f", "ps -aq"}, {"network rm", "network ls -q"}, {"volume rm", "volume ls -q"},
	} {
		if listed := docker(c.t, append(strings.Fields(kind[1]), "--filter", own)...); listed != "" {
			docker(c.t, append(strings.Fields(kind[0]), strings.Fields(listed)...)...)
		}
	}
	for _, path := range []string{c.state, filepath.Join(c.folder, "chaton.lock.hcl")} {
		if err := os.RemoveAll(path); err != nil {
			c.t.Fatal(err)
		}
	}
}

var fingerprint = regexp.MustCompile(`-[0-9a-f]{8}\b`)

// settled fails unless nothing is left to do and the service answers; it lists
// what there is, fingerprints left out, which no two vaults share.
func (c *chaton) settled(word string) string {
	c.t.Helper()
	c.expect(exitDone, "plan")
	if body := c.get(c.client(c.authority()), "echo."+c.slug+".localhost", "/").body; body != word+" https\n" {
		c.t.Errorf("got %q, want %q", body, word)
	}
	running := docker(c.t, "ps", "--format", "running {{.Names}}", "--filter", "label=org.chatiere.chaton="+c.slug)
	lock, err := os.ReadFile(filepath.Join(c.folder, "chaton.lock.hcl"))
	if err != nil {
		c.t.Fatal(err)
	}
	lines := strings.Split(fingerprint.ReplaceAllString(objects(c.t, c.slug)+"\n"+running, ""), "\n")
	slices.Sort(lines) // the engine lists the newest first
	return strings.Join(lines, "\n") + "\n" + string(lock)
}
