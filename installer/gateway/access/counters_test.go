package access

import (
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestCounters_SurviveRestartsAndCostADeathAMinute(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		folder, month := t.TempDir(), MonthOf(time.Now())
		first := New(Options{Folder: folder})
		stop := first.Start(t.Context())
		ask(first, "GET", "/a", http.StatusOK)
		ask(first, "PUT", "/a", http.StatusNotFound)
		ask(first, "BREW", "/a", http.StatusBadGateway)
		stop()
		want := Counts{Hits: 3, BytesIn: 15, BytesOut: 21,
			Classes: map[string]int64{"2xx": 1, "4xx": 1, "5xx": 1}, Methods: map[string]int64{"GET": 1, "PUT": 1, "OTHER": 1}}
		if diff := cmp.Diff(want, wiki(t, folder, month)); diff != "" {
			t.Errorf("after the first: (-want +got)\n%s", diff)
		}
		second := New(Options{Folder: folder})
		defer second.Start(t.Context())()
		ask(second, "GET", "/a", http.StatusOK)
		after(saveEvery + 2*flushEvery) // what is on the disk now, a death leaves
		if got := wiki(t, folder, month).Hits; got != 4 {
			t.Errorf("after a minute: got %d hits, want 4", got)
		}
	})
}

func TestCounters_MonthsAreApart(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) { // the clock stands at the first of January 2000
		folder := t.TempDir()
		after(31*24*time.Hour - 10*time.Second)
		r := New(Options{Folder: folder})
		defer r.Start(t.Context())()
		ask(r, "GET", "/a", http.StatusOK)
		after(20 * time.Second)
		ask(r, "GET", "/a", http.StatusOK)
		ask(r, "GET", "/a", http.StatusOK)
		after(2 * saveEvery)
		for month, want := range map[string]int64{"2000-01": 1, "2000-02": 2, "2000-03": 0} {
			if got := wiki(t, folder, month).Hits; got != want {
				t.Errorf("%s: got %d hits, want %d", month, got, want)
			}
		}
	})
}

func TestCounters_DamagedFileIsSetAside(t *testing.T) {
	t.Parallel()
	folder, month := t.TempDir(), MonthOf(time.Now())
	path := countersFile(folder, month)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(`{"mon`), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Read(folder, month); err == nil {
		t.Error("got no error of a damaged file, want one")
	}
	r := New(Options{Folder: folder})
	stop := r.Start(t.Context())
	ask(r, "GET", "/a", http.StatusOK)
	stop()
	if got := wiki(t, folder, month).Hits; got != 1 {
		t.Errorf("got %d hits, want 1", got)
	}
	if _, err := os.Stat(path + ".damaged"); err != nil {
		t.Errorf("got %v, want the damaged file kept", err)
	}
}
