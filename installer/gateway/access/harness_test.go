package access

import (
	"errors"
	"io"
	"net/http/httptest"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// canary is what must not be found where nobody decided to keep it.
var canary = netip.MustParseAddrPort("[2001:db8::cafe]:4711")

// ask records one request of the canary's.
func ask(r *Recorder, method, target string, status int) {
	request := httptest.NewRequest(method, target, strings.NewReader("12345"))
	request.Header.Set("User-Agent", "robot")
	e := r.Begin(httptest.NewRecorder(), request, r.Tally("wiki"))
	_, _ = io.Copy(io.Discard, request.Body)
	e.WriteHeader(status)
	_, _ = io.WriteString(e, "1234567")
	e.From(canary)
	e.End()
}

// after lets the clock of a bubble go on.
func after(duration time.Duration) {
	<-time.After(duration)
	synctest.Wait()
}

func file(t testing.TB, folder, log, day string) string {
	t.Helper()
	path := fileOf(filepath.Join(folder, log), day)
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte("{}\n"), 0o600)); err != nil {
		t.Fatal(err)
	}
	return path
}

func days(t testing.TB, folder, log string) []string {
	t.Helper()
	list, err := DaysKept(filepath.Join(folder, log))
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// kept is all that a log holds.
func kept(t testing.TB, folder, log string) string {
	t.Helper()
	var text strings.Builder
	for _, day := range days(t, folder, log) {
		data, err := os.ReadFile(fileOf(filepath.Join(folder, log), day))
		if err != nil {
			t.Fatal(err)
		}
		text.Write(data)
	}
	return text.String()
}

func lines(t testing.TB, folder string) []Line {
	t.Helper()
	var list []Line
	if _, err := ReadLines(folder, Mark{}, func(line Line) { list = append(list, line) }); err != nil {
		t.Fatal(err)
	}
	return list
}

func wiki(t testing.TB, folder, month string) Counts {
	t.Helper()
	read, err := Read(folder, month)
	if err != nil {
		t.Fatal(err)
	}
	return read.Services["wiki"]
}

// wantIn wants a part; an empty one wants nothing at all.
func wantIn(t testing.TB, name, got, part string) {
	t.Helper()
	if (part == "") != (got == "") || !strings.Contains(got, part) {
		t.Errorf("%s: got %q, want %q in it", name, got, part)
	}
}
