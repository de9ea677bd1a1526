package main

import (
	"bufio"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const echoService = `
service "echo" {
  module = "echo"
  settings = {
    word = %q
    fail = %t
  }
}
`

func TestE2E_LifeOfASmallService(t *testing.T) {
	c := newEcho(t, "e2e-life")
	c.write(echoService, "bonjour", false)
	before := objects(t, c.slug)
	if first := c.expect(exitPending, "plan"); !strings.Contains(first.out, "create container echo/app") {
		t.Errorf("plan: got\n%s", first.out)
	}
	if _, err := os.Stat(c.state); !os.IsNotExist(err) {
		t.Errorf("plan wrote the state folder: %v", err)
	}
	if got := objects(t, c.slug); got != before {
		t.Errorf("plan made objects:\n%s", got)
	}

	c.expect(exitDone, "apply", "--yes")
	client := c.client(c.authority())
	answered := c.get(client, "echo.e2e-life.localhost", "/")
	if answered.body != "bonjour https\n" || answered.protocol != "HTTP/2.0" {
		t.Errorf("got %q over %s, want %q over HTTP/2.0", answered.body, answered.protocol, "bonjour https\n")
	}
	if got := answered.header.Get("X-Robots-Tag"); got != "noindex" {
		t.Errorf("service on trial: got X-Robots-Tag %q, want noindex", got)
	}

	start := time.Now()
	if again := c.expect(exitDone, "apply"); !strings.Contains(again.out, "Nothing to do") {
		t.Errorf("second apply: got\n%s", again.out)
	}
	t.Logf("second apply: %v", time.Since(start))
	c.expect(exitDone, "plan")
	c.expect(exitDone, "status")

	t.Run("removed by hand", func(t *testing.T) { removedByHand(t, c) })
	t.Run("a changed setting replaces one container", func(t *testing.T) { changedSetting(t, c) })
	t.Run("a replacement that fails gives the old one back", func(t *testing.T) { failedReplacement(t, c) })
	t.Run("secrets stand nowhere else", func(t *testing.T) { canary(t, c) })
	t.Run("destroy", func(t *testing.T) { destroyed(t, c) })
}

func removedByHand(t *testing.T, c *chaton) {
	name := docker(t, "ps", "--format", "{{.Names}}", "--filter", "label=org.chatiere.chaton="+c.slug, "--filter", "label=org.chatiere.service=echo")
	docker(t, "rm", "-f", name)
	got := c.expect(exitPending, "plan").out
	want := "echo\n" +
		"    + container echo/app — no such container\n" +
		"    ~ routes echo — routes changed\n" +
		"Unchanged: 5 (chatiere plan --all lists them)\n\nOperations:\n" +
		"+ create container echo/app — no such container\n" +
		"~ start container echo/app — created\n" +
		"… wait until echo/app is running — started\n" +
		"~ open the routes of echo — routes changed\n" // they name the container
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	c.expect(exitDone, "apply", "--yes")
	c.expect(exitDone, "plan")
	if body := c.get(c.client(c.authority()), "echo.e2e-life.localhost", "/").body; body != "bonjour https\n" {
		t.Errorf("got %q", body)
	}
}

func changedSetting(t *testing.T, c *chaton) {
	c.write(echoService, "bonsoir", false)
	planned := c.expect(exitPending, "plan").out
	if !strings.Contains(planned, "create container echo/app — its definition changed") || strings.Contains(planned, "gateway") {
		t.Errorf("plan: got\n%s", planned)
	}
	c.expect(exitDone, "apply", "--yes")
	if body := c.get(c.client(c.authority()), "echo.e2e-life.localhost", "/").body; body != "bonsoir https\n" {
		t.Errorf("got %q, want the new word", body)
	}
	c.expect(exitDone, "plan")
}

func failedReplacement(t *testing.T, c *chaton) {
	c.write(echoService, "jamais", true)
	failed := c.expect(exitRolledBack, "apply", "--yes")
	for _, said := range []string{"told to fail", "serves again"} {
		if !strings.Contains(failed.err, said) {
			t.Errorf("got\n%s\nwant %q said", failed.err, said)
		}
	}
	if body := c.get(c.client(c.authority()), "echo.e2e-life.localhost", "/").body; body != "bonsoir https\n" {
		t.Errorf("got %q, want the old one in service", body)
	}
	c.write(echoService, "bonsoir", false)
	c.expect(exitDone, "apply", "--yes")
	c.expect(exitDone, "plan")
}

// canary looks for the secret in everything but the places of decision 13: the
// vault, and the engine's configuration of the container that uses it.
func canary(t *testing.T, c *chaton) {
	secret := c.secret("echo/canary")
	if len(secret) != 24 {
		t.Fatalf("got a secret of %d characters, want 24", len(secret))
	}
	searched := 0
	for _, root := range []string{c.state, c.folder} {
		err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || !entry.Type().IsRegular() || entry.Name() == "vault.json" {
				return err
			}
			data, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			searched++
			if strings.Contains(string(data), secret) {
				t.Errorf("the secret stands in %s", path)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if searched < 10 {
		t.Errorf("only %d files were searched", searched)
	}
	labels := docker(t, "ps", "-a", "--format", "{{.Labels}} {{.Command}} {{.Names}}", "--filter", "label=org.chatiere.chaton="+c.slug)
	if strings.Contains(labels, secret) {
		t.Error("the secret stands in a label or a command")
	}
}

func destroyed(t *testing.T, c *chaton) {
	foreign := docker(t, "network", "create", c.slug+"-foreign")
	defer docker(t, "network", "rm", foreign)
	docker(t, "volume", "create", c.slug+"-foreign")
	defer docker(t, "volume", "rm", c.slug+"-foreign")

	kept := c.expect(exitDone, "destroy", "--yes")
	if strings.Contains(kept.out, "DESTROYS DATA") {
		t.Errorf("destroy without --data: got\n%s", kept.out)
	}
	if got, want := objects(t, c.slug), "volume "+c.slug+"-echo-data-g1"; got != want {
		t.Errorf("left: got %q, want %q", got, want)
	}
	c.expect(exitDone, "apply", "--yes")
	c.expect(exitDone, "destroy", "--yes", "--data")
	if got := objects(t, c.slug); got != "" {
		t.Errorf("left on the engine:\n%s", got)
	}
	if images := docker(t, "images", "-q", "chatiere/echo"); images != "" {
		t.Errorf("left images: %s", images)
	}
	if _, err := os.Stat(c.state); !os.IsNotExist(err) {
		t.Errorf("the state folder is left: %v", err)
	}
	docker(t, "network", "inspect", foreign)
	docker(t, "volume", "inspect", c.slug+"-foreign")
}

func TestE2E_BusyPortIsRefusedBeforeAnythingIsMade(t *testing.T) {
	c := newEcho(t, "e2e-busy")
	listener, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(c.https)))
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	c.write(echoService, "bonjour", false)
	got := c.expect(exitRefused, "apply", "--yes")
	if !strings.Contains(got.err, strconv.Itoa(c.https)) || !strings.Contains(got.err, "process "+strconv.Itoa(os.Getpid())) {
		t.Errorf("got\n%s\nwant the port and who holds it", got.err)
	}
	if left := objects(t, c.slug); left != "" {
		t.Errorf("made in spite of it:\n%s", left)
	}
}

func TestE2E_InterruptedApplyGoesOn(t *testing.T) {
	c := newEcho(t, "e2e-interrupted")
	c.write(echoService, "bonjour", false)
	command := c.command(t.Context(), "apply", "--yes", "--json")
	progress, err := command.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(progress)
	for lines.Scan() {
		if strings.Contains(lines.Text(), "container.create") {
			break
		}
	}
	if err := command.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	for lines.Scan() {
		continue // until it ends: a full pipe would hold it
	}
	_ = command.Wait()
	if got := command.ProcessState.ExitCode(); got != exitCancelled {
		t.Fatalf("got exit code %d, want %d", got, exitCancelled)
	}
	c.expect(exitDone, "apply", "--yes")
	c.expect(exitDone, "plan")
	if body := c.get(c.client(c.authority()), "echo.e2e-interrupted.localhost", "/").body; body != "bonjour https\n" {
		t.Errorf("got %q", body)
	}
}
