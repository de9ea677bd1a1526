package schedule

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"time"
)

// Exit codes of a command that did not end by itself, as shells have them.
const (
	CodeTimeout    = 124
	codeNotStarted = 127
	codeSignal     = 128
)

// grace is how long a command that is to end may take before it is killed.
const grace = 10 * time.Second

// errTimeout is the cause of a context that a job's own timeout ended.
var errTimeout = errors.New("timeout")

// outcome is how one run of a command ended.
type outcome struct {
	code    int
	problem string // "" when code is 0
	took    time.Duration
}

// streams are where a command writes: files, so that it has them by itself.
type streams struct{ out, err *os.File }

// run runs the command once, in a process group of its own. Nothing of it is
// left when run returns: what it left behind is killed, so that no two runs are
// ever at work at once.
func (j Job) run(ctx context.Context, to streams) outcome {
	began := time.Now()
	ctx, cancel := context.WithTimeoutCause(ctx, j.Timeout, errTimeout)
	defer cancel()
	command := exec.CommandContext(ctx, j.Command[0], j.Command[1:]...)
	command.Stdout, command.Stderr = to.out, to.err
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	command.WaitDelay = grace
	command.Cancel = func() error { return syscall.Kill(-command.Process.Pid, syscall.SIGTERM) }
	if j.Stdin != "" {
		stdin, err := os.Open(j.Stdin)
		if err != nil {
			return outcome{code: codeNotStarted, problem: "its input cannot be read: " + err.Error()}
		}
		defer stdin.Close()
		command.Stdin = stdin
	}
	err := command.Run()
	if command.Process != nil {
		endGroup(command.Process.Pid)
	}
	ended := j.judge(ctx, command, err)
	ended.took = time.Since(began)
	return ended
}

func (j Job) judge(ctx context.Context, command *exec.Cmd, err error) outcome {
	switch {
	case errors.Is(context.Cause(ctx), errTimeout) && err != nil:
		return outcome{code: CodeTimeout, problem: fmt.Sprintf("ended after its timeout of %s", j.Timeout)}
	case command.ProcessState == nil:
		return outcome{code: codeNotStarted, problem: "not started: " + err.Error()}
	}
	code := command.ProcessState.ExitCode()
	if status, ok := command.ProcessState.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		code = codeSignal + int(status.Signal())
	}
	if code == 0 {
		return outcome{}
	}
	return outcome{code: code, problem: fmt.Sprintf("exit code %d", code)}
}

// endGroup ends what is left of a process group. A process that was killed is
// still there for a moment, and as long as nobody has taken its end.
func endGroup(group int) {
	for range 100 {
		if syscall.Kill(-group, syscall.SIGKILL) != nil {
			return
		}
		reap()
		time.Sleep(10 * time.Millisecond)
	}
}

// reap takes the ends of processes that the command left to the first process
// of the container. No other child is waited for meanwhile.
func reap() {
	if os.Getpid() != 1 {
		return
	}
	for {
		pid, err := syscall.Wait4(-1, nil, syscall.WNOHANG, nil)
		if pid <= 0 || err != nil {
			return
		}
	}
}
