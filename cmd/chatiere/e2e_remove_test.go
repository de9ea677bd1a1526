package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"framagit.org/chatiere/chatiere/installer"
)

const twoEchoes = `
# le premier
service "un" {
  module   = "echo"
  settings = { word = "un" }
}

# le second
service "deux" {
  module   = "echo"
  settings = { word = "deux" }
}
`

// A service leaves, comes back with its data, leaves again and is destroyed.
// The other one answers all the while.
func TestE2E_ServiceLeavesAndComesBack(t *testing.T) {
	c := newEcho(t, "e2e-remove")
	c.write(twoEchoes)
	c.expect(exitDone, "apply", "--yes")
	file := filepath.Join(c.folder, "chaton.hcl")
	both, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	canary := c.secret("deux/canary")

	t.Run("remove stops the one and leaves the other", func(t *testing.T) { leaves(t, c) })
	t.Run("its data is not destroyed while somebody wants it", func(t *testing.T) {
		if err := os.WriteFile(file, both, 0o644); err != nil {
			t.Fatal(err)
		}
		got := c.expect(exitUsage, "destroy", "--data", "deux", "--yes")
		if !strings.Contains(got.err, "deux is still in chaton.hcl") {
			t.Errorf("got\n%s", got.err)
		}
	})
	t.Run("added again it takes its data up", func(t *testing.T) {
		c.expect(exitDone, "apply", "--yes")
		c.answers(t, "deux", "deux https\n")
		if got := c.secret("deux/canary"); got != canary {
			t.Error("the secret was made anew")
		}
		if status := c.look(t); len(status.Retired) != 0 {
			t.Errorf("got retired services %v, want none", status.Retired)
		}
	})
	t.Run("destroy --data", func(t *testing.T) { dataDestroyed(t, c) })
}

func leaves(t *testing.T, c *chaton) {
	before := docker(t, "ps", "-q", "--no-trunc", "--filter", "label=org.chatiere.chaton="+c.slug, "--filter", "label=org.chatiere.service=un")
	c.expect(exitDone, "remove", "deux", "--yes")
	if got := c.expect(exitUsage, "destroy", "--data", "deux", "--yes"); !strings.Contains(got.err, "runs still") {
		t.Errorf("destroy of what runs still: got\n%s", got.err)
	}
	planned := c.expect(exitPending, "plan").out
	for _, said := range []string{"deux\n", "    - container deux/app — no longer in chaton.hcl", "    - routes deux", "- remove container deux/app"} {
		if !strings.Contains(planned, said) {
			t.Errorf("plan: got\n%s\nwant %q in it", planned, said)
		}
	}
	if strings.Contains(planned, "un/app") || strings.Contains(planned, "DESTROYS") {
		t.Errorf("plan: got\n%s\nwant nothing of the other service, and no data", planned)
	}
	c.expect(exitDone, "apply", "--yes")
	c.expect(exitDone, "plan")
	c.answers(t, "un", "un https\n")
	after := docker(t, "ps", "-q", "--no-trunc", "--filter", "label=org.chatiere.chaton="+c.slug, "--filter", "label=org.chatiere.service=un")
	if before != after {
		t.Errorf("the other service's container: got %s, want %s as before", after, before)
	}
	docker(t, "volume", "inspect", c.slug+"-deux-data-g1")
	status := c.look(t)
	if len(status.Retired) != 1 || status.Retired[0].Service != "deux" || status.Retired[0].Since.IsZero() {
		t.Errorf("got retired services %+v, want deux since today", status.Retired)
	}
}

// dataDestroyed destroys what one service left, kills the run, and does it
// again. What bears the service's name and is not ours stays.
func dataDestroyed(t *testing.T, c *chaton) {
	c.expect(exitDone, "remove", "deux", "--yes")
	c.expect(exitDone, "apply", "--yes")
	docker(t, "volume", "create", c.slug+"-deux-data-g2")
	docker(t, "volume", "create", "--label", "org.chatiere.chaton=somebody-else", "--label", "org.chatiere.service=deux", c.slug+"-foreign")
	defer docker(t, "volume", "rm", c.slug+"-deux-data-g2", c.slug+"-foreign")

	certificate := filepath.Join(c.state, "gateway", "certificates", "internal", "deux."+c.slug+".localhost")
	if _, err := os.Stat(certificate); err != nil {
		t.Errorf("the certificate before: %v", err)
	}
	refused := c.expect(exitUsage, "destroy", "--data", "deux")
	for _, said := range []string{
		"- remove volume " + c.slug + "-deux-data-g1", "- remove the secrets of deux",
		"- remove the certificate of deux." + c.slug + ".localhost", "[DESTROYS DATA]",
	} {
		if !strings.Contains(refused.out, said) {
			t.Errorf("got\n%s\nwant %q in it", refused.out, said)
		}
	}
	c.killedAfter(2, "destroy", "--data", "deux", "--yes", "--json")
	c.expect(exitDone, "destroy", "--data", "deux", "--yes")
	if got := c.expect(exitDone, "destroy", "--data", "deux", "--yes"); got.out != "Nothing of deux is left on this machine.\n" {
		t.Errorf("a second time: got %q", got.out)
	}
	if got := objects(t, c.slug); strings.Contains(got, "deux") {
		t.Errorf("left on the engine:\n%s", got)
	}
	if _, err := os.Stat(certificate); !os.IsNotExist(err) {
		t.Errorf("the certificate is left: %v", err)
	}
	if got := c.secret("deux/canary"); got != "" {
		t.Error("the secret is left")
	}
	if c.secret("un/canary") == "" {
		t.Error("the other service's secret is gone")
	}
	c.expect(exitDone, "plan")
	c.answers(t, "un", "un https\n")
}

