package gateway

import (
	"context"
	"encoding/json"
	"encoding/xml"
	"maps"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"framagit.org/chatiere/chatiere/installer/gateway/certificates"
	"github.com/google/go-cmp/cmp"
)

// explainedHTTP2 are the findings of h2spec that stay, each with its reason.
var explainedHTTP2 = map[string]string{
	"http2/6.5.3: Sends multiple values of SETTINGS_INITIAL_WINDOW_SIZE": "net/http ends a connection whose SETTINGS frame " +
		"names one setting twice. The standard would have the last one hold; no client does it, and a setting said twice is how floods of settings are made.",
	"http2/8.1.2.2: Sends a HEADERS frame that contains the connection-specific header field": "such a request is answered 400 " +
		"instead of having its stream reset, which RFC 9113, 8.1.1, allows. No service sees it: see the corpus of streams.",
	"http2/8.1.2.2: Sends a HEADERS frame that contains the TE header field with any value other than \"trailers\"": "answered 400 as well.",
}

// explainedTLS are the findings of testssl.sh that stay.
var explainedTLS = map[string]string{
	"TLS_session_ticket": "net/http says for how long it takes a ticket, seven days. The keys are made anew each day, live in " +
		"memory alone and end with the process; over TLS 1.3 a resumed session has a fresh key exchange besides.",
}

// TestGateway_SpeaksHTTP2AsTheStandardSays fails on a finding that nobody has
// explained, and on an explanation that has become needless.
func TestGateway_SpeaksHTTP2AsTheStandardSays(t *testing.T) {
	t.Parallel()
	tool := filepath.Join(t.TempDir(), "h2spec")
	build := exec.CommandContext(t.Context(), "go", "build", "-o", tool, "github.com/summerwind/h2spec/cmd/h2spec")
	build.Dir = filepath.Join("testdata", "h2spec")
	if said, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build h2spec: %v\n%s", err, said)
	}
	house := open(t, Options{}, Routes{Routes: []Route{route("localhost", serveText(t, strings.Repeat("hello", 4000)))}})
	_, port, _ := net.SplitHostPort(house.https)
	report := filepath.Join(t.TempDir(), "report.xml")
	said, err := exec.CommandContext(t.Context(), tool, "--host", "localhost", "--port", port, "--tls", "--insecure", "--junit-report", report).CombinedOutput()
	if _, failed := err.(*exec.ExitError); err != nil && !failed {
		t.Fatal(err)
	}
	compare(t, explainedHTTP2, failuresIn(t, report), string(said))
}

func failuresIn(t testing.TB, report string) []string {
	t.Helper()
	data, err := os.ReadFile(report)
	if err != nil {
		t.Fatal(err)
	}
	var suites struct {
		Cases []struct {
			Package string    `xml:"package,attr"`
			Name    string    `xml:"classname,attr"`
			Failure *struct{} `xml:"failure"`
			Error   *struct{} `xml:"error"`
		} `xml:"testsuite>testcase"`
	}
	if err := xml.Unmarshal(data, &suites); err != nil {
		t.Fatal(err)
	}
	if len(suites.Cases) < 100 {
		t.Fatalf("got %d cases tried, want more than a hundred", len(suites.Cases))
	}
	var found []string
	for _, each := range suites.Cases {
		if each.Failure != nil || each.Error != nil {
			found = append(found, each.Package+": "+each.Name)
		}
	}
	return found
}

// compare wants each finding explained, and each explanation needed.
func compare(t testing.TB, explained map[string]string, found []string, said string) {
	t.Helper()
	want := slices.Sorted(maps.Keys(explained))
	slices.Sort(found)
	if diff := cmp.Diff(want, slices.Compact(found)); diff != "" {
		t.Errorf("findings (-explained +found):\n%s\n%s", diff, said)
	}
}

// tlsChecks are those of testssl.sh that say something about Go's TLS. The rest
// tries attacks on protocols and ciphers that these find not to be offered.
var tlsChecks = []string{"--protocols", "--server-preference", "--fs", "--server-defaults", "--headers"}

func TestGateway_TLSHasNoUnexplainedFinding(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	pool, authority := vouch(t, folder, "wiki.chaton.test")
	page := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
	}
	house := open(t, Options{Folder: folder, Issuer: certificates.Issuer{Kind: certificates.Files}}, Routes{Routes: []Route{route("wiki.chaton.test", serve(t, page))}})
	house.roots = pool
	_, port, _ := net.SplitHostPort(house.https)
	root, report := filepath.Join(folder, "root.pem"), filepath.Join(folder, "report.json")
	if err := os.WriteFile(root, authority, 0o600); err != nil {
		t.Fatal(err)
	}
	arguments := append([]string{
		"--quiet", "--color", "0", "--warnings", "off", "--nodns", "none", "--ip", "127.0.0.1", "--add-ca", root, "--jsonfile", report,
	}, tlsChecks...)
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute) // half a minute on a machine that does nothing else
	defer cancel()
	check := exec.CommandContext(ctx, "testssl", append(arguments, "https://wiki.chaton.test:"+port+"/")...)
	said, err := check.CombinedOutput()
	if _, failed := err.(*exec.ExitError); err != nil && !failed {
		t.Fatalf("testssl: %v: apt install testssl.sh", err)
	}
	compare(t, explainedTLS, doubtsIn(t, report, port), string(said))
}

// doubtsIn are the findings that testssl.sh itself does not call fine, without
// those about the program that it uses.
func doubtsIn(t testing.TB, report, port string) []string {
	t.Helper()
	data, err := os.ReadFile(report)
	if err != nil {
		t.Fatal(err)
	}
	var entries []struct{ ID, Port, Severity string }
	if err := json.Unmarshal(data, &entries); err != nil {
		t.Fatal(err)
	}
	var found []string
	judged := 0
	for _, each := range entries {
		if each.Port != port {
			continue
		}
		judged++
		if each.Severity != "OK" && each.Severity != "INFO" {
			found = append(found, each.ID)
		}
	}
	if judged < 40 {
		t.Fatalf("got %d findings about the gateway, want at least forty", judged)
	}
	return found
}
