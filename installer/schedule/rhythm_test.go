package schedule

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestRhythm_Next(t *testing.T) {
	paris := Zone("/usr/share/zoneinfo/Europe/Paris")
	for _, test := range []struct {
		name, every string
		offset      time.Duration
		zone        *time.Location
		after, want string
	}{
		{"a period falls on fixed points of the clock", "5m", 0, time.UTC, "2026-11-22T10:02:31Z", "2026-11-22T10:05:00Z"},
		{"its offset spreads jobs", "5m", 70 * time.Second, time.UTC, "2026-11-22T10:02:31Z", "2026-11-22T10:06:10Z"},
		{"the time itself is over", "5m", 0, time.UTC, "2026-11-22T10:05:00Z", "2026-11-22T10:10:00Z"},
		{"daily, tonight", "daily", 37 * time.Minute, time.UTC, "2026-11-22T01:00:00Z", "2026-11-22T02:37:00Z"},
		{"daily, the next night", "daily", 37 * time.Minute, time.UTC, "2026-11-22T02:37:00Z", "2026-11-23T02:37:00Z"},
		{"daily, at the machine's own night", "daily", 37 * time.Minute, paris, "2026-11-22T12:00:00Z", "2026-11-23T01:37:00Z"},
		{"weekly, on its day", "weekly", 3*24*time.Hour + 5*time.Minute, time.UTC, "2026-11-22T12:00:00Z", "2026-11-25T02:05:00Z"},
		{"weekly, a week later", "weekly", 3*24*time.Hour + 5*time.Minute, time.UTC, "2026-11-25T02:05:00Z", "2026-12-02T02:05:00Z"},
	} {
		t.Run(test.name, func(t *testing.T) {
			rhythm, err := NewRhythm(test.every, test.offset, test.zone)
			if err != nil {
				t.Fatal(err)
			}
			after, err := time.Parse(time.RFC3339, test.after)
			if err != nil {
				t.Fatal(err)
			}
			if got := rhythm.Next(after).UTC().Format(time.RFC3339); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

func TestRhythm_NightsAreBetweenTwoAndFiveAllYear(t *testing.T) {
	paris := Zone("/usr/share/zoneinfo/Europe/Paris")
	rhythm, err := NewRhythm("daily", 179*time.Minute, paris)
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 1, 1, 0, 0, 0, 0, paris)
	for range 365 {
		next := rhythm.Next(at)
		if hour := next.Hour(); hour < 2 || hour > 5 || !next.After(at) || next.Sub(at) > 30*time.Hour {
			t.Fatalf("after %s: got %s", at, next)
		}
		at = next
	}
}

func TestNewRhythm_RefusesWhatIsNoRhythm(t *testing.T) {
	for _, every := range []string{"", "hourly", "0s", "-5m"} {
		if _, err := NewRhythm(every, 0, time.UTC); err == nil {
			t.Errorf("%q: got no error", every)
		}
	}
}

func TestZone_IsUTCWhereTheMachineSaysNone(t *testing.T) {
	broken := filepath.Join(t.TempDir(), "localtime")
	if err := os.WriteFile(broken, []byte("no zone"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{broken, broken + ".absent"} {
		if got := Zone(path); got != time.UTC {
			t.Errorf("%s: got %s, want UTC", path, got)
		}
	}
}
