package gateway

import (
	"bufio"
	"crypto/tls"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"testing"
)

func TestBehind_OnlyTheFrontIsBelieved(t *testing.T) {
	t.Parallel()
	house := open(t, Options{Mode: Behind, HTTPS: httpsPort, Trusted: loopbackTrusted(t)}, serviceRoutes(t))
	cases := map[string]struct {
		from   string
		header string
		status int
		told   string
	}{
		"the front":                     {"127.0.0.1", "X-Forwarded-Proto: https\r\nX-Forwarded-For: 203.0.113.9\r\n", 200, "203.0.113.9"},
		"a chain that a visitor forged": {"127.0.0.1", "X-Forwarded-Proto: https\r\nX-Forwarded-For: 198.51.100.1, 203.0.113.9\r\n", 200, "203.0.113.9"},
		"an IPv6 visitor":               {"127.0.0.1", "X-Forwarded-Proto: https\r\nX-Forwarded-For: 2001:db8::9\r\n", 200, "2001:db8::9"},
		"another IPv6 visitor":          {"127.0.0.1", "X-Forwarded-Proto: https\r\nX-Forwarded-For: 2001:db8::a\r\n", 200, "2001:db8::a"},
		"a front that does not say":     {"127.0.0.1", "X-Forwarded-Proto: https\r\n", 200, ""},
		"a front that says nothing":     {"127.0.0.1", "", 301, ""},
		"a visitor without TLS":         {"127.0.0.1", "X-Forwarded-Proto: http\r\nX-Forwarded-For: 203.0.113.9\r\n", 301, ""},
		"a forger from elsewhere":       {"127.0.0.2", "X-Forwarded-Proto: https\r\nX-Forwarded-For: 203.0.113.9\r\n", 301, ""},
	}
	for name, test := range cases {
		answer, body := rawGet(t, house.http, test.from, "GET / HTTP/1.1\r\nHost: "+frontedName+"\r\n"+test.header+"Connection: close\r\n\r\n")
		var told http.Header
		_ = json.Unmarshal([]byte(body), &told)
		if got := strings.Join(told.Values("X-Forwarded-For"), ","); answer.StatusCode != test.status || got != test.told {
			t.Errorf("%s: got %d and X-Forwarded-For %q, want %d and %q", name, answer.StatusCode, got, test.status, test.told)
		}
		if answer.StatusCode == http.StatusOK && answer.Header.Get("Strict-Transport-Security") == "" {
			t.Errorf("%s: got no HSTS, want it: visitors see the front's certificate", name)
		}
	}
	if got := house.status(t).Front; got != (FrontStatus{Unnamed: 1, Unsaid: 1}) {
		t.Errorf("got %+v, want one visitor without an address and one of whom nothing was said", got)
	}
}

func TestPassthrough_OnlyTheFrontSpeaksForOthers(t *testing.T) {
	t.Parallel()
	house := open(t, Options{Mode: Passthrough, HTTPS: httpsPort, Trusted: loopbackTrusted(t)}, serviceRoutes(t))
	cases := map[string]struct {
		from, header, told string // told "-": refused
	}{
		"the front":              {"127.0.0.1", "PROXY TCP4 203.0.113.9 192.0.2.1 4711 443\r\n", "203.0.113.9"},
		"an IPv6 visitor":        {"127.0.0.1", "PROXY TCP6 2001:db8::9 2001:db8::1 4711 443\r\n", "2001:db8::9"},
		"another IPv6 visitor":   {"127.0.0.1", "PROXY TCP6 2001:db8::a 2001:db8::1 4711 443\r\n", "2001:db8::a"},
		"a visitor nobody knows": {"127.0.0.1", "PROXY UNKNOWN\r\n", ""},
		"no header":              {"127.0.0.1", "", "-"},
		"a visitor by himself":   {"127.0.0.2", "", "127.0.0.2"},
		"a forger":               {"127.0.0.2", "PROXY TCP4 203.0.113.9 192.0.2.1 4711 443\r\n", "-"},
	}
	for name, test := range cases {
		got := house.toldAfter(t, test.from, test.header)
		if got != test.told {
			t.Errorf("%s: got %q, want %q", name, got, test.told)
		}
	}
	if got := house.status(t).Front; got != (FrontStatus{Unannounced: 1, Unnamed: 1}) {
		t.Errorf("got %+v, want one connection without a header and one visitor without an address", got)
	}
}

