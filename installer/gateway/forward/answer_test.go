package forward

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestAnswer_HostileOnesAreHeldToLimits(t *testing.T) {
	t.Parallel()
	many := func(line string, count int) string { return strings.Repeat(line, count) }
	for name, answer := range map[string]string{
		"a header without end":     "HTTP/1.1 200 OK\r\nX: " + many("x", 1<<20),
		"headers without end":      "HTTP/1.1 200 OK\r\n" + many("X: x\r\n", 1<<18),
		"many headers":             "HTTP/1.1 200 OK\r\n" + distinct(600) + "\r\n",
		"a first line without end": many("HTTP", 1<<18),
		"early answers":            many("HTTP/1.1 103 Early Hints\r\n\r\n", 1000) + "HTTP/1.1 200 OK\r\n\r\n",
		"continues":                many("HTTP/1.1 100 Continue\r\n\r\n", 1000) + "HTTP/1.1 200 OK\r\n\r\n",
		"two lengths":              "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok!",
		"length with a plus":       "HTTP/1.1 200 OK\r\nContent-Length: +2\r\n\r\nok",
		"unknown encoding":         "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
		"chunk that is none":       "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
		"chunk without its end":    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nokEVIL0\r\n\r\n",
		"chunk of huge length":     "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\nok",
		"extensions without end":   "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;" + many("x", 1<<20),
		"trailers without end":     "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n" + many("X: x\r\n", 1<<18),
		"less than its length":     "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nless",
		"no status":                "HTTP/1.1 000 None\r\n\r\n",
		"a switch nobody wanted":   "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
		"another protocol":         "SSH-2.0-OpenSSH_9.2\r\n",
		"nothing":                  "",
	} {
		server := listen(t, func(connection net.Conn, requests *bufio.Reader) { answered(connection, requests, answer) })
		if status, body, err := server.ask(t, "POST", "data"); err == nil {
			t.Errorf("%s: got %d and %d bytes, want an error", name, status, len(body))
		}
	}
}

func distinct(count int) string {
	var lines strings.Builder
	for i := range count {
		lines.WriteString("X-" + strings.Repeat("x", i%30) + string(rune('a'+i/30)) + ": x\r\n")
	}
	return lines.String()
}

func TestAnswer_EarlyOnesArePassedOn(t *testing.T) {
	t.Parallel()
	server := listen(t, func(connection net.Conn, requests *bufio.Reader) {
		answered(connection, requests, "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\nConnection: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
	})
	request := plain(httptest.NewRequest("GET", "/", nil))
	var early []string
	request.Early = func(status int, header http.Header) {
		early = append(early, http.StatusText(status), header.Get("Link"), header.Get("Connection"))
	}
	answer, err := server.peer.Ask(t.Context(), request)
	if err != nil {
		t.Fatal(err)
	}
	answer.Close()
	if got, want := strings.Join(early, "|"), "Early Hints|</style.css>|"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestAnswer_FieldsOfTheConnectionEndThere(t *testing.T) {
	t.Parallel()
	heads := make(chan http.Header, 1)
	server := listen(t, func(connection net.Conn, requests *bufio.Reader) {
		request, err := http.ReadRequest(requests)
		if err != nil {
			return
		}
		heads <- request.Header
		_, _ = io.WriteString(connection, "HTTP/1.1 200 OK\r\nConnection: X-Hop, keep-alive\r\nX-Hop: 1\r\nKeep-Alive: timeout=5\r\nX-End: 1\r\nContent-Length: 0\r\n\r\n")
	})
	visitor := httptest.NewRequest("GET", "/", nil)
	visitor.Header = http.Header{"Connection": {"x-hop, Te"}, "X-Hop": {"1"}, "Te": {"trailers, gzip"}, "Proxy-Authorization": {"x"}, "X-End": {"1", "2"}, "X-Own": {"forged"}}
	request := plain(visitor)
	request.Own = []Field{{"X-Own", "ours"}}
	request.Withheld = func(name string) bool { return name == "X-Own" }
	answer, err := server.peer.Ask(t.Context(), request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Close()
	sent := <-heads
	if len(sent) != 3 || sent.Get("Te") != "trailers" || sent.Get("X-Own") != "ours" || strings.Join(sent["X-End"], ",") != "1,2" {
		t.Errorf("got request fields %v, want Te, X-End and X-Own", sent)
	}
	if len(answer.Header) != 2 || answer.Header.Get("X-End") != "1" {
		t.Errorf("got answer fields %v, want X-End and Content-Length", answer.Header)
	}
}

func TestConverse_EndsWithEitherSide(t *testing.T) {
	t.Parallel()
	server := listen(t, func(connection net.Conn, requests *bufio.Reader) {
		answered(connection, requests, "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: WebSocket\r\n\r\nhello\n")
		_, _ = io.Copy(connection, requests)
	})
	request := plain(httptest.NewRequest("GET", "/", nil))
	request.Upgrade = "websocket"
	ctx, end := context.WithCancel(t.Context())
	defer end()
	answer, err := server.peer.Ask(ctx, request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Close()
	near, far := net.Pipe()
	over := make(chan struct{})
	go func() { answer.Converse(far, far); close(over) }()
	lines := bufio.NewReader(near)
	for _, want := range []string{"hello\n", "meow\n"} {
		if got, err := lines.ReadString('\n'); got != want {
			t.Errorf("got %q %v, want %q", got, err, want)
		}
		go func() { _, _ = io.WriteString(near, "meow\n") }()
	}
	_ = near.Close()
	<-over
	server.closed(t)
}
