package main

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"framagit.org/chatiere/chatiere/installer"
	"framagit.org/chatiere/chatiere/installer/catalog"
	"framagit.org/chatiere/chatiere/installer/engine/enginetest"
	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/scale"
	"framagit.org/chatiere/chatiere/installer/site"
)

// TestSequences_AfterEachApplyNothingIsLeft is failures.md, 14, for sequences
// that nobody thought of: edits of chaton.hcl and changes by hand on the engine,
// drawn from a seed. After each apply the plan is empty, and nothing was done
// that the plan did not say. One sequence again:
//
//	go test ./cmd/chatiere -run 'TestSequences/seed=17$'
func TestSequences_AfterEachApplyNothingIsLeft(t *testing.T) {
	c := newFake(t)
	t.Setenv("DOCKER_HOST", c.daemon.Host)
	loaded, wrong := catalog.Load(os.DirFS("testdata/faults"))
	if wrong.HasErrors() {
		t.Fatal(wrong)
	}
	c.daemon.Images = []*enginetest.Image{{ID: "sha256:foreign", Names: []string{"foreign:1"}}}
	// A chaton without services stands already: gateway and probe are made once.
	(&sequence{t: t, chaton: c, catalog: loaded}).apply()
	start := c.save("start")
	applies, began := 0, time.Now()
	for seed := range scale.Sequences() {
		t.Run(fmt.Sprintf("seed=%d", seed), func(t *testing.T) {
			c.restore(t, start)
			s := &sequence{
				t: t, chaton: c, catalog: loaded, services: map[string]*drawn{},
				random: rand.New(rand.NewPCG(uint64(seed), 14)),
			}
			defer s.tell()
			for range 2 + s.random.IntN(2) {
				s.step()
				applies++
			}
		})
	}
	t.Logf("%d sequences, %d applies in %v", scale.Sequences(), applies, time.Since(began).Round(time.Second))
}

// sequence is one sequence under way.
type sequence struct {
	t        *testing.T
	chaton   *fakeChaton
	catalog  *catalog.Catalog
	random   *rand.Rand
	services map[string]*drawn
	steps    []string
}

// tell prints what was done, after a failure only.
func (s *sequence) tell() {
	if s.t.Failed() {
		s.t.Logf("steps:\n%s", strings.Join(s.steps, "\n"))
	}
}

// note writes down a step; an empty one did not take place.
func (s *sequence) note(step string) {
	if step != "" {
		s.steps = append(s.steps, step)
	}
}

// step changes one to three things, some of them by hand, and applies.
func (s *sequence) step() {
	for range 1 + s.random.IntN(3) {
		if len(s.steps) == 0 || s.random.IntN(2) == 0 {
			s.note(s.edit())
		} else {
			s.note(s.drift())
		}
	}
	s.apply()
}

func (s *sequence) apply() {
	s.t.Helper()
	s.note("apply")
	request := s.request()
	before := s.planned(request)
	s.chaton.daemon.Forget()
	var mutex sync.Mutex
	var events []plan.Event
	note := func(event plan.Event) {
		mutex.Lock()
		defer mutex.Unlock()
		events = append(events, event)
	}
	performed, err := installer.Apply(s.t.Context(), request, before.ID(), note)
	// The gateway, say, was healthy a moment later: the new plan is the promise.
	for changed := new(installer.ChangedError); errors.As(err, &changed); {
		before = changed.Plan
		performed, err = installer.Apply(s.t.Context(), request, before.ID(), note)
	}
	if err != nil {
		s.t.Fatalf("apply: %v\nthe plan was\n%s", err, before)
	}
	performed.Close()
	s.checkPromise(before, events)
	if after := s.planned(s.request()); !after.Empty() {
		s.t.Fatalf("the plan after apply: got\n%s\nwant nothing; the plan was\n%s", after, before)
	}
}

func (s *sequence) request() installer.Request {
	s.t.Helper()
	c := s.chaton
	c.write(s.text())
	source, err := os.ReadFile(filepath.Join(c.folder(), "chaton.hcl"))
	if err != nil {
		s.t.Fatal(err)
	}
	file, wrong := site.Load("chaton.hcl", source)
	if wrong.HasErrors() {
		s.t.Fatal(wrong)
	}
	file.Folder = c.folder()
	binary, err := smallProgram()
	if err != nil {
		s.t.Fatal(err)
	}
	return installer.Request{
		Catalog: s.catalog, File: file, LockFile: c.lockFile(), State: installer.State{Folder: c.state()},
		Binary: binary, Version: "test", Command: "apply", Clock: time.Now,
	}
}