// toldAfter connects with some words before the handshake and gives what the
// service was told of the visitor; "-" when there was no handshake.
func (h *house) toldAfter(t *testing.T, from, words string) string {
	t.Helper()
	plain := dialFrom(t, h.https, from)
	_, _ = io.WriteString(plain, words)
	connection := tls.Client(plain, &tls.Config{ServerName: frontedName, RootCAs: h.roots})
	if connection.HandshakeContext(t.Context()) != nil {
		return "-"
	}
	_, _ = io.WriteString(connection, "GET / HTTP/1.1\r\nHost: "+frontedName+"\r\nX-Forwarded-For: 198.51.100.1\r\nConnection: close\r\n\r\n")
	answer, err := http.ReadResponse(bufio.NewReader(connection), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var told http.Header
	if err := json.NewDecoder(answer.Body).Decode(&told); err != nil {
		t.Fatal(err)
	}
	return strings.Join(told.Values("X-Forwarded-For"), ",")
}

func TestEdge_NobodyIsBelieved(t *testing.T) {
	t.Parallel()
	house := open(t, Options{}, serviceRoutes(t))
	if got := house.toldAfter(t, "127.0.0.2", ""); got != "127.0.0.2" {
		t.Errorf("got %q, want the visitor's own address", got)
	}
	if got := house.toldAfter(t, "127.0.0.1", "PROXY TCP4 203.0.113.9 192.0.2.1 4711 443\r\n"); got != "-" {
		t.Errorf("got %q, want a refusal", got)
	}
}

func TestBehind_ContainersAreAnsweredAtTheVisitorsPortWhenTheFrontIsElsewhere(t *testing.T) {
	t.Parallel()
	port := portAt(t, freePorts(t, 1)[0])
	routes := serviceRoutes(t)
	routes.Networks = []Network{{Service: "wiki", Address: "127.0.8.1/26"}}
	house := open(t, Options{Mode: Behind, HTTPS: httpsPort, Trusted: loopbackTrusted(t), Containers: port}, routes)
	inside := net.JoinHostPort("127.0.8.1", strconv.Itoa(port))
	container := &tls.Config{ServerName: frontedName, RootCAs: house.roots}
	connection := tls.Client(dialFrom(t, inside, "127.0.8.9"), container)
	if err := connection.HandshakeContext(t.Context()); err != nil {
		t.Errorf("a container: got %v, want a certificate of the chaton's own authority", err)
	}
	stranger := tls.Client(dialFrom(t, inside, "127.0.9.9"), container)
	if stranger.HandshakeContext(t.Context()) == nil {
		t.Error("got an answer for a stranger, want none")
	}
	if _, err := net.Dial("tcp", net.JoinHostPort("127.0.8.1", strconv.Itoa(portAt(t, house.http)))); err == nil {
		t.Error("got the front's port in the network of a service, want it shut")
	}
}

func dialFrom(t testing.TB, to, from string) net.Conn {
	t.Helper()
	dialer := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(from)}}
	connection, err := dialer.Dial("tcp", to)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = connection.Close() })
	return connection
}

// rawGet sends the text as it is.
func rawGet(t testing.TB, to, from, text string) (*http.Response, string) {
	t.Helper()
	connection := dialFrom(t, to, from)
	_, _ = io.WriteString(connection, text)
	answer, err := http.ReadResponse(bufio.NewReader(connection), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, _ := io.ReadAll(answer.Body)
	return answer, string(body)
}
