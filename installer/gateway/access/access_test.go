package access

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

func settings(access, creation string) *Settings {
	return &Settings{Access: Rule{access, Days(14)}, Creation: Rule{creation, Retention{months: 12}}}
}

func TestRecorder_WritesWhatWasDecidedAndNoMore(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ access, creation, wantAccess, wantCreation string }{
		{None, None, "", ""},
		{Anonymous, None, `"path":"/a","protocol":"HTTP/1.1","status":200,`, ""},
		{Full, None, `"address":"2001:db8::cafe","method":"POST","path":"/a","query":"secret=1",`, ""},
		{None, Full, "", `"address":"2001:db8::cafe","port":4711,"protocol":"HTTP/1.1",`},
		{Anonymous, Full, `"path":"/a","protocol":"HTTP/1.1","status":200,`, `"address":"2001:db8::cafe"`},
	} {
		folder := t.TempDir()
		r := New(Options{Folder: folder})
		r.Set(settings(test.access, test.creation))
		stop := r.Start(t.Context())
		ask(r, "POST", "/a?secret=1", http.StatusOK)
		stop()
		name := test.access + " and " + test.creation
		wantIn(t, name, kept(t, folder, AccessFolder), test.wantAccess)
		wantIn(t, name, kept(t, folder, CreationFolder), test.wantCreation)
		if log := kept(t, folder, AccessFolder); test.access != Full && (strings.Contains(log, "cafe") || strings.Contains(log, "secret")) {
			t.Errorf("%s: got %q, want neither address nor query", name, log)
		}
	}
}

func TestRecorder_UnknownSettingsWriteNothingAndKeepWhatIsThere(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	file(t, folder, AccessFolder, "2001-01-01")
	file(t, folder, CreationFolder, "2001-01-01")
	r := New(Options{Folder: folder})
	stop := r.Start(t.Context())
	ask(r, "POST", "/a", http.StatusOK)
	stop()
	if diff := cmp.Diff([]string{"2001-01-01"}, days(t, folder, AccessFolder)); diff != "" {
		t.Errorf("access: (-want +got)\n%s", diff)
	}
	if diff := cmp.Diff([]string{"2001-01-01"}, days(t, folder, CreationFolder)); diff != "" {
		t.Errorf("creation: (-want +got)\n%s", diff)
	}
}

func TestExchange_CreatesOnlyWhatWasAccepted(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		method string
		status int
		want   bool
	}{
		{"GET", 200, false}, {"HEAD", 200, false}, {"PROPFIND", 207, false}, {"REPORT", 207, false}, {"OPTIONS", 204, false},
		{"POST", 201, true}, {"POST", 303, true}, {"PUT", 204, true}, {"PATCH", 200, true}, {"DELETE", 204, true},
		{"MKCALENDAR", 201, true}, {"MOVE", 201, true}, {"LOCK", 201, true},
		{"POST", 401, false}, {"PUT", 413, false}, {"POST", 503, false},
		{"POST", 0, true}, {"GET", 101, true},
	} {
		r := New(Options{})
		e := r.Begin(httptest.NewRecorder(), httptest.NewRequest(test.method, "/", nil), r.Tally("wiki"))
		e.status = test.status
		if got := e.creates(); got != test.want {
			t.Errorf("%s answered %d: got %t, want %t", test.method, test.status, got, test.want)
		}
	}
}

func TestRecorder_QueueThatIsFullLosesLinesAndHoldsNobodyUp(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	r := New(Options{Folder: folder})
	r.Set(settings(Anonymous, None))
	for range queueLength + 10 {
		ask(r, "GET", "/", http.StatusOK)
	}
	if got := r.Status().Lost; got != 10 {
		t.Errorf("got %d lost lines, want 10", got)
	}
	r.Start(t.Context())()
	if got := strings.Count(kept(t, folder, AccessFolder), "\n"); got != queueLength {
		t.Errorf("got %d lines, want %d", got, queueLength)
	}
}

func TestRecorder_FullDiskIsSaidAndOver(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		folder := t.TempDir()
		r := New(Options{Folder: folder})
		r.Set(settings(Anonymous, None))
		stop := r.Start(t.Context())
		path := fileOf(filepath.Join(folder, AccessFolder), time.Now().UTC().Format(dayName))
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.Symlink("/dev/full", path)); err != nil {
			t.Fatal(err)
		}
		ask(r, "GET", "/lost", http.StatusOK)
		after(2 * flushEvery)
		if got := r.Status(); got.Lost != 1 || !strings.Contains(got.Problem, "no space left") {
			t.Errorf("got %+v, want one line lost for want of space", got)
		}
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
		ask(r, "GET", "/kept", http.StatusOK)
		after(2 * flushEvery)
		if got := r.Status(); got.Lost != 1 || got.Problem != "" {
			t.Errorf("got %+v, want no problem any more", got)
		}
		stop()
		wantIn(t, "after", kept(t, folder, AccessFolder), "/kept")
	})
}

func TestRecorder_TornLineSpoilsNoOther(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	path := file(t, folder, AccessFolder, time.Now().UTC().Format(dayName))
	if err := os.WriteFile(path, []byte(`{"time":"2026-11-`), 0o600); err != nil {
		t.Fatal(err)
	}
	r := New(Options{Folder: folder})
	r.Set(settings(Anonymous, None))
	stop := r.Start(t.Context())
	ask(r, "GET", "/whole", http.StatusOK)
	stop()
	if got := lines(t, folder); len(got) != 1 || got[0].Path != "/whole" {
		t.Errorf("got %+v, want the whole line alone", got)
	}
}

func TestRecorder_TwoGatewaysShareOneFolder(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	var group sync.WaitGroup
	const each = 3000
	for range 2 {
		r := New(Options{Folder: folder})
		r.Set(settings(Full, Full))
		group.Go(func() {
			stop := r.Start(t.Context())
			defer stop()
			for i := range each {
				ask(r, "POST", fmt.Sprintf("/%d", i), http.StatusOK)
				if i%500 == 0 {
					if err := r.save(MonthOf(time.Now())); err != nil {
						t.Errorf("save the counters: %v", err)
					}
				}
			}
		})
	}
	group.Wait()
	if got := len(lines(t, folder)); got != 2*each {
		t.Errorf("got %d whole lines, want %d", got, 2*each)
	}
	if got := wiki(t, folder, MonthOf(time.Now())).Hits; got != 2*each {
		t.Errorf("got %d hits, want %d", got, 2*each)
	}
}

func TestRecorder_LineThatWaitedKeepsToTheNewSettings(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	r := New(Options{Folder: folder})
	r.Set(settings(Full, Full))
	ask(r, "POST", "/a?secret=1", http.StatusOK)
	r.Set(settings(Anonymous, None))
	r.Start(t.Context())()
	if got := lines(t, folder); len(got) != 1 || got[0].Address.IsValid() || got[0].Query != "" || got[0].Agent != "" {
		t.Errorf("got %+v, want one anonymous line", got)
	}
	if got := days(t, folder, CreationFolder); len(got) != 0 {
		t.Errorf("got creations of %v, want none", got)
	}
}