// A destruction is written down, can be killed at any line and run again, and
// the second run has nothing to do.
func TestE2E_DestroyKilledAnywhere(t *testing.T) {
	c := newEcho(t, "e2e-unmade")
	c.write(echoService, "bonjour", false)
	c.expect(exitDone, "apply", "--yes")
	lines := c.killedAfter(3, "destroy", "--yes", "--json")
	if lines != 3 {
		t.Errorf("got %d lines before the kill, want 3", lines)
	}
	done := c.expect(exitDone, "destroy", "--yes")
	if !strings.Contains(done.err, "Kept: volume "+c.slug+"-echo-data-g1") {
		t.Errorf("got\n%s\nwant the volume named that stays", done.err)
	}
	if again := c.expect(exitDone, "destroy", "--yes"); !strings.Contains(again.out, "only the data is left") {
		t.Errorf("again: got\n%s", again.out)
	}
	if journals, _ := filepath.Glob(filepath.Join(c.state, "journal", "*.jsonl")); len(journals) != 3 {
		t.Errorf("got journals %v, want one of the apply and two of the destruction", journals)
	}
	c.killedAfter(2, "destroy", "--data", "--yes", "--json")
	c.expect(exitDone, "destroy", "--data", "--yes")
	if again := c.expect(exitDone, "destroy", "--data", "--yes"); !strings.HasPrefix(again.out, "Nothing of "+c.slug+" is left") {
		t.Errorf("again, with data: got\n%s", again.out)
	}
	if got := objects(t, c.slug); got != "" {
		t.Errorf("left on the engine:\n%s", got)
	}
	if _, err := os.Stat(c.state); !os.IsNotExist(err) {
		t.Errorf("the state folder is left: %v", err)
	}
}

// status says what was done behind our back, and answers while a run holds the
// lock.
func TestE2E_StatusSeesWhatAPersonMustSee(t *testing.T) {
	c := newEcho(t, "e2e-status")
	c.write(echoService, "bonjour", false)
	c.expect(exitDone, "apply", "--yes")
	status := c.look(t)
	echo := status.Services[0]
	if echo.State != installer.Running || echo.Memory <= 0 || echo.MemoryLimit != 32<<20 || echo.Containers[0].Since.IsZero() {
		t.Errorf("got %+v, want it running, with its memory and since when", echo)
	}
	if len(echo.Volumes) != 1 || !echo.Volumes[0].Current || echo.Volumes[0].Size < 0 || echo.Volumes[0].Created.IsZero() {
		t.Errorf("got volumes %+v, want one, current, with its size and age", echo.Volumes)
	}
	if status.Edited || len(status.Differences) != 0 || status.Machine.DiskFree <= 0 || status.Machine.MemoryFree <= 0 {
		t.Errorf("got %+v, want nothing to do", status)
	}

	name := docker(t, "ps", "--format", "{{.Names}}", "--filter", "label=org.chatiere.chaton="+c.slug, "--filter", "label=org.chatiere.service=echo")
	docker(t, "pause", name)
	if got := c.expect(exitFailed, "status").out; !strings.Contains(got, "app  paused") {
		t.Errorf("paused: got\n%s", got)
	}
	docker(t, "unpause", name)
	docker(t, "stop", "-t", "1", name)
	if got := c.expect(exitFailed, "status").out; !strings.Contains(got, "app  stopped") || !strings.Contains(got, "What runs is not what was put in place:\n") {
		t.Errorf("stopped: got\n%s", got)
	}
	underRun(t, c)
}

// underRun holds the lock as a run does, from this process.
func underRun(t *testing.T, c *chaton) {
	lock, err := os.OpenFile(filepath.Join(c.state, "lock"), os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer lock.Close()
	if c.look(t).Run != nil {
		t.Error("got a run under way, want none: the last one has ended")
	}
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		t.Fatal(err)
	}
	holder, err := json.Marshal(installer.Holder{Command: "chatiere apply", User: "root", Process: os.Getpid()})
	if err == nil {
		err = lock.Truncate(0)
	}
	if err == nil {
		_, err = lock.WriteAt(holder, 0)
	}
	if err != nil {
		t.Fatal(err)
	}
	if run := c.look(t).Run; run == nil || run.Command != "chatiere apply" {
		t.Errorf("got %+v, want the run that holds the lock", run)
	}
}

// look is what status says, whatever it ends with.
func (c *chaton) look(t *testing.T) installer.Status {
	t.Helper()
	var status installer.Status
	said := c.run("status", "--json")
	if err := json.Unmarshal([]byte(said.out), &status); err != nil {
		t.Fatalf("status: %v\n%s\n%s", err, said.out, said.err)
	}
	return status
}

// answers fails unless a service says its word.
func (c *chaton) answers(t *testing.T, service, want string) {
	t.Helper()
	if got := c.get(c.client(c.authority()), service+"."+c.slug+".localhost", "/").body; got != want {
		t.Errorf("%s: got %q, want %q", service, got, want)
	}
}