func (s *sequence) planned(request installer.Request) plan.Plan {
	s.t.Helper()
	prepared, err := installer.Prepare(s.t.Context(), request)
	if err != nil {
		s.t.Fatalf("plan: %v", err)
	}
	defer prepared.Close()
	return prepared.Plan
}

// checkPromise fails on an event or a change on the engine that the plan did
// not announce.
func (s *sequence) checkPromise(promised plan.Plan, events []plan.Event) {
	s.t.Helper()
	for _, event := range events {
		named := func(operation plan.Operation) bool { return operation.ID() == event.Operation }
		if !slices.ContainsFunc(promised.Operations, named) {
			s.t.Errorf("%s was %s and is not in the plan\n%s", event.Operation, event.State, promised)
		}
	}
	for _, change := range s.chaton.daemon.Changes() {
		announced := func(operation plan.Operation) bool { return announces(operation, change) }
		if !slices.ContainsFunc(promised.Operations, announced) {
			s.t.Errorf("%s (%s) belongs to no operation of the plan\n%s", change.Request, change.Object, promised)
		}
	}
}

// announces says that performing the operation may ask the engine for the
// change.
func announces(operation plan.Operation, change enginetest.Change) bool {
	kind, name, _ := strings.Cut(change.Object, " ")
	method, path, _ := strings.Cut(change.Request, " ")
	verb := path[strings.LastIndex(path, "/")+1:]
	switch {
	case operation.Kind == plan.JobRun:
		return strings.HasPrefix(name, fakeSlug+"-"+strings.ReplaceAll(operation.Container.FullName(), "/", "-")+"-")
	case strings.HasPrefix(name, fakeSlug+"-probe-filler"):
		return operation.Kind == plan.VolumeCreate && operation.Target == fakeSlug+"-probe" || operation.Kind == plan.ContainerRemove
	case kind == "image":
		return strings.HasPrefix(string(operation.Kind), "image.") && repository(operation.Target) == repository(name) ||
			operation.Kind == plan.ContainerCreate && verb == "tag" // of an image without a name
	case kind == "volume":
		return strings.HasPrefix(string(operation.Kind), "volume.") && (verb == "create" || operation.Target == name)
	case kind == "network" && (verb == "connect" || verb == "disconnect"):
		return operation.Kind == plan.NetworkConnect && strings.HasSuffix(operation.Target, " "+name) || operation.Kind == plan.ContainerStart
	case kind == "network":
		return strings.HasPrefix(string(operation.Kind), "network.") && (verb == "create" || operation.Target == name)
	case method == "DELETE":
		verb = "remove"
	}
	return slices.Contains(verbs(verb), operation.Kind) && concerns(operation, change, name)
}

// concerns says that the operation is about the container: by its ID, or for one
// that the operation makes, by its name.
func concerns(operation plan.Operation, change enginetest.Change, name string) bool {
	if operation.Object != "" && operation.Object == change.ID {
		return true
	}
	return operation.Object == "" && strings.HasPrefix(name, fakeSlug+"-"+strings.ReplaceAll(operation.Target, "/", "-")+"-")
}

// repository is an image's name without what tells versions apart.
func repository(name string) string {
	name, _, _ = strings.Cut(strings.TrimPrefix(name, "docker.io/"), "@")
	name, _, _ = strings.Cut(name, ":")
	return name
}

// verbs are the kinds of operations that ask for something of a container.
func verbs(verb string) []plan.Kind {
	return map[string][]plan.Kind{
		"create":  {plan.ContainerCreate},
		"remove":  {plan.ContainerRemove, plan.ContainerCreate},
		"rename":  {plan.ContainerCreate},
		"start":   {plan.ContainerStart},
		"unpause": {plan.ContainerStart, plan.ContainerStop},
		"stop":    {plan.ContainerStop},
		"update":  {plan.RestartPolicy},
	}[verb]
}
