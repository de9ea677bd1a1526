package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"framagit.org/chatiere/chatiere/installer/engine/enginetest"
	"github.com/google/go-cmp/cmp"
)

// tenServices is put in place from nothing.
const tenServices = `
service "accueil" {
  module = "plain"
}
service "agenda" {
  module   = "plain"
  settings = { outside = true }
}
service "blog" {
  module = "plain"
}
service "carnet" {
  module = "stored"
}
service "depot" {
  module = "stored"
}
service "forum" {
  module = "pair"
}
service "galerie" {
  module = "pair"
}
service "liens" {
  module = "pulled"
}
service "notes" {
  module = "pulled"
}
service "tableau" {
  module = "stored"
}
`

// tenUpdated changes settings, an image that is built and one that is pulled,
// gives one service a way out and takes another's, removes one and adds one.
const tenUpdated = `
service "accueil" {
  module   = "plain"
  settings = { word = "bonsoir", outside = true }
}
service "agenda" {
  module = "plain"
}
service "blog" {
  module   = "plain"
  settings = { context = "next" }
}
service "carnet" {
  module   = "stored"
  settings = { word = "bonsoir" }
}
service "forum" {
  module   = "pair"
  settings = { word = "bonsoir" }
}
service "galerie" {
  module = "pair"
}
service "liens" {
  module   = "pulled"
  settings = { tag = "2.0.0" }
}
service "notes" {
  module = "pulled"
}
service "sondage" {
  module = "stored"
}
service "tableau" {
  module = "stored"
}
`

// faultWorkers go through the cases side by side, each with an engine of its own.
const faultWorkers = 2

// TestFaults_KilledApplyGoesOnWhereverItWas is failures.md, 11: the program is
// killed before and after each change that it asks the engine for, and at each
// line of its progress about the rest; the same command again reaches what an
// uninterrupted run reaches.
func TestFaults_KilledApplyGoesOnWhereverItWas(t *testing.T) {
	var cases atomic.Int64
	t.Run("all", func(t *testing.T) {
		for _, journey := range []journey{
			{name: "first apply", to: tenServices},
			{name: "update", from: tenServices, to: tenUpdated},
			{name: "jobs", from: plainService, to: plainService + taskedService},
			{name: "published", from: plainService, to: plainService + voiceFault},
			{name: "gateway", from: plainService, to: plainService, gateway: true},
			{name: "probe", from: plainService, to: plainService, probe: true},
		} {
			for worker := range faultWorkers {
				t.Run(fmt.Sprintf("%s, worker %d", journey.name, worker), func(t *testing.T) {
					t.Parallel()
					journey.killedEverywhere(t, worker, newFake(t), &cases)
				})
			}
		}
	})
	t.Logf("%d cases of a killed apply", cases.Load())
}

// plainService is all that a gateway needs to be replaced.
const plainService = `
service "accueil" {
  module = "plain"
}
`

// taskedService has a job of every sort.
const taskedService = `
service "veille" {
  module = "tasked"
}
`

// voiceFault holds a port of the host and shows certificates itself.
const voiceFault = `
service "voix" {
  module = "voice"
}
`

// journey is a way from one chaton.hcl to another.
type journey struct {
	name, from, to string
	gateway        bool // moves to another port, and so is replaced
	probe          bool // was put there by another program
}

