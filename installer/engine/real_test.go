package engine

import (
	"bytes"
	"context"
	"errors"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/site"
)

// The tests of this file need the machine's container engine.

func TestReal_NetworkIsIsolatedAndObserved(t *testing.T) {
	e := realEngine(t)
	source := programImage(t, e)
	wiki, notes := isolated(t, e, "wiki"), isolated(t, e, "notes")
	server := webContainer(source, wiki)
	run(t, e, server)
	must(t, wait(t, e, server))
	seen, err := e.Observe(t.Context(), e.options.Slug, nil)
	must(t, err)
	address := seen.Containers[0].Networks[wiki.Name]
	for _, client := range []struct {
		in   *site.Network
		code int
	}{{wiki, 0}, {notes, 3}} {
		container := webContainer(source, client.in)
		container.Name, container.Command = "client", []string{"wait"}
		run(t, e, container)
		limited, cancel := context.WithTimeout(t.Context(), 3*time.Second)
		code, err := e.Exec(limited, e.ContainerName(container), []string{"/chatiere", "reach", address + ":8080"}, nil, nil, nil)
		cancel()
		if client.code == 0 && (err != nil || code != 0) || client.code != 0 && err == nil && code == 0 {
			t.Errorf("from %s: got code %d, %v, want %d", client.in.Name, code, err, client.code)
		}
	}
	if err := e.Do(t.Context(), plan.Operation{Kind: plan.NetworkRemove, Object: wiki.Name}, nil); err == nil {
		t.Error("a network with containers in it was removed")
	}
}

func TestReal_SecondNetworkIsJoinedBeforeTheStart(t *testing.T) {
	e := realEngine(t)
	source := programImage(t, e)
	wiki, out := isolated(t, e, "wiki"), isolated(t, e, "wiki-out")
	wanted := webContainer(source, wiki)
	wanted.Networks[0].Address = nextAddress(wiki, 4)
	wanted.Networks = append(wanted.Networks, site.Attachment{Network: out.Name, Address: nextAddress(out, 5)})
	do(t, e, plan.Operation{Kind: plan.ContainerCreate, Container: wanted})
	connect := plan.Operation{Kind: plan.NetworkConnect, Container: wanted, Network: out}
	do(t, e, connect)
	do(t, e, connect)
	do(t, e, plan.Operation{Kind: plan.ContainerStart, Container: wanted})
	must(t, wait(t, e, wanted))
	seen, err := e.Observe(t.Context(), e.options.Slug, nil)
	must(t, err)
	for _, place := range wanted.Networks {
		if got := seen.Containers[0].Networks[place.Network]; got != place.Address {
			t.Errorf("%s: got %q, want %q", place.Network, got, place.Address)
		}
	}
}

// nextAddress is the address that comes so many after the gateway's.
func nextAddress(in *site.Network, after int) string {
	address := netip.MustParseAddr(in.Gateway)
	for range after {
		address = address.Next()
	}
	return address.String()
}

func TestReal_ContainerIsConfinedAndSeesItsFiles(t *testing.T) {
	e := realEngine(t)
	in := isolated(t, e, "wiki")
	wanted := webContainer(programImage(t, e), in)
	wanted.User = "1234:1235"
	wanted.Tmpfs = []site.Tmpfs{{Path: "/tmp", Size: 1 << 20}, {Path: "/run/app", Size: 2 << 20, Executable: true}}
	wanted.Files = []site.RenderedFile{{Path: "/etc/app/app.conf", Content: "mot de passe", Hash: strings.Repeat("ab", 32), Mode: 0o440}}
	run(t, e, wanted)
	must(t, wait(t, e, wanted))
	inside := func(words ...string) (int, string) {
		var said bytes.Buffer
		code, err := e.Exec(t.Context(), e.ContainerName(wanted), append([]string{"/.chatiere/chatiere"}, words...), nil, &said, &said)
		must(t, err)
		return code, said.String()
	}
	if code, got := inside("read", "/etc/app/app.conf"); code != 0 || got != "mot de passe" {
		t.Errorf("file: got %q", got)
	}
	for _, path := range []string{"/x", "/.chatiere/x", "/etc/app/app.conf"} {
		if code, _ := inside("write", path); code == 0 {
			t.Errorf("%s could be written", path)
		}
	}
	if code, got := inside("write", "/run/app/x"); code != 0 {
		t.Errorf("its own tmpfs: got %s", got)
	}
	wants := map[string][]string{
		"/tmp":     {"rw,", "nosuid", "nodev", "noexec", "size=1024k", "uid=1234", "gid=1235"},
		"/run/app": {"rw,", "nosuid", "nodev", "size=2048k", "mode=755"},
	}
	for path, options := range wants {
		_, line := inside("mounts", path)
		for _, option := range options {
			if !strings.Contains(line, option) {
				t.Errorf("%s: got %q, want %q in it", path, line, option)
			}
		}
	}
	if _, line := inside("mounts", "/run/app"); strings.Contains(line, "noexec") {
		t.Errorf("/run/app: got %q", line)
	}
	if _, status := inside("read", "/proc/self/status"); !strings.Contains(status, "CapBnd:\t0000000000000000") || !strings.Contains(status, "NoNewPrivs:\t1") {
		t.Errorf("got capabilities\n%s", status)
	}
	if _, resolver := inside("read", "/etc/resolv.conf"); !strings.Contains(resolver, "timeout:1") || !strings.Contains(resolver, "attempts:1") {
		t.Errorf("resolver: got %q", resolver)
	}
}

