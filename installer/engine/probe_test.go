package engine

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"framagit.org/chatiere/chatiere/installer/site"
	"github.com/google/go-cmp/cmp"
)

// listening serves until the test ends and returns its port on loopback.
func listening(t *testing.T, handler http.HandlerFunc) int {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return portOf(t, server.Listener.Addr())
}

func portOf(t *testing.T, address net.Addr) int {
	t.Helper()
	_, text, err := net.SplitHostPort(address.String())
	must(t, err)
	port, err := strconv.Atoi(text)
	must(t, err)
	return port
}

// answering gives each status at the path of its number, and "/away" leads to
// a page that is not there.
func answering(w http.ResponseWriter, r *http.Request) {
	switch {
	case r.URL.Path == "/away":
		http.Redirect(w, r, "/404", http.StatusFound)
	case r.URL.Path == "/host" && (r.Host != "wiki.test" || r.Header.Get("X-Forwarded-Proto") != "https"):
		w.WriteHeader(http.StatusBadRequest)
	default:
		status, err := strconv.Atoi(strings.Trim(r.URL.Path, "/"))
		if err == nil {
			w.WriteHeader(status)
		}
	}
}

func TestProbe_SaysWhatItSaw(t *testing.T) {
	port := listening(t, answering)
	cases := map[string]struct {
		health site.Health
		want   string
	}{
		"success":           {site.Health{Kind: "http", Path: "/200"}, ""},
		"redirect":          {site.Health{Kind: "http", Path: "/away"}, ""},
		"its host":          {site.Health{Kind: "http", Path: "/host", Host: "wiki.test"}, ""},
		"wrong path":        {site.Health{Kind: "http", Path: "/404"}, "wrong answer: 404"},
		"wanted status":     {site.Health{Kind: "http", Path: "/401", Status: 401}, ""},
		"not wanted status": {site.Health{Kind: "http", Path: "/200", Status: 204}, "wrong answer: 200"},
		"open port":         {site.Health{Kind: "tcp"}, ""},
	}
	for name, c := range cases {
		c.health.Port = port
		got := ""
		if err := Probe(t.Context(), c.health, "127.0.0.1"); err != nil {
			got = err.Error()
		}
		if got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

func TestProbe_SilenceIsUnhealthyAndNobodyIsNotListening(t *testing.T) {
	release := make(chan struct{})
	port := listening(t, func(http.ResponseWriter, *http.Request) { <-release })
	defer close(release)
	silent := site.Health{Kind: "http", Port: port, Path: "/", Timeout: 50 * time.Millisecond}
	if err := Probe(t.Context(), silent, "127.0.0.1"); err == nil || err.Error() != "unhealthy: no answer in time" {
		t.Errorf("got %v", err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	closed := site.Health{Kind: "tcp", Port: portOf(t, listener.Addr())}
	must(t, listener.Close())
	if err := Probe(t.Context(), closed, "127.0.0.1"); !errors.Is(err, ErrNotListening) {
		t.Errorf("got %v, want %v", err, ErrNotListening)
	}
}

func TestProbeArguments_AreReadBack(t *testing.T) {
	for _, want := range []site.Health{
		{Kind: "http", Port: 8080, Path: "/health?deep=1", Host: "wiki.test", Status: 204, Timeout: 3 * time.Second},
		{Kind: "http", Port: 80, Path: "/", Timeout: 5 * time.Second},
		{Kind: "tcp", Port: 5432, Path: "/", Timeout: time.Minute},
	} {
		got, address, err := parseProbe(ProbeArguments(want))
		must(t, err)
		if diff := cmp.Diff(want, got); diff != "" || address != loopback {
			t.Errorf("at %s (-want +got)\n%s", address, diff)
		}
	}
}

func TestRunProbe_WrongUseIsSaid(t *testing.T) {
	for _, arguments := range [][]string{nil, {"udp"}, {"tcp"}, {"tcp", "--port", "70000"}, {"http", "--prt", "80"}} {
		if err := RunProbe(context.WithoutCancel(t.Context()), arguments); err == nil || !strings.HasPrefix(err.Error(), "probe: ") {
			t.Errorf("%q: got %v", arguments, err)
		}
	}
}

func TestNativeCheck_GatewayIsAskedAtItsAddress(t *testing.T) {
	wanted := &site.Container{HostNetwork: true, HostAddress: "192.0.2.7", Health: site.Health{Kind: "tcp", Port: 443}}
	got := strings.Join(checkCommand(wanted), " ")
	if want := "/.chatiere/chatiere probe tcp --port 443 --address 192.0.2.7"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
