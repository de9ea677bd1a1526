package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"framagit.org/chatiere/chatiere/installer/engine/enginetest"
	"framagit.org/chatiere/chatiere/installer/gateway"
	"framagit.org/chatiere/chatiere/installer/gateway/certificates"
)

// The harness of tests that need an engine to do as it is told: the program as
// it ships, a real gateway and a real state folder, and for the engine the fake
// one, which can be put back to an earlier moment.

// fakeRegistry is what the fake engine can pull.
var fakeRegistry = map[string]string{
	"registry.example/pulled:1.0.0": "sha256:" + strings.Repeat("1", 64),
	"registry.example/pulled:2.0.0": "sha256:" + strings.Repeat("2", 64),
}

// fakeChaton is one chaton on a fake engine of its own.
type fakeChaton struct {
	t      *testing.T
	daemon *enginetest.Daemon
	root   string // holds the two folders
	shelf  string // the folder of --modules
	pool   string // of networks
	http   int
	https  int
}

const fakeSlug = "petit"

func newFake(t *testing.T) *fakeChaton {
	t.Helper()
	c := &fakeChaton{
		t: t, root: filepath.Join(memoryFolder(t), "chaton"), shelf: "testdata/faults", pool: claimPool(t),
		http: freePort(t), https: freePort(t),
	}
	c.daemon = enginetest.Start(t, enginetest.Options{Registry: fakeRegistry, Run: runFake, Ends: jobFake, Bridge: bridgeFake})
	if err := errors.Join(clearLoopback(c.pool), os.MkdirAll(c.folder(), 0o755)); err != nil {
		t.Fatal(err)
	}
	return c
}

// memoryFolder is a temporary folder in memory where the machine has one: the
// program waits for the disk at each file that must survive a power cut, a
// thousand times in these tests.
func memoryFolder(t *testing.T) string {
	t.Helper()
	folder, err := os.MkdirTemp("/dev/shm", "chatiere-")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(folder); err != nil {
			t.Error(err)
		}
	})
	return folder
}

func (c *fakeChaton) folder() string   { return filepath.Join(c.root, "chaton") }
func (c *fakeChaton) state() string    { return filepath.Join(c.root, "state") }
func (c *fakeChaton) lockFile() string { return filepath.Join(c.folder(), "chaton.lock.hcl") }

// runFake is what containers of the fake engine really run: the gateway.
func runFake(container enginetest.Container) (end func(), err error) {
	if len(container.Command) == 0 || container.Command[0] != "gateway" {
		return nil, nil
	}
	folder := container.Binds["/gateway"]
	issuer, err := certificates.LoadIssuer(folder)
	if err != nil {
		return nil, err
	}
	places, err := placesFake(container.Command)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(context.Background())
	options := gateway.Options{Folder: folder, Public: container.Binds["/public"], Issuer: issuer, Linger: time.Millisecond}
	began, ended := time.Now(), make(chan error, 1)
	go func() { ended <- gateway.Run(ctx, options, places) }()
	end = func() {
		cancel()
		<-ended
	}
	if err := servesSince(folder, began, ended); err != nil {
		cancel()
		return nil, err
	}
	return end, nil
}

// jobFake ends every job that runs once as soon as it begins, and well; so does
// what refills the probe's volume.
func jobFake(container enginetest.Container) (code int, ends bool) {
	name := container.Labels["org.chatiere.container"]
	return 0, slices.Contains([]string{"job-migrate", "job-index", "job-admin", "probe-filler"}, name)
}

// servesSince returns once the gateway that began then answers: all gateways
// here are one process, and who asks cannot tell them apart.
func servesSince(folder string, began time.Time, ended <-chan error) error {
	ticker := time.NewTicker(5 * time.Millisecond)
	defer ticker.Stop()
	late := time.After(20 * time.Second)
	for {
		status, err := gateway.Dial(folder).Status(context.Background())
		if err == nil && status.Started.After(began) {
			return nil
		}
		select {
		case err := <-ended:
			return fmt.Errorf("the gateway ended: %w", err)
		case <-late:
			return errors.New("the gateway does not answer")
		case <-ticker.C:
		}
	}
}

// write writes chaton.hcl.
func (c *fakeChaton) write(services string) {
	c.t.Helper()
	text := fmt.Sprintf(`
chaton %q {
  name     = "Le Chaton d'essai"
  domain   = "%s.localhost"
  language = "fr"
}

contact {
  email = "contact@ailleurs.example"
}

gateway {
  listen = ["127.0.0.1"]
  http   = %d
  https  = %d
}

engine {
  pool = %q
}
`, fakeSlug, fakeSlug, c.http, c.https, c.pool) + services
	if err := os.WriteFile(filepath.Join(c.folder(), "chaton.hcl"), []byte(text), 0o644); err != nil {
		c.t.Fatal(err)
	}
}

// command is a call of the program as it ships.
func (c *fakeChaton) command(arguments ...string) *exec.Cmd {
	c.t.Helper()
	path, err := program()
	if err != nil {
		c.t.Fatal(err)
	}
	arguments = append(arguments, "--chdir", c.folder(), "--state", c.state(), "--lang", "en", "--modules", c.shelf)
	command := exec.Command(path, arguments...)
	command.Env = append(os.Environ(), "LC_ALL=C.UTF-8", "TERM=dumb", "DOCKER_HOST="+c.daemon.Host)
	return command
}

func (c *fakeChaton) run(arguments ...string) answer {
	c.t.Helper()
	command := c.command(arguments...)
	var out, errs bytes.Buffer
	command.Stdout, command.Stderr = &out, &errs
	err := command.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		c.t.Fatal(err)
	}
	return answer{out: out.String(), err: errs.String(), code: command.ProcessState.ExitCode()}
}

func (c *fakeChaton) expect(code int, arguments ...string) answer {
	c.t.Helper()
	got := c.run(arguments...)
	if got.code != code {
		c.t.Fatalf("chatiere %s: got exit code %d, want %d\n%s\n%s", strings.Join(arguments, " "), got.code, code, got.out, got.err)
	}
	return got
}

// moment is all that there is: the engine's objects and the two folders.
type moment struct {
	objects enginetest.Snapshot
	folder  string
}

func (c *fakeChaton) save(name string) moment {
	c.t.Helper()
	folder := filepath.Join(memoryFolder(c.t), name)
	if err := copyFolder(c.root, folder); err != nil {
		c.t.Fatal(err)
	}
	return moment{c.daemon.Snapshot(), folder}
}

// restore goes back to a moment.
func (c *fakeChaton) restore(t *testing.T, back moment) {
	t.Helper()
	err := c.daemon.Restore(back.objects, func() error {
		if err := os.RemoveAll(c.root); err != nil {
			return err
		}
		return copyFolder(back.folder, c.root)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// copyFolder keeps owners and modes, which the program looks at.
func copyFolder(from, to string) error {
	if said, err := exec.Command("cp", "-a", from, to).CombinedOutput(); err != nil {
		return fmt.Errorf("copy %s: %w: %s", from, err, said)
	}
	return nil
}

// placesFake reads where a gateway's command lets visitors in.
func placesFake(command []string) (places gateway.Places, err error) {
	values := map[string]string{}
	for i := 1; i+1 < len(command); i += 2 {
		values[command[i]] = command[i+1]
	}
	for flag, into := range map[string]*int{"--http": &places.HTTP, "--https": &places.HTTPS} {
		if *into, err = strconv.Atoi(values[flag]); err != nil {
			return places, err
		}
	}
	places.Addresses = []string{values["--listen"]}
	return places, nil
}
