package wizard

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"framagit.org/chatiere/chatiere/installer/locale"
	"framagit.org/chatiere/chatiere/installer/plan"
)

func TestLines_SpeakOfEndsAndOfLongOperationsOnly(t *testing.T) {
	var said strings.Builder
	progress := NewLines(&said, locale.New("fr"), testPlan(), target)
	for _, event := range testEvents() {
		progress.Note(event)
	}
	progress.Close()
	want := "En cours\u00a0: carnet:1\n1 sur 2, fait\u00a0: carnet:1\n2 sur 2, échec\u00a0: carnet/app (a cause of its own)\n"
	if diff := cmp.Diff(want, said.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestLines_WhatThePlanDoesNotHoldGoesBackAndIsNotCounted(t *testing.T) {
	var said strings.Builder
	progress := NewLines(&said, locale.New("en"), testPlan(), target)
	progress.Note(plan.Event{Operation: "container.stop carnet/app 3b10422a47c4", State: "started"})
	progress.Note(plan.Event{Operation: "container.stop carnet/app 3b10422a47c4", State: "done"})
	progress.Note(plan.Event{Operation: "image.build carnet:1", State: "done"})
	progress.Close()
	if got, want := said.String(), "Going back: carnet/app\n1 of 2, done: carnet:1\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestLines_SayWhatGoesOnEveryFifteenSecondsAtMost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var said strings.Builder
		progress := NewLines(&said, locale.New("en"), testPlan(), target)
		progress.Note(plan.Event{Operation: "image.build carnet:1", State: "started"})
		for second := range 31 {
			progress.Note(plan.Event{Operation: "image.build carnet:1", State: "progress", Detail: strings.Repeat("+", second)})
			<-time.After(time.Second)
		}
		progress.Close()
		if got, want := strings.Count(said.String(), "\n"), 3; got != want {
			t.Errorf("got %d lines, want %d:\n%s", got, want, &said)
		}
	})
}

// What a check saw at once, and sees still, is said while people wait.
func TestLines_WhatAWaitSeesIsSaidAfterAPause(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var said strings.Builder
		waited := plan.Plan{Operations: []plan.Operation{{Kind: plan.HealthWait, Target: "wiki/app"}}}
		progress := NewLines(&said, locale.New("fr"), waited, target)
		progress.Note(plan.Event{Operation: "health.wait wiki/app", State: "started"})
		progress.Note(plan.Event{Operation: "health.wait wiki/app", State: "progress", Detail: "not listening"})
		<-time.After(50 * time.Second)
		progress.Close()
		want := "En cours\u00a0: wiki/app\nEn cours\u00a0: wiki/app, n’écoute pas (15s)\n"
		if got := said.String(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	})
}

func TestLines_SayHowLongItTookOnceThatIsWorthIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var said strings.Builder
		progress := NewLines(&said, locale.New("en"), testPlan(), target)
		progress.Note(plan.Event{Operation: "image.build carnet:1", State: "started"})
		<-time.After(72 * time.Second)
		progress.Note(plan.Event{Operation: "image.build carnet:1", State: "done"})
		progress.Close()
		want := "Under way: carnet:1\n1 of 2, done: carnet:1 (1m12s)\n"
		if got := said.String(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	})
}

func TestJSONProgress_WritesOneObjectALine(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var said strings.Builder
		progress := NewJSONProgress(&said)
		for _, event := range testEvents()[3:] {
			progress.Note(event)
		}
		progress.Close()
		want := `{"at":"2000-01-01T00:00:00Z","operation":"container.create carnet/app","state":"started"}` + "\n" +
			`{"at":"2000-01-01T00:00:00Z","operation":"container.create carnet/app","state":"failed","detail":"a cause of its own"}` + "\n"
		if diff := cmp.Diff(want, said.String()); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	})
}

func TestSayDetail_KnowsWhatChecksAndDownloadsSay(t *testing.T) {
	printer := locale.New("fr")
	for detail, want := range map[string]string{
		"not listening":                           "n’écoute pas",
		"wrong answer: 404":                       "mauvaise réponse\u00a0: 404",
		"exited with code 1":                      "il s’est arrêté de lui-même, code 1",
		"412 MB of 900 MB":                        "412\u00a0Mo sur 900\u00a0Mo",
		"not running: created":                    "n’est pas en marche\u00a0: created",
		"Step 3/9 : RUN make":                     "Step 3/9 : RUN make",
		"a MB of nothing":                         "a MB of nothing",
		"ended for want of memory":                "arrêté par manque de mémoire",
		"unhealthy: no answer in time":            "en mauvaise santé\u00a0: pas de réponse à temps",
		"unhealthy: the check exited with code 2": "en mauvaise santé\u00a0: la vérification a rendu le code 2",
	} {
		if got := SayDetail(printer, detail); got != want {
			t.Errorf("%s: got %q, want %q", detail, got, want)
		}
	}
}

// A failure of the engine room holds the operation and the container's lines:
// beside the operation's own words only the cause is said.
func TestLines_FailureIsSaidInShort(t *testing.T) {
	var said strings.Builder
	waited := plan.Plan{Operations: []plan.Operation{{Kind: plan.HealthWait, Target: "wiki/app"}}}
	progress := NewLines(&said, locale.New("fr"), waited, target)
	progress.Note(plan.Event{
		Operation: "health.wait wiki/app", State: "failed",
		Detail: "health.wait wiki/app: not listening after 20s (http 10.213.0.2:80/)\n    a line of its log",
	})
	progress.Close()
	if got, want := said.String(), "1 sur 1, échec\u00a0: wiki/app (n’écoute pas, après 20s)\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func target(operation plan.Operation) string { return operation.Target }

func testPlan() plan.Plan {
	return plan.Plan{Operations: []plan.Operation{
		{Kind: plan.ImageBuild, Target: "carnet:1"},
		{Kind: plan.ContainerCreate, Target: "carnet/app"},
	}}
}

func testEvents() []plan.Event {
	return []plan.Event{
		{Operation: "image.build carnet:1", State: "started"},
		{Operation: "image.build carnet:1", State: "progress", Detail: "a line that is too long for this terminal"},
		{Operation: "image.build carnet:1", State: "done"},
		{Operation: "container.create carnet/app", State: "started"},
		{Operation: "container.create carnet/app", State: "failed", Detail: "a cause of its own"},
	}
}
