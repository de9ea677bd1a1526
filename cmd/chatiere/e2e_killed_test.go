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

// TestE2E_KilledAnywhere is failures.md, 11, on the real engine: a run killed
// as soon as it has begun an operation, once for each kind, then the same
// command again, gives what an uninterrupted run gives. The long suite kills
// after each line of progress. What needs more cases has them in TestFaults.
func TestE2E_KilledAnywhere(t *testing.T) {
	c := newEcho(t, "e2e-killed")
	c.write(echoService, "un", false)
	first := c.progressOf("apply", "--yes", "--json")
	want := c.settled("un")
	c.write(echoService, "deux", false)
	update := c.progressOf("apply", "--yes", "--json")
	wantUpdated := c.settled("deux")

	// The images stay: what is killed is the making of the chaton.
	updated := momentsOf(update, nil)
	made := momentsOf(first, updated)
	for _, at := range made {
		c.forget()
		c.write(echoService, "un", false)
		c.killedAt(at, "apply", "--yes", "--json")
		c.again()
		if diff := cmp.Diff(want, c.settled("un")); diff != "" {
			t.Errorf("first apply, killed at %q: -want +got\n%s", at, diff)
		}
	}
	c.write(echoService, "un", false)
	c.expect(exitDone, "apply", "--yes")
	word, other := "deux", "un"
	for _, at := range updated {
		c.write(echoService, word, false)
		c.killedAt(at, "apply", "--yes", "--json")
		c.again()
		if diff := cmp.Diff(wantUpdated, c.settled(word)); diff != "" {
			t.Errorf("update, killed at %q: -want +got\n%s", at, diff)
		}
		word, other = other, word
	}
	t.Logf("%d cases: %d of a first apply, %d of an update", len(made)+len(updated), len(made), len(updated))
}

// momentsOf lists where a run is killed: at the first beginning of each kind of
// operation but those named, or in the long suite at each of its lines. Images
// are the whole machine's, so no two runs do the same to them.
func momentsOf(lines []string, but []string) []string {
	var moments []string
	for _, line := range lines {
		kind, _, _ := strings.Cut(line, " ")
		if strings.HasPrefix(kind, "image.") {
			continue
		}
		if scale.Full() {
			moments = append(moments, line)
		} else if strings.HasSuffix(line, " started") && !slices.Contains(but, kind) && !slices.Contains(moments, kind) {
			moments = append(moments, kind)
		}
	}
	return moments
}

// progressOf runs the program to its end and lists its progress without the IDs
// of objects, which no two runs share.
func (c *chaton) progressOf(arguments ...string) []string {
	c.t.Helper()
	var lines []string
	for line := range strings.Lines(c.expect(exitDone, arguments...).err) {
		if said := progressLine(line); said != "" {
			lines = append(lines, withoutID(said))
		}
	}
	return lines
}

var objectID = regexp.MustCompile(` [0-9a-f]{12}\b`)

func withoutID(line string) string { return objectID.ReplaceAllString(line, "") }

// killedAt runs the program and kills it at the first line of progress that
// begins like the moment.
func (c *chaton) killedAt(moment string, arguments ...string) {
	c.t.Helper()
	met := false
	c.killedWhen(func(_ int, line string) bool {
		met = met || strings.HasPrefix(withoutID(line), moment)
		return met
	}, arguments...)
	if !met {
		c.t.Errorf("the run never came to %q", moment)
	}
}

// killedAfter runs the program and kills it right after a line of its
// progress, or lets it end when line is -1. It returns how many there were.
func (c *chaton) killedAfter(line int, arguments ...string) int {
	c.t.Helper()
	return c.killedWhen(func(number int, _ string) bool { return number == line }, arguments...)
}

// killedWhen counts the lines of progress until one is the moment.
func (c *chaton) killedWhen(moment func(number int, line string) bool, arguments ...string) int {
	c.t.Helper()
	command := c.command(c.t.Context(), arguments...)
	progress, err := command.StderrPipe()
	if err != nil {
		c.t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		c.t.Fatal(err)
	}
	lines, killed := 0, false
	for said := bufio.NewScanner(progress); !killed && said.Scan(); {
		if !strings.HasPrefix(said.Text(), "{") {
			continue
		}
		lines++
		if killed = moment(lines, progressLine(said.Text())); killed {
			_ = command.Process.Kill()
		}
	}
	_, _ = io.Copy(io.Discard, progress)
	if err := command.Wait(); err != nil && !killed {
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
