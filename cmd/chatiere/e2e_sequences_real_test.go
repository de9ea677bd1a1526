package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"framagit.org/chatiere/chatiere/installer/scale"
)

// TestE2E_SequenceOnTheRealEngine takes steps like TestSequences, one after the
// other on one chaton: what the fake engine believes of engines is tried on one.
func TestE2E_SequenceOnTheRealEngine(t *testing.T) {
	c := newEcho(t, "e2e-sequence")
	const seed = 14
	s := &realSequence{chaton: c, random: rand.New(rand.NewPCG(seed, 3)), words: map[string]string{"un": "a"}}
	s.write()
	c.expect(exitDone, "apply", "--yes")
	for number := range scale.RealSteps() {
		s.edit()
		s.drift(number)
		s.write()
		s.apply()
		if got := c.run("plan"); got.code != exitDone {
			t.Fatalf("seed %d, the plan after\n%s\ngot exit code %d\n%s\n%s", seed, strings.Join(s.steps, "\n"), got.code, got.out, got.err)
		}
	}
	t.Logf("seed %d, %d steps:\n%s", seed, scale.RealSteps(), strings.Join(s.steps, "\n"))
}

type realSequence struct {
	*chaton
	random *rand.Rand
	words  map[string]string // service -> its word
	steps  []string
}

func (s *realSequence) note(format string, values ...any) {
	s.steps = append(s.steps, fmt.Sprintf(format, values...))
}

func (s *realSequence) write() {
	var text strings.Builder
	for _, name := range []string{"un", "deux"} {
		if word, there := s.words[name]; there {
			fmt.Fprintf(&text, "service %q {\n  module = \"echo\"\n  settings = { word = %q }\n}\n", name, word)
		}
	}
	s.chaton.write("%s", text.String())
}

func (s *realSequence) edit() {
	switch _, there := s.words["deux"]; s.random.IntN(4) {
	case 0:
		s.words["un"] = string(rune('a' + s.random.IntN(26)))
		s.note("un says %s", s.words["un"])
	case 1:
		if there {
			delete(s.words, "deux")
			s.note("remove deux")
		} else {
			s.words["deux"] = "z"
			s.note("add deux")
		}
	}
}

// drift takes each kind of change by hand in turn, to a container drawn.
func (s *realSequence) drift(number int) {
	s.t.Helper()
	ids := strings.Fields(docker(s.t, "ps", "-q", "--filter", "label=org.chatiere.chaton="+s.slug))
	id := ids[s.random.IntN(len(ids))]
	service := s.container("un/app")
	network := s.slug + "-un"
	changes := [][][]string{
		{{"stop", "-t", "1", id}},
		{{"rm", "-f", id}},
		{{"rename", id, fmt.Sprintf("%s-somebody-%d", s.slug, len(s.steps))}},
		{{"network", "disconnect", network, service}},
		{{"update", "--restart", "no", service}},
		{{"update", "--memory", "40m", "--memory-swap", "40m", service}},
		{{"pause", id}},
		{{"stop", "-t", "1", service}, {"network", "rm", network}},
		{{"rm", "-f", service}, {"network", "rm", network}},
		{{"pause", service}, {"rename", service, fmt.Sprintf("%s-other-%d", s.slug, len(s.steps))}},
		{{"stop", "-t", "1", service}, {"network", "disconnect", network, service}},
		{{"rm", "-f", service}, {"volume", "rm", s.slug + "-un-data-g1"}},
	}
	for _, arguments := range changes[number%len(changes)] {
		docker(s.t, arguments...)
		s.note("docker %s", strings.Join(arguments, " "))
	}
}

// apply performs the plan that was read, and fails on an event that was not in
// it.
func (s *realSequence) apply() {
	s.t.Helper()
	shown := s.run("plan", "--json")
	var planned planJSON
	if err := json.Unmarshal([]byte(shown.out), &planned); err != nil {
		s.t.Fatalf("plan after\n%s\n%v\n%s", strings.Join(s.steps, "\n"), err, shown.err)
	}
	if len(planned.Operations) == 0 {
		return
	}
	s.note("apply")
	got := s.run("apply", "--plan", planned.Plan, "--json")
	if got.code != exitDone {
		s.t.Fatalf("apply after\n%s\ngot exit code %d\n%s\n%s", strings.Join(s.steps, "\n"), got.code, got.out, got.err)
	}
	for line := range strings.Lines(got.err) {
		var event struct{ Operation string }
		if json.Unmarshal([]byte(line), &event) != nil {
			continue
		}
		named := func(operation operationJSON) bool { return operation.ID == event.Operation }
		if !slices.ContainsFunc(planned.Operations, named) {
			s.t.Errorf("%s is not in the plan", event.Operation)
		}
	}
}
