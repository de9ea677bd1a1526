package gateway

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"framagit.org/chatiere/chatiere/installer/gateway/access"
	"framagit.org/chatiere/chatiere/installer/gateway/front"
	"github.com/google/go-cmp/cmp"
)

// What visitors of these tests bear, and nothing else does.
const (
	canaryAddress = "127.66.0.7"
	canaryQuery   = "canary-query"
	canaryAgent   = "canary-agent"
)

func TestRecord_NothingIdentifiesAVisitorUnlessDecided(t *testing.T) {
	t.Parallel()
	for _, logs := range []*access.Settings{nil, {}, {Access: rule(access.Anonymous)}} {
		house := open(t, Options{}, recorded(t, logs))
		askInEveryWay(t, house)
		house.close(t)
		for _, canary := range []string{canaryAddress, canaryQuery, canaryAgent} {
			if found := filesWith(t, house.folder, canary); len(found) > 0 {
				t.Errorf("logs %+v: got %q in %q, want it nowhere", logs, canary, found)
			}
		}
		if month := readMonth(t, house.folder); month.Services["wiki"].Hits != 6 {
			t.Errorf("logs %+v: got %+v, want 6 hits of wiki", logs, month)
		}
	}
}

func TestRecord_FullHasEveryRequestAndCreationThoseThatCreate(t *testing.T) {
	t.Parallel()
	house := open(t, Options{}, recorded(t, &access.Settings{Access: rule(access.Full), Creation: rule(access.Full)}))
	askInEveryWay(t, house)
	house.close(t)
	var got []string
	if _, err := access.ReadLines(house.folder, access.Mark{}, func(line access.Line) {
		got = append(got, fmt.Sprintf("%s %s %s %s?%s %s %d %d/%d %s", line.Service, line.Address, line.Method, line.Path, line.Query,
			line.Protocol, line.Status, line.BytesIn, line.BytesOut, line.Agent))
	}); err != nil {
		t.Fatal(err)
	}
	slices.Sort(got)
	want := []string{
		"wiki 127.66.0.7 GET /h1?canary-query HTTP/1.1 200 0/6 canary-agent",
		"wiki 127.66.0.7 GET /h2?canary-query HTTP/2.0 200 0/6 canary-agent",
		"wiki 127.66.0.7 GET /leave?canary-query HTTP/1.1 0 0/0 canary-agent",
		"wiki 127.66.0.7 GET /ws?canary-query HTTP/1.1 101 5/5 canary-agent",
		"wiki 127.66.0.7 HEAD /h1?canary-query HTTP/1.1 200 0/0 canary-agent",
		"wiki 127.66.0.7 POST /h2?canary-query HTTP/2.0 200 7/6 canary-agent",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("access (-want +got):\n%s", diff)
	}
	wantCreations(t, house.folder, "wiki 127.66.0.7 HTTP/1.1", "wiki 127.66.0.7 HTTP/2.0")
	info, err := os.Stat(filepath.Join(house.folder, access.CreationFolder))
	if err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("got %v and %v, want a folder of mode 700", info, err)
	}
}

func TestRecord_CountsAreThoseOfServicesOnly(t *testing.T) {
	t.Parallel()
	house := open(t, Options{}, recorded(t, nil))
	askInEveryWay(t, house)
	request := mustRequest(t, http.MethodGet, "https://wiki.chaton.test/", nil)
	request.Host = "other.chaton.test"
	house.do(t, request)
	house.close(t)
	want := map[string]access.Counts{"wiki": {
		Hits: 6, BytesIn: 12, BytesOut: 23, Classes: map[string]int64{"1xx": 1, "2xx": 4, "aborted": 1},
		Methods: map[string]int64{"GET": 4, "HEAD": 1, "POST": 1},
	}}
	if diff := cmp.Diff(want, readMonth(t, house.folder).Services); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestRecord_TwoVisitorsOverIPv6AreTwoAddresses(t *testing.T) {
	t.Parallel()
	trusted, err := front.ParseTrusted([]string{"127.0.0.1/32"})
	if err != nil {
		t.Fatal(err)
	}
	routes := recorded(t, &access.Settings{Access: rule(access.Full), Creation: rule(access.Full)})
	house := open(t, Options{Mode: Behind, Trusted: trusted}, routes)
	for _, address := range []string{"2001:db8::1", "2001:db8::2"} {
		request := mustRequest(t, http.MethodPost, "http://wiki.chaton.test/", strings.NewReader("x"))
		request.Header.Set("X-Forwarded-For", address)
		request.Header.Set("X-Forwarded-Proto", "https")
		house.do(t, request)
	}
	house.close(t)
	var got []string
	if _, err := access.ReadLines(house.folder, access.Mark{}, func(line access.Line) { got = append(got, line.Address.String()) }); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"2001:db8::1", "2001:db8::2"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if found := filesWith(t, filepath.Join(house.folder, access.CreationFolder), `"port"`); len(found) > 0 {
		t.Error("got the port of the proxy in front, want none")
	}
}

func TestRecord_SettingsComeWithAReload(t *testing.T) {
	t.Parallel()
	routes := recorded(t, nil)
	house := open(t, Options{}, routes)
	house.get(t, "https://wiki.chaton.test/before")
	routes.Logs = &access.Settings{Access: rule(access.Anonymous)}
	house.reload(t, routes)
	if got := house.status(t).Records.Access; got != access.Anonymous {
		t.Errorf("got %q in the status, want anonymous", got)
	}
	house.get(t, "https://wiki.chaton.test/after")
	bad := `{"logs":{"access":{"content":"all"}},"routes":` + marshalled(t, routes.Routes) + `}`
	if err := os.WriteFile(filepath.Join(house.folder, RoutesFile), []byte(bad), 0o600); err != nil {
		t.Fatal(err)
	}
	outcome, err := Dial(house.folder).Reload(t.Context())
	if err != nil || outcome.Accepted != 1 || len(outcome.Refused) != 1 || outcome.Refused[0].Member != "logs" {
		t.Errorf("got %+v and %v, want the logs refused alone", outcome, err)
	}
	house.get(t, "https://wiki.chaton.test/refused")
	house.close(t)
	var paths []string
	if _, err := access.ReadLines(house.folder, access.Mark{}, func(line access.Line) { paths = append(paths, line.Path) }); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"/after"}, paths); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
