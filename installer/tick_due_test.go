package installer

import (
	"testing"
	"time"

	"framagit.org/chatiere/chatiere/installer/engine"
)

// paris has nights of 23 and of 25 hours.
func paris(t *testing.T) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func TestRhythm_Due(t *testing.T) {
	zone := paris(t)
	at := func(text string) time.Time {
		parsed, err := time.ParseInLocation("2006-01-02 15:04", text, zone)
		if err != nil {
			t.Fatal(err)
		}
		return parsed
	}
	for _, test := range []struct {
		name, last, now string
		problem         string
		rhythm          rhythm
		due             bool
		next            string // after last
	}{
		{name: "first run", now: "2026-11-22 18:00", rhythm: nightly(1), due: true},
		{name: "done tonight", last: "2026-11-22 01:04", now: "2026-11-22 18:00", rhythm: nightly(1), next: "2026-11-23 01:00"},
		{name: "just before its hour", last: "2026-11-22 01:04", now: "2026-11-23 00:59", rhythm: nightly(1), next: "2026-11-23 01:00"},
		{name: "at its hour", last: "2026-11-22 01:04", now: "2026-11-23 01:00", rhythm: nightly(1), due: true, next: "2026-11-23 01:00"},
		{name: "done in the evening", last: "2026-11-22 18:00", now: "2026-11-23 01:00", rhythm: nightly(1), due: true, next: "2026-11-23 01:00"},
		{name: "done before its hour", last: "2026-11-22 00:30", now: "2026-11-22 01:10", rhythm: nightly(1), due: true, next: "2026-11-22 01:00"},
		{name: "three nights missed", last: "2026-11-19 01:04", now: "2026-11-22 09:00", rhythm: nightly(1), due: true, next: "2026-11-20 01:00"},
		{name: "the clock went back", last: "2030-01-01 01:04", now: "2026-11-22 09:00", rhythm: nightly(1), due: true, next: "2030-01-02 01:00"},
		{name: "failed, too early", last: "2026-11-22 01:04", problem: "x", now: "2026-11-22 02:03", rhythm: nightly(1), next: "2026-11-22 02:04"},
		{name: "failed, an hour ago", last: "2026-11-22 01:04", problem: "x", now: "2026-11-22 02:04", rhythm: nightly(1), due: true, next: "2026-11-22 02:04"},
		{name: "failed shortly before its hour", last: "2026-11-22 00:30", problem: "x", now: "2026-11-22 01:00", rhythm: nightly(1), due: true, next: "2026-11-22 01:00"},
		{name: "an hour that the night lacks", last: "2027-03-27 02:10", now: "2027-03-28 03:00", rhythm: nightly(2), due: true, next: "2027-03-28 03:00"},
		{name: "an hour that the night has twice", last: "2026-10-25 02:10", now: "2026-10-25 23:00", rhythm: nightly(2), next: "2026-10-26 02:00"},
		{name: "every tick", last: "2026-11-22 18:00", now: "2026-11-22 18:00", rhythm: everyTick, due: true},
	} {
		record := Record{Problem: test.problem}
		if test.last != "" {
			record.Last = at(test.last).UTC()
		}
		if got := test.rhythm.due(record, at(test.now)); got != test.due {
			t.Errorf("%s: got due %t, want %t", test.name, got, test.due)
		}
		if test.next == "" {
			continue
		}
		if got := test.rhythm.next(record, zone); !got.Equal(at(test.next)) {
			t.Errorf("%s: got next %v, want %s", test.name, got, test.next)
		}
	}
}

func TestUnhealthyLong_WaitsThreeIntervals(t *testing.T) {
	for _, test := range []struct {
		check engine.Check
		want  bool
	}{
		{engine.Check{}, false},
		{engine.Check{Failures: 9, Retries: 3}, false},
		{engine.Check{Unhealthy: true, Failures: 3, Retries: 3}, false},
		{engine.Check{Unhealthy: true, Failures: 5, Retries: 3}, false},
		{engine.Check{Unhealthy: true, Failures: 6, Retries: 3}, true},
		{engine.Check{Unhealthy: true, Failures: 4, Retries: 1}, true},
	} {
		if got := unhealthyLong(test.check); got != test.want {
			t.Errorf("%+v: got %t, want %t", test.check, got, test.want)
		}
	}
}

func TestMayRestart_OnceAnHourThreeTimesADay(t *testing.T) {
	now := time.Date(2026, 11, 22, 18, 0, 0, 0, time.UTC)
	for _, test := range []struct {
		name string
		ago  []time.Duration
		want bool
	}{
		{"never", nil, true},
		{"just now", []time.Duration{0}, false},
		{"59 minutes ago", []time.Duration{59 * time.Minute}, false},
		{"an hour ago", []time.Duration{time.Hour}, true},
		{"twice today", []time.Duration{3 * time.Hour, 2 * time.Hour}, true},
		{"three times today", []time.Duration{23 * time.Hour, 3 * time.Hour, 2 * time.Hour}, false},
		{"the first a day ago", []time.Duration{24 * time.Hour, 3 * time.Hour, 2 * time.Hour}, true},
		{"the clock went back a little", []time.Duration{-30 * time.Minute}, false},
		{"the clock went back for years", []time.Duration{-9000 * time.Hour}, true},
	} {
		var restarts []time.Time
		for _, ago := range test.ago {
			restarts = append(restarts, now.Add(-ago))
		}
		if got := mayRestart(restarts, now); got != test.want {
			t.Errorf("%s: got %t, want %t", test.name, got, test.want)
		}
	}
}

func TestTicking_AlarmRemembersADayAndEnds(t *testing.T) {
	now := time.Date(2026, 11, 22, 18, 0, 0, 0, time.UTC)
	state := State{Folder: t.TempDir()}
	tick := &ticking{standing: &standing{request: Request{State: state}}, now: now}
	err := state.writeRecord(alarmName("wiki/app"), Alarm{
		Container: "wiki/app", Since: now.Add(-48 * time.Hour), Restarts: []time.Time{now.Add(-25 * time.Hour), now.Add(-2 * time.Hour)},
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := tick.alarm("wiki/app"); len(got.Restarts) != 1 || !got.Since.Equal(now.Add(-48*time.Hour)) {
		t.Errorf("got %+v, want one restart and the first day", got)
	}
	if err := tick.endAlarm("wiki/app"); err != nil {
		t.Fatal(err)
	}
	if got := tick.alarm("wiki/app"); len(got.Restarts) != 1 || !got.Since.Equal(now) || !got.Until.IsZero() {
		t.Errorf("after its end: got %+v, want a new alarm that remembers one restart", got)
	}
	if err := tick.endAlarm("notes/app"); err != nil {
		t.Errorf("no alarm: got %v", err)
	}
}