func (j journey) killedEverywhere(t *testing.T, worker int, c *fakeChaton, cases *atomic.Int64) {
	putForeign(t, c)
	if j.from != "" {
		c.write(j.from)
		c.expect(exitDone, "apply", "--yes")
	}
	if j.gateway {
		c.http = freePort(t)
	}
	if j.probe {
		c.outdateProbe(t)
	}
	c.write(j.to)
	start := c.save("start")
	c.daemon.Forget()
	said := c.expect(exitDone, "apply", "--yes", "--json").err
	changes := len(c.daemon.Changes())
	c.expect(exitDone, "plan")
	want := c.final()
	for i, kill := range killPoints(changes, said) {
		if i%faultWorkers != worker {
			continue
		}
		t.Run(kill.String(), func(t *testing.T) {
			c.restore(t, start)
			c.killed(t, kill)
			if diff := cmp.Diff(want, c.resumed(t)); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
		cases.Add(1)
	}
}

// outdateProbe makes the record say that another program filled the volume.
func (c *fakeChaton) outdateProbe(t *testing.T) {
	t.Helper()
	record := filepath.Join(c.state(), "records", "probe.json")
	if err := os.WriteFile(record, []byte(`{"program": "another"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := c.expect(exitPending, "plan"); !strings.Contains(got.out, "replace the files of volume "+fakeSlug+"-probe") {
		t.Errorf("got\n%s\nwant a line about the probe's volume", got.out)
	}
}

// killPoint is where a run is killed: at a change on the engine, or at a line
// of progress.
type killPoint struct {
	change int
	moment enginetest.Moment
	line   string // "routes.switch wiki started"; "" for a change
}

// String names the case.
func (k killPoint) String() string {
	if k.line != "" {
		return k.line
	}
	return fmt.Sprintf("%s change %d", k.moment, k.change)
}

// killPoints are before and after each change, and each line of progress about
// what is no request to the engine.
func killPoints(changes int, said string) []killPoint {
	var points []killPoint
	for number := 1; number <= changes; number++ {
		points = append(points, killPoint{change: number, moment: enginetest.Before}, killPoint{change: number, moment: enginetest.After})
	}
	for text := range strings.Lines(said) {
		if line := progressLine(text); line != "" && !isAsked(line) {
			points = append(points, killPoint{line: line})
		}
	}
	return points
}

// isAsked says that an operation is a request to the engine, and is killed
// there.
func isAsked(line string) bool {
	return slices.ContainsFunc([]string{"image.", "network.", "volume.", "container."}, func(kind string) bool {
		return strings.HasPrefix(line, kind)
	})
}

// progressLine is "KIND TARGET STATE", without IDs, or "" for any other line.
func progressLine(text string) string {
	var event struct{ Operation, State string }
	if json.Unmarshal([]byte(text), &event) != nil || event.State == "progress" {
		return ""
	}
	return event.Operation + " " + event.State
}

// killed runs apply and kills it at the point.
func (c *fakeChaton) killed(t *testing.T, at killPoint) {
	t.Helper()
	command := c.command("apply", "--yes", "--json")
	progress, err := command.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	started := make(chan struct{})
	if at.line == "" {
		c.daemon.CutAt(at.change, at.moment, func() {
			<-started
			_ = command.Process.Kill()
		})
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	close(started)
	met := false
	for lines := bufio.NewScanner(progress); lines.Scan() && !met; {
		if met = at.line != "" && progressLine(lines.Text()) == at.line; met {
			_ = command.Process.Kill()
		}
	}
	_, _ = io.Copy(io.Discard, progress)
	_ = command.Wait()
	if !met && !c.daemon.WasCut() {
		t.Fatalf("the run never came to %q", at)
	}
	c.daemon.Forget()
}

// resumed runs the same command again and describes what there is.
func (c *fakeChaton) resumed(t *testing.T) string {
	t.Helper()
	if got := c.run("apply", "--yes"); got.code != exitDone {
		t.Fatalf("apply after the kill: got exit code %d\n%s\n%s", got.code, got.out, got.err)
	}
	if got := c.run("plan"); got.code != exitDone {
		t.Errorf("the plan after it: got exit code %d\n%s\n%s", got.code, got.out, got.err)
	}
	return c.final()
}

// putForeign makes objects whose names look like ours.
func putForeign(t *testing.T, c *fakeChaton) {
	t.Helper()
	c.daemon.Images = append(c.daemon.Images, &enginetest.Image{ID: "sha256:foreign", Names: []string{"foreign:1"}})
	c.daemon.Networks = append(c.daemon.Networks, &enginetest.Network{ID: "foreign", Name: fakeSlug + "-accueil-net", Subnet: "10.9.0.0/26"})
	c.daemon.Volumes = append(c.daemon.Volumes, &enginetest.Volume{Name: fakeSlug + "-carnet-data"})
	c.daemon.Containers = append(c.daemon.Containers, &enginetest.Container{
		ID: "foreign-container", Name: fakeSlug + "-accueil-app", ImageID: "sha256:foreign", State: "running",
		Labels: map[string]string{"org.chatiere.chaton": fakeSlug + "s"},
	})
}
