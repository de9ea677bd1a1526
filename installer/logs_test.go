package installer

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"framagit.org/chatiere/chatiere/installer/engine"
	"framagit.org/chatiere/chatiere/installer/site"
	"github.com/google/go-cmp/cmp"
)

// writtenLog is what an engine has of one container.
type writtenLog []engine.LogLine

// ReadLogs gives the lines from a time on, in the engine's order.
func (w writtenLog) ReadLogs(_ context.Context, _ string, options engine.LogOptions, note func(engine.LogLine) error) error {
	for _, line := range w {
		if line.Time.Before(options.Since) {
			continue
		}
		if err := note(line); err != nil {
			return err
		}
	}
	return nil
}

var logDay = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// written makes lines, so many milliseconds after noon.
func written(after ...int) writtenLog {
	var lines writtenLog
	for i, milliseconds := range after {
		lines = append(lines, engine.LogLine{
			Time: logDay.Add(time.Duration(milliseconds) * time.Millisecond), Stream: "out", Text: fmt.Sprintf("line %d", i),
		})
	}
	return lines
}

var wikiApp = loggedOf("wiki", "app", "0123456789abcdef", true)

// keptText is all that is kept of the wiki, day by day.
func keptText(t *testing.T, folder string) string {
	t.Helper()
	days, err := keptDays(filepath.Join(folder, "wiki"))
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	for _, day := range days {
		err := readKept(filepath.Join(folder, "wiki", day+".log"), "wiki", func(line LogLine) {
			fmt.Fprintf(&text, "%s %s %s: %s\n", day, line.ID, line.Stream, line.Text)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return text.String()
}

func keepAt(t *testing.T, k *keeper, from logged, now time.Time) {
	t.Helper()
	if _, err := k.keep(t.Context(), from, now); err != nil {
		t.Fatal(err)
	}
}

// Killed after any byte of what it wrote, then run again: each line once, in
// the order of time, also of those written at one same moment.
func TestKeeper_EachLineOnceWhereverItIsKilled(t *testing.T) {
	source := written(0, 1, 1, 1, 3, 2, 7) // one stands before its turn
	whole := t.TempDir()
	now := logDay.Add(time.Minute)
	keepAt(t, &keeper{folder: whole, source: source, rule: ruleOf(nil)}, wikiApp, now)
	want := keptText(t, whole)
	if got := strings.Count(want, "\n"); got != len(source) {
		t.Fatalf("got %d lines, want %d\n%s", got, len(source), want)
	}
	data, err := os.ReadFile(filepath.Join(whole, "wiki", "2026-11-22.log"))
	if err != nil {
		t.Fatal(err)
	}
	for size := range len(data) + 1 {
		folder := t.TempDir()
		path := filepath.Join(folder, "wiki", "2026-11-22.log")
		if err := os.Mkdir(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, data[:size], 0o600); err != nil {
			t.Fatal(err)
		}
		k := &keeper{folder: folder, source: source, rule: ruleOf(nil)}
		keepAt(t, k, wikiApp, now)
		keepAt(t, k, wikiApp, now)
		if diff := cmp.Diff(want, keptText(t, folder)); diff != "" {
			t.Fatalf("killed after %d of %d bytes: -want +got\n%s", size, len(data), diff)
		}
	}
}

func TestKeeper_YoungLinesWaitUntilTheContainerIsAboutToGo(t *testing.T) {
	folder := t.TempDir()
	k := &keeper{folder: folder, source: written(0, 500), rule: ruleOf(nil)}
	now := logDay.Add(1200 * time.Millisecond)
	keepAt(t, k, wikiApp, now)
	first := "2026-11-22 0123456789ab out: line 0\n"
	if got := keptText(t, folder); got != first {
		t.Errorf("it runs: got\n%s\nwant\n%s", got, first)
	}
	stopped := wikiApp
	stopped.running = false
	keepAt(t, k, stopped, now)
	if got, want := keptText(t, folder), first+"2026-11-22 0123456789ab out: line 1\n"; got != want {
		t.Errorf("it is stopped: got\n%s\nwant\n%s", got, want)
	}
}

func TestKeeper_LinesThatTheEngineThrewAwayLeaveAMark(t *testing.T) {
	folder := t.TempDir()
	lines := written(0, 1, 2, 3)
	keepAt(t, &keeper{folder: folder, source: lines[:2], rule: ruleOf(nil)}, wikiApp, logDay.Add(time.Minute))
	k := &keeper{folder: folder, source: lines[3:], rule: ruleOf(nil)}
	keepAt(t, k, wikiApp, logDay.Add(time.Minute))
	keepAt(t, k, wikiApp, logDay.Add(time.Minute))
	want := "2026-11-22 0123456789ab out: line 0\n2026-11-22 0123456789ab out: line 1\n" +
		"2026-11-22 0123456789ab lost: the engine threw lines away before they were kept\n2026-11-22 0123456789ab out: line 3\n"
	if diff := cmp.Diff(want, keptText(t, folder)); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

// Days are the machine's; a line that was deleted for its age does not come
// back while the engine still has it.
func TestKeeper_OldDaysAreDeletedForGood(t *testing.T) {
	folder := t.TempDir()
	hour := int(time.Hour / time.Millisecond)
	source := written(0, 11*hour+30*60_000, 30*hour, 50*hour) // 22 12:00, 22 23:30, 23 18:00, 24 14:00
	zone := paris(t)
	k := &keeper{folder: folder, source: source, rule: ruleOf(&site.Logs{Kinds: []site.LogKind{{Kind: "application", Retention: "2 days"}}})}
	keepAt(t, k, wikiApp, logDay.Add(12*time.Hour).In(zone))
	if got := keptText(t, folder); !strings.Contains(got, "2026-11-23 0123456789ab out: line 1") {
		t.Errorf("23:30 UTC is the next day in Paris: got\n%s", got)
	}
	for range 2 {
		now := logDay.Add(60 * time.Hour).In(zone) // the 25th, 01:00
		keepAt(t, k, wikiApp, now)
		if _, err := k.expire(now); err != nil {
			t.Fatal(err)
		}
		if got, want := keptText(t, folder), "2026-11-24 0123456789ab out: line 3\n"; got != want {
			t.Errorf("got\n%s\nwant\n%s", got, want)
		}
	}
	k.rule = logRule{none: true}
	keepAt(t, k, wikiApp, logDay.Add(61*time.Hour))
	if _, err := k.expire(logDay.Add(61 * time.Hour)); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(folder, "wiki")); !os.IsNotExist(err) {
		t.Errorf("nothing is to be kept: got %v, want no folder", err)
	}
}

func TestRuleOf_OldestDay(t *testing.T) {
	now := time.Date(2026, 11, 22, 18, 0, 0, 0, time.UTC)
	application := func(content, retention string) *site.Logs {
		return &site.Logs{Kinds: []site.LogKind{{Kind: "access", Retention: "1 year"}, {Kind: "application", Content: content, Retention: retention}}}
	}
	for _, test := range []struct {
		logs *site.Logs
		want string
	}{
		{nil, "2026-11-16"}, // nobody has decided: 7 days
		{&site.Logs{Kinds: []site.LogKind{{Kind: "access", Retention: "1 year"}}}, "2026-11-16"},
		{application("", "1 day"), "2026-11-22"},
		{application("full", "7 days"), "2026-11-16"},
		{application("", "2 weeks"), "2026-11-09"},
		{application("", "12 months"), "2025-11-23"},
		{application("", "1 year"), "2025-11-23"},
	} {
		if got := ruleOf(test.logs).Oldest(now).Format(dayName); got != test.want {
			t.Errorf("%+v: got %s, want %s", test.logs, got, test.want)
		}
	}
	if !ruleOf(application("none", "")).none {
		t.Error("content none: got something kept")
	}
}
