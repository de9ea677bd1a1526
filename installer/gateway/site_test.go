package gateway

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestSite_ServesThePublication(t *testing.T) {
	t.Parallel()
	public := publish(t, map[string]string{
		"index.html": "home", "charte/index.html": "charter", "404.html": "own page", "style.css": "body{}",
		".well-known/chatonsinfos/petit.properties": "file.class = organization\n",
		".secret": "hidden", "empty/file.txt": "text",
	})
	house := open(t, Options{Public: public}, Routes{Site: &SiteRoute{Host: "chaton.test", Headers: map[string]string{"Referrer-Policy": "", "X-Own": "yes"}}})
	cases := []struct {
		path, media, body string
		status            int
	}{
		{"/", "text/html; charset=utf-8", "home", 200},
		{"/charte/", "text/html; charset=utf-8", "charter", 200},
		{"/charte", "", "", 301},
		{"/style.css", "text/css; charset=utf-8", "body{}", 200},
		{"/.well-known/chatonsinfos/petit.properties", "text/plain; charset=utf-8", "file.class = organization\n", 200},
		{"/.secret", "text/html; charset=utf-8", "own page", 404},
		{"/empty/", "text/html; charset=utf-8", "own page", 404},
		{"/index.html/", "text/html; charset=utf-8", "own page", 404},
		{"/nothing", "text/html; charset=utf-8", "own page", 404},
	}
	for _, test := range cases {
		answer, body := house.get(t, "https://chaton.test"+test.path)
		if answer.StatusCode != test.status {
			t.Errorf("%s: got %d, want %d", test.path, answer.StatusCode, test.status)
			continue
		}
		if test.media != "" && (answer.Header.Get("Content-Type") != test.media || body != test.body) {
			t.Errorf("%s: got %q %q, want %q %q", test.path, answer.Header.Get("Content-Type"), body, test.media, test.body)
		}
	}
	answer, _ := house.get(t, "https://chaton.test/")
	if answer.Header.Get("Referrer-Policy") != "" || answer.Header.Get("X-Own") != "yes" {
		t.Errorf("got headers %v, want those of the route", answer.Header)
	}
}

func TestSite_NothingOutsideIsServed(t *testing.T) {
	t.Parallel()
	public := publish(t, map[string]string{"index.html": "home"})
	if err := os.WriteFile(filepath.Join(public, "secret.txt"), []byte("secret"), 0o644); err != nil {
		t.Fatal(err)
	}
	for link, target := range map[string]string{"up.txt": "../secret.txt", "absolute.txt": "/etc/passwd"} {
		if err := os.Symlink(target, filepath.Join(public, "v1", link)); err != nil {
			t.Fatal(err)
		}
	}
	house := open(t, Options{Public: public}, Routes{Site: &SiteRoute{Host: "chaton.test"}})
	for _, path := range []string{"/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/up.txt", "/absolute.txt", "/%00", "/a/../../secret.txt"} {
		answer, body := house.get(t, "https://chaton.test"+path)
		if answer.StatusCode != http.StatusNotFound || strings.Contains(body, "secret") || strings.Contains(body, "root:") {
			t.Errorf("%s: got %d %q, want 404", path, answer.StatusCode, body)
		}
	}
}

func TestSite_NewPublicationNeedsNoReload(t *testing.T) {
	t.Parallel()
	public := publish(t, map[string]string{"index.html": "first"})
	house := open(t, Options{Public: public}, Routes{Site: &SiteRoute{Host: "chaton.test"}})
	answer, _ := house.get(t, "https://chaton.test/")
	tag := answer.Header.Get("Etag")
	request := mustRequest(t, http.MethodGet, "https://chaton.test/", nil)
	request.Header.Set("If-None-Match", tag)
	if again, _ := house.do(t, request); again.StatusCode != http.StatusNotModified {
		t.Errorf("got %d for the same publication, want 304", again.StatusCode)
	}
	put(t, filepath.Join(public, "v2", "index.html"), "second")
	point(t, public, "v2")
	if again, body := house.do(t, request); again.StatusCode != http.StatusOK || body != "second" {
		t.Errorf("got %d %q after a publication, want 200 second", again.StatusCode, body)
	}
}

func TestSite_AnswersReadingOnly(t *testing.T) {
	t.Parallel()
	house := open(t, Options{Public: publish(t, map[string]string{"index.html": ""})}, Routes{Site: &SiteRoute{Host: "chaton.test"}})
	answer, _ := house.do(t, mustRequest(t, http.MethodPost, "https://chaton.test/", nil))
	if answer.StatusCode != http.StatusMethodNotAllowed || answer.Header.Get("Allow") == "" {
		t.Errorf("got %d, want 405 with Allow", answer.StatusCode)
	}
}

func TestSite_UnpublishedIsMaintenance(t *testing.T) {
	t.Parallel()
	house := open(t, Options{Public: t.TempDir()}, Routes{Site: &SiteRoute{Host: "chaton.test"}})
	if answer, _ := house.get(t, "https://chaton.test/"); answer.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("got %d, want 503", answer.StatusCode)
	}
}

func TestSite_RouteUnderItsHostWinsByItsPath(t *testing.T) {
	t.Parallel()
	public := publish(t, map[string]string{"index.html": "site"})
	matrix := route("chaton.test", serveText(t, "module"))
	matrix.Path = "/.well-known/matrix/"
	house := open(t, Options{Public: public}, Routes{Site: &SiteRoute{Host: "chaton.test"}, Routes: []Route{matrix}})
	for path, want := range map[string]string{"/": "site", "/.well-known/matrix/server": "module"} {
		if _, got := house.get(t, "https://chaton.test"+path); got != want {
			t.Errorf("%s: got %q, want %q", path, got, want)
		}
	}
}

// publish makes a public folder with one publication.
func publish(t testing.TB, files map[string]string) string {
	t.Helper()
	public := t.TempDir()
	for name, content := range files {
		put(t, filepath.Join(public, "v1", name), content)
	}
	point(t, public, "v1")
	return public
}

func put(t testing.TB, path, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

// point moves the link as a publication does.
func point(t testing.TB, public, version string) {
	t.Helper()
	next := filepath.Join(public, "next")
	if err := os.Symlink(version, next); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(next, filepath.Join(public, currentLink)); err != nil {
		t.Fatal(err)
	}
}
