package main

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"framagit.org/chatiere/chatiere/installer/catalog"
	"framagit.org/chatiere/chatiere/installer/gateway/acmetest"
	"framagit.org/chatiere/chatiere/installer/trial"
	"framagit.org/chatiere/chatiere/modules"
)

// TestE2E_Modules puts every live module and every engine through its whole
// life, two at a time, each lane with an ACME server of its own. With
// CHATIERE_RECORD=1 what was seen goes into modules/PROOFS.json.
func TestE2E_Modules(t *testing.T) {
	began := time.Now()
	queue := make(chan string)
	var (
		lanes   sync.WaitGroup
		writing sync.Mutex
		seen    []trial.Proof
	)
	for range 2 {
		lane := newLane(t)
		lanes.Go(func() {
			for name := range queue {
				proof := lane.try(name)
				writing.Lock()
				seen = append(seen, proof)
				writing.Unlock()
			}
		})
	}
	for _, name := range proven(t) {
		queue <- name
	}
	close(queue)
	lanes.Wait()
	t.Logf("all modules: %v", time.Since(began).Round(time.Second))
	if os.Getenv("CHATIERE_RECORD") == "1" {
		record(t, seen)
	}
}

// record writes what was seen into the sources; what did not pass is left out.
func record(t *testing.T, seen []trial.Proof) {
	path := filepath.Join("..", "..", "modules", "PROOFS.json")
	source, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	proofs, err := trial.ReadProofs(source)
	if err != nil {
		t.Fatal(err)
	}
	for _, proof := range seen {
		if proof.Passed() {
			proofs = proofs.With(proof)
		}
	}
	encoded, err := proofs.Encode()
	if err != nil {
		t.Fatal(err)
	}
	put(t, path, string(encoded))
}

// proven lists what must pass: engines, and services whose authors say so. The
// slowest come first, so that the lanes end together.
func proven(t *testing.T) []string {
	loaded, wrong := catalog.Load(modules.Files)
	if wrong.HasErrors() {
		t.Fatal(wrong)
	}
	var with, without []string
	for _, name := range loaded.Names() {
		module := loaded.Module(name)
		switch {
		case module.Kind != "engine" && module.Verified != "live":
		case len(module.Databases) > 0:
			with = append(with, name)
		default:
			without = append(without, name)
		}
	}
	return append(with, without...)
}

// lane tries one module after another.
type lane struct {
	t    *testing.T
	port int
	ca   *acmetest.CA
	root string // file of PEM
}

func newLane(t *testing.T) *lane {
	port := freePort(t)
	l := &lane{t: t, port: port, ca: acmetest.Start(t, port), root: filepath.Join(t.TempDir(), "roots.pem")}
	put(t, l.root, string(l.ca.Root)+string(l.ca.IssuingRoot()))
	return l
}

// try calls the program as a module's author does.
func (l *lane) try(name string) trial.Proof {
	path, err := program()
	if err != nil {
		l.t.Error(err)
		return trial.Proof{}
	}
	arguments := []string{
		"module", "test", name, "--json", "--lang", "en", "--keep-images", "--acme", l.ca.Directory, "--acme-root", l.root,
		"--port", strconv.Itoa(l.port), "--state", l.t.TempDir(),
	}
	command := exec.CommandContext(context.WithoutCancel(l.t.Context()), path, arguments...)
	command.Env = append(os.Environ(), "LC_ALL=C.UTF-8", "TERM=dumb")
	out, failed := command.Output()
	var proofs []trial.Proof
	if err := json.Unmarshal(out, &proofs); err != nil || len(proofs) != 1 {
		l.t.Errorf("%s: got %v, %v\n%s", name, failed, err, out)
		return trial.Proof{}
	}
	l.judge(proofs[0], failed)
	return proofs[0]
}

func (l *lane) judge(proof trial.Proof, failed error) {
	for _, step := range proof.Steps {
		l.t.Logf("%-12s %-15s %-7s %6.1f s  %s", proof.Module, step.Name, step.Outcome, step.Took.Seconds(), step.Detail)
		if step.Name == "certificate" && step.Outcome != trial.Passed {
			l.t.Errorf("%s: got no certificate of the ACME server", proof.Module)
		}
	}
	if failed != nil || !proof.Passed() {
		l.t.Errorf("%s did not pass: %v", proof.Module, failed)
	}
}
