package access

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestExpire_KeepsWhatWasDecided(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 22, 0, 30, 0, 0, time.FixedZone("here", 3600)) // still the 21st in UTC
	for _, test := range []struct {
		name             string
		settings         *Settings
		access, creation []string
	}{
		{"unknown", nil, []string{"2025-11-21", "2026-11-07", "2026-11-08", "2026-11-21"}, []string{"2025-11-21", "2025-11-22"}},
		{"as written", settings(Anonymous, Full), []string{"2026-11-08", "2026-11-21"}, []string{"2025-11-22"}},
		{"none", settings(None, None), nil, nil},
		{"a shorter one", &Settings{Access: Rule{Full, Days(1)}, Creation: Rule{Full, Days(365)}}, []string{"2026-11-21"}, []string{"2025-11-22"}},
	} {
		folder := t.TempDir()
		for _, day := range []string{"2025-11-21", "2026-11-07", "2026-11-08", "2026-11-21"} {
			file(t, folder, AccessFolder, day)
		}
		file(t, folder, AccessFolder, "notes of mine")
		for _, day := range []string{"2025-11-21", "2025-11-22"} {
			file(t, folder, CreationFolder, day)
		}
		if _, err := Expire(folder, test.settings, now); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(test.access, days(t, folder, AccessFolder)); diff != "" {
			t.Errorf("%s: access (-want +got)\n%s", test.name, diff)
		}
		if diff := cmp.Diff(test.creation, days(t, folder, CreationFolder)); diff != "" {
			t.Errorf("%s: creation (-want +got)\n%s", test.name, diff)
		}
	}
}

func TestRecorder_DeletesAtItsStartEachDayAndAtAChange(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		day := func(ago int) string { return time.Now().UTC().AddDate(0, 0, -ago).Format(dayName) }
		folder := t.TempDir()
		first := []string{day(14), day(13), day(12), day(5)}
		for _, each := range first {
			file(t, folder, AccessFolder, each)
		}
		r := New(Options{Folder: folder})
		r.Set(settings(Anonymous, None))
		defer r.Start(t.Context())()
		synctest.Wait()
		if diff := cmp.Diff(first[1:], days(t, folder, AccessFolder)); diff != "" {
			t.Errorf("at the start: (-want +got)\n%s", diff)
		}
		after(24 * time.Hour)
		if diff := cmp.Diff(first[2:], days(t, folder, AccessFolder)); diff != "" {
			t.Errorf("a day later: (-want +got)\n%s", diff)
		}
		r.Set(&Settings{Access: Rule{Anonymous, Days(7)}})
		synctest.Wait()
		if diff := cmp.Diff(first[3:], days(t, folder, AccessFolder)); diff != "" {
			t.Errorf("shortened: (-want +got)\n%s", diff)
		}
	})
}

func TestParseRetention(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 31, 12, 0, 0, 0, time.UTC)
	for text, want := range map[string]string{
		"1 day": "2026-03-31", "14 days": "2026-03-18", "2 weeks": "2026-03-18", "12 months": "2025-04-01", "1 year": "2025-04-01",
		"0 days": "", "-1 days": "", "days": "", "1": "", "1 fortnight": "", "14 days more": "", "": "",
	} {
		retention, ok := ParseRetention(text)
		if ok != (want != "") {
			t.Errorf("%q: got %t", text, ok)
			continue
		}
		if got := retention.Oldest(now).Format(dayName); ok && got != want {
			t.Errorf("%q: got %s as the oldest day, want %s", text, got, want)
		}
		written, _ := retention.MarshalText()
		if again, _ := ParseRetention(string(written)); ok && again != retention {
			t.Errorf("%q: got %q back", text, written)
		}
	}
}
