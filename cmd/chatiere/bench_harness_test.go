package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// The harness of the benchmarks: a service that keeps nothing, in as many
// copies as asked, and what one call of a program costs.

// steadyBase is what the service's recipe stands on: like a shipped module it
// is a few lines on a base that is there, and no large context.
const steadyBase = "docker.io/library/debian:steady-slim"

// steadyFolder holds the modules, and beside them the base with its server.
var steadyFolder = sync.OnceValues(func() (string, error) {
	folder, err := os.MkdirTemp("", "chatiere-steady-")
	if err != nil {
		return "", err
	}
	module, base := filepath.Join(folder, "modules", "steady"), filepath.Join(folder, "base")
	if err := os.CopyFS(module, os.DirFS("testdata/steady/module")); err != nil {
		return "", err
	}
	if err := errors.Join(os.Mkdir(filepath.Join(module, "image"), 0o755), os.Mkdir(base, 0o755)); err != nil {
		return "", err
	}
	if err := buildGo(filepath.Join(base, "server"), "./testdata/steady/server"); err != nil {
		return "", err
	}
	server, err := os.ReadFile(filepath.Join(base, "server"))
	if err != nil {
		return "", err
	}
	// A base's content is no input of a build, so the recipe names it.
	recipe := fmt.Sprintf("# %x\nFROM %s\nUSER 1000:1000\nENTRYPOINT [\"/server\"]\n", sha256.Sum256(server), steadyBase)
	return folder, errors.Join(
		os.WriteFile(filepath.Join(module, "image", "Containerfile"), []byte(recipe), 0o644),
		os.WriteFile(filepath.Join(base, "Dockerfile"), []byte("FROM scratch\nCOPY server /server\n"), 0o644),
	)
})

// newSteady makes a chaton with the steady module at hand.
func newSteady(t testing.TB, slug string) *chaton {
	t.Helper()
	c := newChaton(t, slug)
	folder, err := steadyFolder()
	if err != nil {
		t.Fatal(err)
	}
	docker(t, "build", "--quiet", "--tag", steadyBase, filepath.Join(folder, "base"))
	t.Cleanup(func() { docker(t, "rmi", steadyBase) })
	c.modules = filepath.Join(folder, "modules")
	return c
}

// writeSteady asks for as many services as said; each answers its own name and
// the word.
func (c *chaton) writeSteady(count int, word string) {
	c.t.Helper()
	var services strings.Builder
	for i := range count {
		name := steadyName(i)
		fmt.Fprintf(&services, "\nservice %q {\n  module = \"steady\"\n  settings = { word = \"%s %s\" }\n}\n", name, name, word)
	}
	c.write("%s", services.String())
}

func steadyName(index int) string { return fmt.Sprintf("s%02d", index+1) }

// measurer is the program that starts others and counts what they cost.
var measurer = sync.OnceValues(func() (string, error) {
	folder, err := os.MkdirTemp("", "chatiere-measure-")
	if err != nil {
		return "", err
	}
	path := filepath.Join(folder, "measure")
	return path, buildGo(path, "./testdata/measure")
})

// cost is what one call of a program took.
type cost struct {
	Took      time.Duration
	Processor time.Duration
	Memory    int64 // peak, in bytes
}

// costOf runs a command that must end with the code.
func costOf(t testing.TB, code int, command *exec.Cmd) cost {
	t.Helper()
	measure, err := measurer()
	if err != nil {
		t.Fatal(err)
	}
	report := filepath.Join(t.TempDir(), "cost.json")
	command.Args = append([]string{measure, report, command.Path}, command.Args[1:]...)
	command.Path = measure
	var said bytes.Buffer
	command.Stdout, command.Stderr = &said, &said
	_ = command.Run()
	if got := command.ProcessState.ExitCode(); got != code {
		t.Fatalf("%s: got exit code %d, want %d\n%s", strings.Join(command.Args, " "), got, code, said.String())
	}
	data, err := os.ReadFile(report)
	if err != nil {
		t.Fatal(err)
	}
	var measured cost
	if err := json.Unmarshal(data, &measured); err != nil {
		t.Fatal(err)
	}
	return measured
}

// costs are the same call, several times.
type costs []cost

func (c costs) took() time.Duration {
	return time.Duration(c.median(func(one cost) int64 { return int64(one.Took) }))
}

func (c costs) memory() int64 { return c.median(func(one cost) int64 { return one.Memory }) }

func (c costs) median(of func(cost) int64) int64 {
	var values []int64
	for _, one := range c {
		values = append(values, of(one))
	}
	slices.Sort(values)
	return values[len(values)/2]
}

// String has every round, so that noise is seen.
func (c costs) String() string {
	var words []string
	for _, one := range c {
		words = append(words, fmt.Sprintf("%.2fs %.2fs-cpu %dMB", one.Took.Seconds(), one.Processor.Seconds(), one.Memory>>20))
	}
	return strings.Join(words, ", ")
}