func TestReal_HealthIsReadByUsAndByTheEngine(t *testing.T) {
	e := realEngine(t)
	source, in := programImage(t, e), isolated(t, e, "wiki")
	checks := map[string]site.Health{
		"http":    {Kind: "http", Port: 8080, Path: "/", Host: "wiki.test", Status: 200},
		"tcp":     {Kind: "tcp", Port: 8080},
		"command": {Kind: "command", Command: []string{"/chatiere", "reach", "127.0.0.1:8080"}},
	}
	for name, health := range checks {
		health.Start, health.Interval, health.Timeout, health.Retries = 20*time.Second, time.Second, 5*time.Second, 3
		wanted := webContainer(source, in)
		wanted.Name, wanted.Health = name, health
		run(t, e, wanted)
		if err := wait(t, e, wanted); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := nativeHealth(t, e, e.ContainerName(wanted)); got != "healthy" {
			t.Errorf("%s: the engine says %q", name, got)
		}
	}
}

// nativeHealth waits until the engine has made up its mind.
func nativeHealth(t *testing.T, e *Engine, name string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	for {
		found, err := e.docker.ContainerInspect(ctx, name)
		must(t, err)
		if health := healthOf(found.State); health != "starting" {
			return health
		}
		must(t, pause(ctx, probeEvery))
	}
}

func TestReal_UnhealthyIsSaidInThreeWays(t *testing.T) {
	e := realEngine(t)
	source, in := programImage(t, e), isolated(t, e, "wiki")
	cases := map[string]struct {
		health site.Health
		want   string
	}{
		"not-listening": {site.Health{Kind: "http", Port: 8081, Path: "/"}, "not listening"},
		"wrong-path":    {site.Health{Kind: "http", Port: 8080, Path: "/missing"}, "wrong answer: 404"},
		"unhealthy":     {site.Health{Kind: "command", Command: []string{"/chatiere", "fail"}}, "unhealthy: the check exited with code 3"},
	}
	for name, c := range cases {
		wanted := webContainer(source, in)
		wanted.Name, wanted.Health = name, c.health
		wanted.Health.Start = 700 * time.Millisecond
		run(t, e, wanted)
		err := wait(t, e, wanted)
		var unhealthy *HealthError
		if !errors.As(err, &unhealthy) || unhealthy.Last != c.want {
			t.Errorf("%s: got %v, want %q", name, err, c.want)
		}
	}
}

func TestReal_EndedContainerFailsAtOnceWithItsLastLines(t *testing.T) {
	e := realEngine(t)
	e.options.Redact = func(text string) string { return strings.ReplaceAll(text, "canary", "[password]") }
	wanted := webContainer(programImage(t, e), isolated(t, e, "wiki"))
	wanted.Command = []string{"no", "database", "canary"}
	wanted.Health.Start = time.Minute
	run(t, e, wanted)
	err := wait(t, e, wanted)
	var unhealthy *HealthError
	if !errors.As(err, &unhealthy) || unhealthy.Waited > 30*time.Second {
		t.Fatalf("got %v", err)
	}
	if !strings.HasPrefix(unhealthy.Last, "exited") || !strings.Contains(err.Error(), "no database [password]") {
		t.Errorf("got %v", err)
	}
}

func TestReal_VolumeOutlivesItsContainer(t *testing.T) {
	e := realEngine(t)
	wanted := webContainer(programImage(t, e), isolated(t, e, "wiki"))
	volume := &site.Volume{Service: "wiki", Name: "data", Generation: 1, ObjectName: e.options.Slug + "-wiki-data-g1"}
	wanted.User = "0:0"
	wanted.Mounts = []site.Mount{{Volume: "data", Path: "/data", Object: volume.ObjectName}}
	create := plan.Operation{Kind: plan.VolumeCreate, Volume: volume}
	do(t, e, create)
	run(t, e, wanted)
	name := e.ContainerName(wanted)
	if code, err := e.Exec(t.Context(), name, []string{"/chatiere", "write", "/data/x"}, nil, nil, nil); code != 0 || err != nil {
		t.Errorf("write: got code %d, %v", code, err)
	}
	if err := e.Do(t.Context(), plan.Operation{Kind: plan.ContainerRemove, Object: name}, nil); err == nil {
		t.Error("a running container was removed")
	}
	do(t, e, plan.Operation{Kind: plan.ContainerStop, Container: wanted})
	do(t, e, plan.Operation{Kind: plan.ContainerRemove, Container: wanted})
	do(t, e, create)
	run(t, e, wanted)
	var said bytes.Buffer
	if _, err := e.Exec(t.Context(), name, []string{"/chatiere", "read", "/data/x"}, nil, &said, nil); said.String() != "bonjour" {
		t.Errorf("got %q, %v", said.String(), err)
	}
}

func TestReal_ProbeVolumeHoldsTheRootOfTheCA(t *testing.T) {
	e := realEngine(t)
	e.options.CA = filepath.Join(t.TempDir(), "root.pem")
	must(t, os.WriteFile(e.options.CA, []byte("-----BEGIN"), 0o600))
	wanted := webContainer(programImage(t, e), isolated(t, e, "wiki"))
	run(t, e, wanted)
	var said bytes.Buffer
	_, err := e.Exec(t.Context(), e.ContainerName(wanted), []string{"/chatiere", "read", "/.chatiere/ca.pem"}, nil, &said, &said)
	if err != nil || said.String() != "-----BEGIN" {
		t.Errorf("got %q, %v", said.String(), err)
	}
}
