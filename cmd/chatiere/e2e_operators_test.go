package main

import (
	"bufio"
	"encoding/json"
	"io"
	"os/user"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

const oneService = `
service "accueil" {
  module = "plain"
}
`

// TestFaults_TwoOperatorsAtOnce is failures.md, 19: of two who apply at the same
// moment one is told who is at work and since when, and a third, whose plan was
// made before theirs, is refused. A lock whose holder was killed is free.
func TestFaults_TwoOperatorsAtOnce(t *testing.T) {
	c := newFake(t)
	c.write(oneService)
	older := c.planID()

	first := c.heldInTheMiddle()
	second := c.run("apply", "--yes")
	if second.code != exitFailed {
		t.Errorf("the second: got exit code %d, want %d\n%s", second.code, exitFailed, second.err)
	}
	operator, err := user.Current()
	if err != nil {
		t.Fatal(err)
	}
	for _, said := range []string{"apply", operator.Username, "since", strconv.Itoa(first.process)} {
		if !strings.Contains(second.err, said) {
			t.Errorf("the second was told\n%s\nwant %q said", second.err, said)
		}
	}
	if code := first.goOn(); code != exitDone {
		t.Errorf("the first: got exit code %d, want %d", code, exitDone)
	}

	c.daemon.Forget()
	third := c.run("apply", "--plan", older)
	if third.code == exitDone || !strings.Contains(third.err, "situation changed") {
		t.Errorf("the third: got exit code %d\n%s\nwant it refused, since the situation changed", third.code, third.err)
	}
	if changes := c.daemon.Changes(); len(changes) > 0 {
		t.Errorf("the third changed %v", changes)
	}

	c.write(strings.Replace(oneService, `"plain"`, `"stored"`, 1))
	killed := c.heldInTheMiddle()
	killed.kill()
	c.expect(exitDone, "apply", "--yes")
	c.expect(exitDone, "plan")
}

// planID is what `apply --plan` takes.
func (c *fakeChaton) planID() string {
	c.t.Helper()
	var planned planJSON
	if err := json.Unmarshal([]byte(c.expect(exitPending, "plan", "--json").out), &planned); err != nil {
		c.t.Fatal(err)
	}
	return planned.Plan
}

// heldRun is an apply that was frozen in the middle.
type heldRun struct {
	process int
	goOn    func() int // lets it end and gives its exit code
	kill    func()
}

func (c *fakeChaton) heldInTheMiddle() heldRun {
	c.t.Helper()
	command := c.command("apply", "--yes", "--json")
	progress, err := command.StderrPipe()
	if err != nil {
		c.t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		c.t.Fatal(err)
	}
	lines := bufio.NewScanner(progress)
	for lines.Scan() && !strings.HasPrefix(progressLine(lines.Text()), "container.create") {
		continue
	}
	if err := command.Process.Signal(syscall.SIGSTOP); err != nil {
		c.t.Fatal(err)
	}
	end := func(signal syscall.Signal) int {
		_ = command.Process.Signal(signal)
		_, _ = io.Copy(io.Discard, progress)
		_ = command.Wait()
		return command.ProcessState.ExitCode()
	}
	return heldRun{
		process: command.Process.Pid,
		goOn:    func() int { return end(syscall.SIGCONT) },
		kill:    func() { end(syscall.SIGKILL) },
	}
}
