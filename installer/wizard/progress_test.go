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
		if got, want := strings.Count(said.String(), "\n"), 3; got != want {
			t.Errorf("got %d lines, want %d:\n%s", got, want, &said)
		}
	})
}

func TestTable_DrawsOverWhatIsUnderWay(t *testing.T) {
	var said strings.Builder
	progress := NewTable(&said, locale.New("en"), 30, testPlan(), target)
	for _, event := range testEvents() {
		progress.Note(event)
	}
	progress.Close()
	want := "Under way: carnet:1\n" +
		"\x1b[A\r\x1b[JUnder way: carnet:1, a line …\n" +
		"\x1b[A\r\x1b[J1 of 2, done: carnet:1\n" +
		"Under way: carnet/app\n" +
		"\x1b[A\r\x1b[J2 of 2, failed: carnet/app (a cause of its own)\n"
	if diff := cmp.Diff(want, said.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestJSONProgress_WritesOneObjectALine(t *testing.T) {
	var said strings.Builder
	progress := NewJSONProgress(&said)
	for _, event := range testEvents()[3:] {
		progress.Note(event)
	}
	progress.Close()
	want := `{"operation":"container.create carnet/app","state":"started"}` + "\n" +
		`{"operation":"container.create carnet/app","state":"failed","detail":"a cause of its own"}` + "\n"
	if diff := cmp.Diff(want, said.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
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
