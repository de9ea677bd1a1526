package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"framagit.org/chatiere/chatiere/installer/scale"
)

// TestE2E_EngineStoppedInTheMiddle is failures.md, 11 and 20: the engine itself
// ends in the middle of an apply, by a power cut or by an orderly stop, and
// comes back; the next apply reaches what was wanted.
func TestE2E_EngineStoppedInTheMiddle(t *testing.T) {
	c := newStopped(t)
	cases := []struct {
		at     string // the operation that is under way
		signal syscall.Signal
	}{
		{"image.build", syscall.SIGKILL}, // the first apply
		{"container.start echo/app", syscall.SIGTERM},
		{"container.stop echo/app", syscall.SIGKILL},
		{"container.create echo/app", syscall.SIGKILL},
		{"health.wait echo/app", syscall.SIGTERM},
		{"routes.switch echo", syscall.SIGKILL},
		{"container.remove echo/app", syscall.SIGKILL},
	}
	for i, each := range cases[:min(len(cases), scale.EngineStops())] {
		t.Run(each.at+" "+each.signal.String(), func(t *testing.T) {
			word := string(rune('a' + i))
			c.write(echoService, word, false)
			c.stoppedAt(t, each.at, each.signal)
			if got := c.call(t, "apply", "--yes"); got.code != exitDone {
				t.Fatalf("apply after the stop: got exit code %d\n%s\n%s", got.code, got.out, got.err)
			}
			if got := c.call(t, "plan"); got.code != exitDone {
				t.Errorf("the plan after it: got exit code %d\n%s\n%s", got.code, got.out, got.err)
			}
			if body := c.get(c.inside(), "echo.e2e-stopped.localhost", "/").body; body != word+" https\n" {
				t.Errorf("got %q, want %q", body, word)
			}
		})
	}
}

// stopped is a chaton on an engine of its own.
type stopped struct {
	*chaton
	engine *privateEngine
}

func newStopped(t *testing.T) *stopped {
	t.Helper()
	modules, err := echoModules()
	if err != nil {
		t.Fatal(err)
	}
	root := t.TempDir()
	c := &stopped{
		chaton: &chaton{
			t: t, slug: "e2e-stopped", folder: filepath.Join(root, "chaton"), state: filepath.Join(root, "state"),
			modules: modules, http: 8080, https: 8443, // nobody else is in its network
		},
		engine: newPrivateEngine(t),
	}
	if err := os.MkdirAll(c.folder, 0o755); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.call(t, "destroy", "--yes", "--data", "--name", c.slug) })
	return c
}

// started starts the program in the engine's network.
func (c *stopped) started(t *testing.T, out, errs io.Writer, arguments ...string) *exec.Cmd {
	t.Helper()
	command := c.command(context.Background(), arguments...) // the cleaning up comes after the test
	command.Env = append(command.Env, "DOCKER_HOST=unix://"+c.engine.socket())
	command.Stdout, command.Stderr = out, errs
	if err := c.engine.network.do(command.Start); err != nil {
		t.Fatal(err)
	}
	return command
}

func (c *stopped) call(t *testing.T, arguments ...string) answer {
	t.Helper()
	var out, errs bytes.Buffer
	command := c.started(t, &out, &errs, arguments...)
	err := command.Wait()
	if exit := new(exec.ExitError); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return answer{out: out.String(), err: errs.String(), code: command.ProcessState.ExitCode()}
}

// stoppedAt stops the engine once the operation has begun, and starts it again
// when the program has given up.
func (c *stopped) stoppedAt(t *testing.T, at string, signal syscall.Signal) {
	t.Helper()
	progress, writer := io.Pipe()
	command := c.started(t, io.Discard, writer, "apply", "--yes", "--json")
	over := make(chan struct{})
	go func() {
		defer close(over)
		_ = command.Wait()
		writer.Close()
	}()
	met := false
	for lines := bufio.NewScanner(progress); lines.Scan(); {
		if line := progressLine(lines.Text()); !met && strings.HasPrefix(line, at) {
			met = true
			c.engine.end(signal)
		}
	}
	<-over
	if !met {
		t.Fatalf("the run never came to %q", at)
	}
	if code := command.ProcessState.ExitCode(); code == exitDone {
		t.Errorf("apply without an engine: got exit code %d", code)
	}
	c.engine.start()
}

// inside is a client of the gateway in the engine's network.
func (c *stopped) inside() *http.Client {
	client := c.client(c.authority())
	client.Transport.(*http.Transport).DialContext = func(ctx context.Context, network, _ string) (net.Conn, error) {
		return c.engine.network.dial(ctx, network, net.JoinHostPort("127.0.0.1", strconv.Itoa(c.https)))
	}
	return client
}
