package gateway

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"framagit.org/chatiere/chatiere/installer/gateway/access"
	"github.com/google/go-cmp/cmp"
)

func rule(content string) access.Rule {
	return access.Rule{Content: content, Retention: access.Days(14)}
}

// recorded is one service that answers, echoes WebSockets, and lets a visitor
// of /leave wait for ever.
func recorded(t testing.TB, logs *access.Settings) Routes {
	t.Helper()
	upstream := serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.Header.Get("Upgrade") != "":
			echoUpgrade(w, r)
		case r.URL.Path == "/leave":
			<-r.Context().Done()
		default:
			_, _ = io.Copy(io.Discard, r.Body)
			_, _ = io.WriteString(w, "answer")
		}
	})
	return Routes{Routes: []Route{route("wiki.chaton.test", upstream)}, Logs: logs}
}

// askInEveryWay makes six requests from the canary's address.
func askInEveryWay(t *testing.T, h *house) {
	t.Helper()
	first, second := h.clientFrom(t, canaryAddress, false), h.clientFrom(t, canaryAddress, true)
	asked(t, first, http.MethodGet, "/h1", "")
	asked(t, first, http.MethodHead, "/h1", "")
	asked(t, second, http.MethodGet, "/h2", "")
	asked(t, second, http.MethodPost, "/h2", "content")
	ctx, leave := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer leave()
	if _, err := first.Do(canaryRequest(t, http.MethodGet, "/leave", "").WithContext(ctx)); err == nil {
		t.Error("got an answer of a service that gives none")
	}
	h.talk(t)
}

func (h *house) clientFrom(t testing.TB, address string, second bool) *http.Client {
	dialer := &net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(address)}}
	transport := &http.Transport{
		DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return dialer.DialContext(ctx, network, h.https)
		},
		ForceAttemptHTTP2: second, TLSClientConfig: &tls.Config{RootCAs: h.roots},
	}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport}
}

func canaryRequest(t testing.TB, method, path, body string) *http.Request {
	t.Helper()
	request := mustRequest(t, method, "https://wiki.chaton.test"+path+"?"+canaryQuery, strings.NewReader(body))
	request.Header.Set("User-Agent", canaryAgent)
	return request
}

func asked(t testing.TB, client *http.Client, method, path, body string) {
	t.Helper()
	answer, err := client.Do(canaryRequest(t, method, path, body))
	if err != nil {
		t.Errorf("%s %s: %v", method, path, err)
		return
	}
	defer answer.Body.Close()
	if _, err := io.Copy(io.Discard, answer.Body); err != nil || answer.StatusCode != http.StatusOK {
		t.Errorf("%s %s: got %d and %v, want 200", method, path, answer.StatusCode, err)
	}
}

// talk opens a WebSocket, says something and hears it.
func (h *house) talk(t testing.TB) {
	t.Helper()
	dialer := &tls.Dialer{
		NetDialer: &net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(canaryAddress)}},
		Config:    &tls.Config{ServerName: "wiki.chaton.test", RootCAs: h.roots},
	}
	connection, err := dialer.DialContext(t.Context(), "tcp", h.https)
	if err != nil {
		t.Fatal(err)
	}
	defer connection.Close()
	_, _ = io.WriteString(connection, "GET /ws?"+canaryQuery+" HTTP/1.1\r\nHost: wiki.chaton.test\r\nUser-Agent: "+canaryAgent+
		"\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n")
	reader := bufio.NewReader(connection)
	if answer, err := http.ReadResponse(reader, nil); err != nil || answer.StatusCode != http.StatusSwitchingProtocols {
		t.Fatalf("got %v and %v, want 101", answer, err)
	}
	_, _ = io.WriteString(connection, "meow\n")
	if line, err := reader.ReadString('\n'); line != "meow\n" {
		t.Errorf("got %q and %v, want meow", line, err)
	}
}

// filesWith lists the files that hold a text.
func filesWith(t testing.TB, folder, text string) []string {
	t.Helper()
	var found []string
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		data, err := os.ReadFile(path)
		if bytes.Contains(data, []byte(text)) || strings.Contains(path, text) {
			found = append(found, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func wantCreations(t testing.TB, folder string, want ...string) {
	t.Helper()
	var got []string
	files, err := filepath.Glob(filepath.Join(folder, access.CreationFolder, "*.log"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for text := range strings.Lines(string(data)) {
			var line access.Creation
			if err := json.Unmarshal([]byte(text), &line); err != nil || line.Port == 0 {
				t.Errorf("got line %q and %v, want one with a port", text, err)
			}
			got = append(got, fmt.Sprintf("%s %s %s", line.Service, line.Address, line.Protocol))
		}
	}
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("creations (-want +got):\n%s", diff)
	}
}

func readMonth(t testing.TB, folder string) access.Month {
	t.Helper()
	month, err := access.Read(folder, access.MonthOf(time.Now()))
	if err != nil {
		t.Fatal(err)
	}
	return month
}

func marshalled(t testing.TB, value any) string {
	t.Helper()
	data, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
