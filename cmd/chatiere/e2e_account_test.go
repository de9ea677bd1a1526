package main

import (
	"archive/tar"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

// event is what camille writes down.
const event = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//chatiere//test//FR\r\nBEGIN:VEVENT\r\nUID:essai\r\n" +
	"DTSTAMP:20260101T120000Z\r\nDTSTART:20260601T180000Z\r\nSUMMARY:Réunion du chaton\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"

// accounts goes through the life of an account of the demo's Radicale, with
// the passwords that the operator is shown.
func accounts(t *testing.T, c *chaton, client *http.Client) {
	demo := *c
	demo.folder = c.state // where the demo keeps its chaton.hcl
	demo.expect(exitUsage, "account", "create", "agenda")
	first := shown(t, demo.expect(exitDone, "account", "create", "agenda", "camille").out)
	if listed := demo.expect(exitDone, "account", "list", "agenda"); listed.out != "camille\n" {
		t.Errorf("accounts: got %q, want camille alone", listed.out)
	}
	agenda := calendar{t: t, chaton: &demo, client: client, password: first}
	agenda.put("/camille/reunions/", "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//chatiere//test//FR\r\nEND:VCALENDAR\r\n")
	agenda.put("/camille/reunions/essai.ics", event)
	agenda.reads("/camille/reunions/essai.ics", http.StatusOK, "Réunion du chaton")

	twice := demo.expect(exitFailed, "account", "create", "agenda", "camille")
	if !strings.Contains(twice.err, "exists already") || strings.Contains(twice.out, "assword") {
		t.Errorf("a second camille: got %s%s, want the program's refusal and no password", twice.out, twice.err)
	}
	second := shown(t, demo.expect(exitDone, "account", "reset", "agenda", "camille").out)
	agenda.password = second
	agenda.reads("/camille/reunions/essai.ics", http.StatusOK, "Réunion du chaton")
	agenda.password = first
	agenda.isRefused("/camille/reunions/essai.ics")
	agenda.password = second

	if counted := demo.expect(exitDone, "account", "count", "agenda"); counted.out != "1\n" {
		t.Errorf("accounts: got %q, want 1", counted.out)
	}
	exported(t, &demo, "account", "export", "agenda", "camille")
	exported(t, &demo, "export", "agenda", "--account", "camille")
	exported(t, &demo, "export", "agenda")
	if asked := demo.expect(exitUsage, "account", "close", "agenda", "camille"); !strings.Contains(asked.err, "--yes") {
		t.Errorf("closing without a yes: got %s, want --yes named", asked.err)
	}
	demo.expect(exitDone, "account", "close", "agenda", "camille", "--yes")
	agenda.isRefused("/camille/reunions/essai.ics")
	if refused := demo.expect(exitUsage, "account", "erase", "wiki", "camille"); !strings.Contains(refused.err, "create, list, reset, close") {
		t.Errorf("what the wiki offers: got %s", refused.err)
	}
	demo.expect(exitDone, "account", "erase", "agenda", "camille", "--yes")
	nowhere(t, c.state, first, second)
}

// shown reads the password off the terminal.
func shown(t *testing.T, out string) string {
	t.Helper()
	found := regexp.MustCompile(`(?m)^password: ([A-Za-z0-9]{20})$`).FindStringSubmatch(out)
	if found == nil {
		t.Fatalf("no password in\n%s", out)
	}
	return found[1]
}

// calendar is a client that camille uses.
type calendar struct {
	t        *testing.T
	chaton   *chaton
	client   *http.Client
	password string
}

func (c *calendar) put(path, text string) {
	c.t.Helper()
	if status, body := c.ask(http.MethodPut, path, text); status != http.StatusCreated {
		c.t.Fatalf("PUT %s: got %d %s, want %d", path, status, body, http.StatusCreated)
	}
}

func (c *calendar) reads(path string, status int, part string) {
	c.t.Helper()
	if got, body := c.ask(http.MethodGet, path, ""); got != status || !strings.Contains(body, part) {
		c.t.Errorf("GET %s: got %d %s, want %d with %q", path, got, body, status, part)
	}
}

// isRefused waits: Radicale remembers a good login for 15 seconds.
func (c *calendar) isRefused(path string) {
	c.t.Helper()
	deadline := time.NewTimer(30 * time.Second)
	defer deadline.Stop()
	again := time.NewTicker(time.Second)
	defer again.Stop()
	for {
		status, _ := c.ask(http.MethodGet, path, "")
		if status == http.StatusUnauthorized {
			return
		}
		select {
		case <-deadline.C:
			c.t.Fatalf("GET %s: got %d, want %d", path, status, http.StatusUnauthorized)
		case <-again.C:
		}
	}
}

func (c *calendar) ask(method, path, text string) (status int, body string) {
	c.t.Helper()
	host := net.JoinHostPort("agenda.petitchaton.localhost", strconv.Itoa(c.chaton.https))
	request, err := http.NewRequestWithContext(c.t.Context(), method, fmt.Sprintf("https://%s%s", host, path), strings.NewReader(text))
	if err != nil {
		c.t.Fatal(err)
	}
	request.SetBasicAuth("camille", c.password)
	request.Header.Set("Content-Type", "text/calendar; charset=utf-8")
	response, err := c.client.Do(request)
	if err != nil {
		c.t.Fatalf("%s %s: %v", method, path, err)
	}
	defer response.Body.Close()
	answered, err := io.ReadAll(response.Body)
	if err != nil {
		c.t.Fatalf("%s %s: %v", method, path, err)
	}
	return response.StatusCode, string(answered)
}

// exported looks for the event in what camille takes along.
func exported(t *testing.T, c *chaton, command ...string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "camille.tar")
	written := append(command, "--output", path)
	c.expect(exitUsage, command...)
	c.expect(exitDone, written...)
	c.expect(exitUsage, written...)
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("archive: got %v, %v, want mode 0600", info, err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	archive := tar.NewReader(bytes.NewReader(data))
	for {
		entry, err := archive.Next()
		if errors.Is(err, io.EOF) {
			t.Fatalf("no event in the archive of %d bytes", len(data))
		}
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(entry.Name, "reunions/essai.ics") {
			return
		}
	}
}

// nowhere looks for what was shown once in all that the kit keeps.
func nowhere(t *testing.T, state string, passwords ...string) {
	t.Helper()
	err := filepath.WalkDir(state, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		data, err := os.ReadFile(path)
		for _, password := range passwords {
			if bytes.Contains(data, []byte(password)) {
				t.Errorf("%s holds a password that was shown once", path)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
