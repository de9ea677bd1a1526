package main

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"framagit.org/chatiere/chatiere/installer"
)

// moodModules holds a service that falls ill when told to, and that is checked
// every second.
var moodModules = sync.OnceValues(func() (string, error) {
	folder, err := os.MkdirTemp("", "chatiere-mood-")
	if err != nil {
		return "", err
	}
	module := filepath.Join(folder, "mood")
	if err := os.CopyFS(module, os.DirFS("testdata/mood/module")); err != nil {
		return "", err
	}
	if err := os.Mkdir(filepath.Join(module, "image"), 0o755); err != nil {
		return "", err
	}
	recipe := "FROM scratch\nCOPY server /server\nUSER 1000:1000\nENTRYPOINT [\"/server\"]\n"
	if err := os.WriteFile(filepath.Join(module, "image", "Containerfile"), []byte(recipe), 0o644); err != nil {
		return "", err
	}
	return folder, buildGo(filepath.Join(module, "image", "server"), "./testdata/mood/server")
})

const moodService = `
service "mood" {
  module   = "mood"
  settings = { word = %q }
}
logs {
  decided_by = "bureau"
  on         = "2026-11-22"
  kind "application" {
    retention = "2 weeks"
  }
}
`

func TestE2E_Tick(t *testing.T) {
	c := newChaton(t, "e2e-tick")
	folder, err := moodModules()
	if err != nil {
		t.Fatal(err)
	}
	c.modules = folder
	c.write(moodService, "bonjour")
	c.expect(exitFailed, "tick") // not in place yet
	if got := c.expect(exitPending, "plan").out; !strings.Contains(got, "chatiere tick --loop") {
		t.Errorf("plan: got\n%s\nwant the loop in it", got)
	}
	c.expect(exitDone, "apply", "--yes")
	t.Run("lines are kept once", func(t *testing.T) { keptOnce(t, c) })
	t.Run("an unhealthy container is restarted once an hour", func(t *testing.T) { restartedOnce(t, c) })
	t.Run("a refresh adds no claim", func(t *testing.T) { refreshed(t, c) })
	t.Run("a removed container's lines stay", func(t *testing.T) { keptOfRemoved(t, c) })
	t.Run("another run is waited for", func(t *testing.T) { busyLock(t, c) })
	t.Run("the loop lives until destroy", func(t *testing.T) { loopLives(t, c) })
}

// due makes a task of tick due.
func (c *chaton) due(task string) {
	c.t.Helper()
	if err := os.Remove(filepath.Join(c.state, "records", task+".json")); err != nil && !errors.Is(err, os.ErrNotExist) {
		c.t.Fatal(err)
	}
}

// mood tells the service what to do.
func (c *chaton) mood(path string) {
	c.t.Helper()
	c.get(c.client(c.authority()), "mood."+c.slug+".localhost", path)
}

// await polls until the condition holds.
func (c *chaton) await(what string, holds func() bool) {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(c.t.Context(), time.Minute)
	defer cancel()
	ticker := time.NewTicker(20 * time.Millisecond)
	defer ticker.Stop()
	for !holds() {
		select {
		case <-ctx.Done():
			c.t.Fatalf("waited in vain: %s", what)
		case <-ticker.C:
		}
	}
}

func restartedOnce(t *testing.T, c *chaton) {
	first := startOf(t, c)
	fallIll(t, c)
	if got := c.expect(exitDone, "tick", "--json").out; !strings.Contains(got, `"task": "health"`) {
		t.Errorf("got\n%s", got)
	}
	second := startOf(t, c)
	if second == first {
		t.Fatal("unhealthy for three intervals: got no restart")
	}
	c.await("the container is well again", func() bool { return healthOf(t, c) == "healthy 0" })
	fallIll(t, c)
	said := c.expect(exitFailed, "tick").out
	if !strings.Contains(said, "mood/app is unhealthy") || !strings.Contains(said, "restarts in 24 hours: 1") {
		t.Errorf("got\n%s\nwant to be told", said)
	}
	if got := startOf(t, c); got != second {
		t.Errorf("restarted at %s and %s, want once an hour", second, got)
	}
	data, err := os.ReadFile(filepath.Join(c.state, "records", "alarm-mood.app.json"))
	if err != nil {
		t.Fatal(err)
	}
	var alarm installer.Alarm
	if err := json.Unmarshal(data, &alarm); err != nil || len(alarm.Restarts) != 1 {
		t.Errorf("got %s, %v, want an alarm with one restart", data, err)
	}
	docker(t, "stop", c.container("mood/app"))
	c.expect(exitDone, "tick") // a stopped one is for apply
	c.expect(exitDone, "apply", "--yes")
}

func startOf(t *testing.T, c *chaton) string {
	t.Helper()
	return docker(t, "inspect", "--format", "{{.State.StartedAt}}", c.container("mood/app"))
}

func healthOf(t *testing.T, c *chaton) string {
	t.Helper()
	return docker(t, "inspect", "--format", "{{.State.Health.Status}} {{.State.Health.FailingStreak}}", c.container("mood/app"))
}

// fallIll waits until the check has failed once, and three times more.
func fallIll(t *testing.T, c *chaton) {
	t.Helper()
	c.mood("/ill")
	c.await("unhealthy for three intervals", func() bool {
		failures, err := strconv.Atoi(strings.TrimPrefix(healthOf(t, c), "unhealthy "))
		return err == nil && failures >= 4
	})
}

func busyLock(t *testing.T, c *chaton) {
	file, err := os.OpenFile(filepath.Join(c.state, "lock"), os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		t.Fatal(err)
	}
	if got := c.expect(exitDone, "tick").out; !strings.Contains(got, "Another run is at work: chatiere") {
		t.Errorf("got\n%s\nwant who holds the lock", got)
	}
}

// refreshed writes a meeting into chaton.hcl: it is published when a person
// says so, not in the night.
func refreshed(t *testing.T, c *chaton) {
	const place = "Maison des associations"
	c.write(moodService+`
meeting "permanence" {
  when  = { fr = "Premier jeudi du mois, 18 h" }
  where = { fr = %q }
}
`, "bonjour", place)
	tick := func() {
		c.due("refresh")
		if got := c.expect(exitDone, "tick").out; !strings.Contains(got, "refresh: done") {
			t.Errorf("got\n%s", got)
		}
	}
	tick()
	if publishes(t, c, place) {
		t.Error("the refresh published what nobody had published")
	}
	c.expect(exitDone, "declare")
	tick()
	if !publishes(t, c, place) {
		t.Error("the refresh took back what was published")
	}
}

// publishes says whether a text stands on a public page.
func publishes(t *testing.T, c *chaton, text string) bool {
	t.Helper()
	root, err := filepath.EvalSymlinks(filepath.Join(c.state, "public", "current"))
	if err != nil {
		t.Fatal(err)
	}
	found := false
	err = filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		data, err := os.ReadFile(path)
		found = found || strings.Contains(string(data), text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}
