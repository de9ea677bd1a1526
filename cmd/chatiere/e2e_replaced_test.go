package main

import (
	"bufio"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestE2E_ApplyReplacesTheGatewayWithoutLoss lets apply replace the gateway's
// container again and again while visitors ask without a pause, and once while
// a download goes on, which ends whole.
func TestE2E_ApplyReplacesTheGatewayWithoutLoss(t *testing.T) {
	c := newSteady(t, "e2e-replaced")
	c.writeSteady(1, "0")
	c.expect(exitDone, "apply", "--yes")
	former := c.container("/gateway")

	crowd := newCrowd(c, 1)
	stop := crowd.begin()
	download := c.download("/slow")
	c.http = freePort(t) // a flag of its command
	c.writeSteady(1, "0")
	c.replaceGateway(func() { docker(t, "kill", "--signal", "USR1", c.container(steadyName(0)+"/app")) })
	body, err := io.ReadAll(download)
	if lines := strings.Split(strings.TrimSpace(string(body)), "\n"); err != nil || lines[len(lines)-1] != "end" {
		t.Errorf("the download: got %.200q and %v, want all of it", body, err)
	}
	c.http = freePort(t)
	c.writeSteady(1, "0")
	began := time.Now()
	c.expect(exitDone, "apply", "--yes")
	took := time.Since(began)
	stop()
	t.Logf("two gateways replaced, the second in %s; %d requests (%d by HTTP/2, %d on fresh connections), %d failed",
		took.Round(time.Millisecond), crowd.answered.Load(), crowd.second.Load(), crowd.fresh.Load(), crowd.failed.Load())
	if failed := crowd.failed.Load(); failed > 0 {
		t.Errorf("got %d failed requests, want none; the first: %v", failed, *crowd.first.Load())
	}
	c.expect(exitDone, "plan")
	if now := c.container("/gateway"); now == former {
		t.Errorf("the gateway is still %s", now)
	}
}

// TestE2E_GatewayAtOtherAddressesStopsFirst: who listens at all addresses keeps
// the next one from each of them, and the plan says what that costs.
func TestE2E_GatewayAtOtherAddressesStopsFirst(t *testing.T) {
	c := newSteady(t, "e2e-elsewhere")
	c.writeSteady(1, "0")
	c.expect(exitDone, "apply", "--yes")
	former := c.container("/gateway")
	file := filepath.Join(c.folder, "chaton.hcl")
	text, err := os.ReadFile(file)
	if err == nil {
		err = os.WriteFile(file, bytes.Replace(text, []byte(`["127.0.0.1"]`), []byte(`["0.0.0.0"]`), 1), 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
	if said := c.expect(exitPending, "plan"); !strings.Contains(said.out+said.err, "it cannot hand over its ports") {
		t.Errorf("got plan %q, want the silence announced", said.out+said.err)
	}
	c.expect(exitDone, "apply", "--yes")
	if now := c.container("/gateway"); now == former {
		t.Errorf("the gateway is still %s", now)
	}
	if body := c.get(c.client(c.authority()), c.steadyHost(0), "/").body; body != "s01 0\n" {
		t.Errorf("got %q, want the service's answer", body)
	}
	c.expect(exitDone, "plan")
}

// TestE2E_KilledWhileTheGatewayIsReplaced: visitors see nothing of it, and the
// same command again ends what was begun. TestFaults kills everywhere.
func TestE2E_KilledWhileTheGatewayIsReplaced(t *testing.T) {
	c := newSteady(t, "e2e-cut")
	c.writeSteady(1, "0")
	c.expect(exitDone, "apply", "--yes")
	crowd := newCrowd(c, 1)
	stop := crowd.begin()
	moments := []string{"health.wait gateway started", "container.stop gateway started"}
	for _, at := range moments {
		c.http = freePort(t)
		c.writeSteady(1, "0")
		c.killedAt(at, "apply", "--yes", "--json")
		c.again()
		c.expect(exitDone, "plan")
		c.container("/gateway") // one is left
	}
	stop()
	t.Logf("apply killed at %q, %d requests, %d failed", moments, crowd.answered.Load(), crowd.failed.Load())
	if failed := crowd.failed.Load(); failed > 0 {
		t.Errorf("got %d failed requests, want none; the first: %v", failed, *crowd.first.Load())
	}
}

// replaceGateway applies, and does something once the run says that it waits for
// what the old gateway has under way.
func (c *chaton) replaceGateway(waited func()) {
	c.t.Helper()
	command := c.command(c.t.Context(), "apply", "--yes", "--json")
	progress, err := command.StderrPipe()
	if err != nil {
		c.t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		c.t.Fatal(err)
	}
	done := false
	for lines := bufio.NewScanner(progress); lines.Scan(); {
		if !done && strings.Contains(lines.Text(), "routes.drain gateway") && strings.Contains(lines.Text(), "progress") {
			done = true
			waited()
		}
	}
	if err := command.Wait(); err != nil || !done {
		c.t.Fatalf("apply: got %v, said that it waits: %t", err, done)
	}
}
