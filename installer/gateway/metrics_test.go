package gateway

import (
	"io"
	"net"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

func TestMetrics_AreNumbersOfServices(t *testing.T) {
	t.Parallel()
	port := freePort(t)
	routes := recorded(t, nil)
	down := route("down.chaton.test", "127.0.0.1:1")
	down.Service = "down"
	routes.Routes = append(routes.Routes, down)
	house := open(t, Options{Metrics: port}, routes)
	askInEveryWay(t, house)
	house.get(t, "https://down.chaton.test/secret-path")
	text := readMetrics(t, port)
	for _, line := range []string{
		`chatiere_requests_total{service="wiki",class="2xx"} 4`, `chatiere_requests_total{service="down",class="5xx"} 1`,
		`chatiere_upstream_failures_total{service="down"} 1`, `chatiere_upstream_failures_total{service="wiki"} 0`,
		`chatiere_request_duration_seconds_bucket{service="wiki",le="+Inf"} 4`,
		`chatiere_refusals_total{reason="requests"} 0`, `chatiere_log_lines_lost_total 0`,
		"# TYPE chatiere_request_duration_seconds histogram", "chatiere_connections ",
		`chatiere_certificate_remaining_seconds{service="wiki"} `,
	} {
		if !strings.Contains(text, line) {
			t.Errorf("got\n%s\nwant %q in it", text, line)
		}
	}
	for _, canary := range []string{canaryAddress, canaryQuery, canaryAgent, "secret-path", "chaton.test", "127.0.0.1"} {
		if strings.Contains(text, canary) {
			t.Errorf("got %q in\n%s", canary, text)
		}
	}
	wantFormat(t, text)
}

// wantFormat reads the text as a collector does.
func wantFormat(t testing.TB, text string) {
	t.Helper()
	label := `[a-z_]+="(?:[^"\\\n]|\\[\\"n])*"`
	sample := regexp.MustCompile(`^[a-z_]+(?:\{` + label + `(?:,` + label + `)*\})? -?[0-9][0-9.e+-]*$`)
	comment := regexp.MustCompile(`^# (HELP [a-z_]+ .+|TYPE [a-z_]+ (counter|gauge|histogram))$`)
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		if !sample.MatchString(line) && !comment.MatchString(line) {
			t.Errorf("got line %q, want one of the format", line)
		}
	}
}

func readMetrics(t testing.TB, port int) string {
	t.Helper()
	answer, err := http.Get("http://127.0.0.1:" + strconv.Itoa(port) + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK {
		t.Fatalf("got %d and %v, want 200", answer.StatusCode, err)
	}
	return string(body)
}

// freePort finds a port that is free at this moment.
func freePort(t testing.TB) int {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port
}
