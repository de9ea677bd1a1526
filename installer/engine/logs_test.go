package engine

import (
	"strings"
	"testing"
	"time"

	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/site"
	"github.com/google/go-cmp/cmp"
)

func TestReal_LogsAreReadWholeAndFromATime(t *testing.T) {
	e := realEngine(t)
	e.options.Redact = strings.NewReplacer("mot de passe", "‹wiki/admin›").Replace
	long := strings.Repeat("é", 30_000) // the engine cuts lines after 16 KiB
	want := []string{"un", "", "mot de passe", long, "fin\r"}
	wanted := webContainer(programImage(t, e), isolated(t, e, "wiki"))
	wanted.User, wanted.Command = "1234:1235", []string{"read", "/etc/lines"}
	wanted.Files = []site.RenderedFile{{Path: "/etc/lines", Content: strings.Join(want, "\n") + "\n", Hash: strings.Repeat("ab", 32), Mode: 0o440}}
	run(t, e, wanted)
	want[2], want[4] = "‹wiki/admin›", "fin"

	lines := linesOf(t, e, wanted, time.Time{}, len(want))
	var got []string
	for _, line := range lines[:len(want)] {
		got = append(got, line.Text)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	since := linesOf(t, e, wanted, lines[3].Time, 2)
	if since[0] != lines[3] || since[1] != lines[4] {
		t.Errorf("got %q from %v, want the long line first", since[0].Text[:min(20, len(since[0].Text))], since[0].Time)
	}
}

// linesOf follows the log until it has so many lines, then reads it anew.
func linesOf(t *testing.T, e *Engine, wanted *site.Container, since time.Time, count int) []LogLine {
	t.Helper()
	enough := &endedError{"enough"}
	seen := 0
	err := e.ReadLogs(t.Context(), e.ContainerName(wanted), LogOptions{Since: since, Follow: true}, func(LogLine) error {
		if seen++; seen < count {
			return nil
		}
		return enough
	})
	if err == nil || !strings.Contains(err.Error(), "enough") {
		t.Fatalf("follow: got %v after %d lines, want %d", err, seen, count)
	}
	var lines []LogLine
	must(t, e.ReadLogs(t.Context(), e.ContainerName(wanted), LogOptions{Since: since}, func(line LogLine) error {
		lines = append(lines, line)
		return nil
	}))
	return lines
}

func TestReal_RestartGivesAnotherProcess(t *testing.T) {
	e := realEngine(t)
	wanted := webContainer(programImage(t, e), isolated(t, e, "wiki"))
	run(t, e, wanted)
	must(t, wait(t, e, wanted))
	before, err := e.inspectOwn(t.Context(), e.ContainerName(wanted))
	must(t, err)
	must(t, e.Restart(t.Context(), before.ID))
	after, err := e.inspectOwn(t.Context(), before.ID)
	must(t, err)
	if after.State.Pid == before.State.Pid || !after.State.Running {
		t.Errorf("got process %d, running %t, want another one than %d", after.State.Pid, after.State.Running, before.State.Pid)
	}
	do(t, e, plan.Operation{Kind: plan.ContainerStop, Container: wanted})
	do(t, e, plan.Operation{Kind: plan.ContainerRemove, Container: wanted})
	if check, err := e.LastCheck(t.Context(), before.ID); err != nil || check.Unhealthy {
		t.Errorf("gone: got %+v, %v, want nothing said", check, err)
	}
	must(t, e.ReadLogs(t.Context(), before.ID, LogOptions{}, func(line LogLine) error {
		t.Errorf("gone: got the line %q", line.Text)
		return nil
	}))
}
