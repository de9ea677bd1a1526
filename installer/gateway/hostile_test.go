package gateway

import (
	"bufio"
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// dial speaks HTTP/1 by hand: a client would mend what these tests break.
func (h *house) dial(t testing.TB, name string) net.Conn {
	t.Helper()
	connection, err := tls.Dial("tcp", h.https, &tls.Config{ServerName: name, RootCAs: h.roots})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = connection.Close() })
	return connection
}

func exchange(t testing.TB, connection net.Conn, request string) (int, string) {
	t.Helper()
	if _, err := io.WriteString(connection, request); err != nil {
		t.Fatal(err)
	}
	answer, err := http.ReadResponse(bufio.NewReader(connection), nil)
	if err != nil {
		t.Fatalf("%q: %v", request, err)
	}
	defer answer.Body.Close()
	if answer.StatusCode == http.StatusSwitchingProtocols {
		return answer.StatusCode, ""
	}
	body, _ := io.ReadAll(answer.Body)
	return answer.StatusCode, string(body)
}

func TestProxy_ServiceLearnsItsOwnHostWhateverAVisitorWrites(t *testing.T) {
	t.Parallel()
	upstream := serve(t, func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, r.Host+" "+r.Header.Get("X-Forwarded-Host"))
	})
	house := open(t, Options{}, Routes{Routes: []Route{route("wiki.chaton.test", upstream)}})
	_, port, _ := net.SplitHostPort(house.https)
	for received, want := range map[string]string{
		"wiki.chaton.test":               "wiki.chaton.test",
		"WIKI.chaton.test.":              "wiki.chaton.test",
		"wiki.chaton.test:" + port:       "wiki.chaton.test:" + port,
		"wiki.chaton.test:1":             "wiki.chaton.test",
		"wiki.chaton.test:80.other.test": "wiki.chaton.test",
	} {
		request := mustRequest(t, http.MethodGet, "https://wiki.chaton.test/", nil)
		request.Host = received
		if _, got := house.do(t, request); got != want+" "+want {
			t.Errorf("Host %q: got %q, want %q twice", received, got, want)
		}
	}
}

func TestProxy_OnlyWebSocketsAreUpgraded(t *testing.T) {
	t.Parallel()
	house := open(t, Options{}, Routes{Routes: []Route{route("wiki.chaton.test", serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Upgrade") != "" {
			echoUpgrade(w, r)
		}
	}))}})
	for protocol, want := range map[string]int{"websocket": http.StatusSwitchingProtocols, "h2c": http.StatusOK, "tls/1.0": http.StatusOK} {
		got, _ := exchange(t, house.dial(t, "wiki.chaton.test"),
			"GET / HTTP/1.1\r\nHost: wiki.chaton.test\r\nConnection: Upgrade\r\nUpgrade: "+protocol+"\r\n\r\n")
		if got != want {
			t.Errorf("Upgrade %s: got %d, want %d", protocol, got, want)
		}
	}
}

func TestProxy_PathThatCanBeReadInTwoWaysReachesNobody(t *testing.T) {
	t.Parallel()
	open1, private := route("wiki.chaton.test", serveText(t, "open")), route("wiki.chaton.test", serveText(t, "private"))
	private.Path = "/private/"
	house := open(t, Options{}, Routes{Routes: []Route{open1, private}})
	for target, want := range map[string]int{
		"/a/../b": http.StatusOK, "/private/x": http.StatusOK, "https://wiki.chaton.test/x": http.StatusOK,
		"/a/../private/x": http.StatusNotFound, "/private/../x": http.StatusNotFound, "/a/%2e%2e/private/": http.StatusNotFound,
		"//private/x": http.StatusNotFound, "http:private/x": http.StatusNotFound,
	} {
		got, body := exchange(t, house.dial(t, "wiki.chaton.test"), "GET "+target+" HTTP/1.1\r\nHost: wiki.chaton.test\r\nConnection: close\r\n\r\n")
		if got != want {
			t.Errorf("%s: got %d %.20q, want %d", target, got, body, want)
		}
	}
	if got, _ := exchange(t, house.dial(t, "wiki.chaton.test"), "CONNECT wiki.chaton.test:443 HTTP/1.1\r\nHost: wiki.chaton.test\r\n\r\n"); got != http.StatusNotFound {
		t.Errorf("CONNECT: got %d, want 404", got)
	}
}

func TestHostOf_LongNameIsNoHost(t *testing.T) {
	t.Parallel()
	var long strings.Builder
	for letter := '\u4e00'; letter < '\u4e00'+15000; letter++ {
		long.WriteRune(letter)
	}
	began := time.Now()
	if got := hostOf(long.String()); got != "" {
		t.Errorf("got %d bytes, want none", len(got))
	}
	if took := time.Since(began); took > time.Second {
		t.Errorf("took %s, want next to nothing", took)
	}
}

func TestServer_WithheldBodyHoldsNoConnection(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		visitor, ours := net.Pipe()
		server := newServer(t.Context(), func(w http.ResponseWriter, r *http.Request) { pageMethod().write(w, r) })
		defer server.Close()
		listener := &single{connection: ours, closed: make(chan struct{})}
		go func() { _ = server.Serve(listener) }()
		began := time.Now()
		go func() {
			_, _ = io.WriteString(visitor, "POST / HTTP/1.1\r\nHost: wiki.chaton.test\r\nContent-Length: 10\r\n\r\n")
		}()
		_, _ = io.Copy(io.Discard, visitor)
		if took := time.Since(began); took > 2*uploadPatience {
			t.Errorf("the connection was held for %s, want %s", took, uploadPatience)
		}
	})
}

// single is a listener that has one visitor.
type single struct {
	connection net.Conn
	closed     chan struct{}
}

func (s *single) Accept() (net.Conn, error) {
	if taken := s.connection; taken != nil {
		s.connection = nil
		return taken, nil
	}
	<-s.closed
	return nil, net.ErrClosed
}

func (s *single) Close() error { close(s.closed); return nil }

func (s *single) Addr() net.Addr { return &net.TCPAddr{} }

func TestUpload_LimitStaysUntilTheBodyEnds(t *testing.T) {
	t.Parallel()
	for _, rests := range []bool{false, true} {
		limits := &limits{}
		body := &upload{body: io.NopCloser(strings.NewReader("body")), control: http.NewResponseController(limits), rests: rests}
		if _, err := body.Read(make([]byte, 2)); err != nil || limits.read.IsZero() != rests {
			t.Errorf("rests %t: got limit %v and error %v amid the body", rests, limits.read, err)
		}
		if _, err := io.Copy(io.Discard, body); err != nil || !limits.read.IsZero() {
			t.Errorf("rests %t: got limit %v and error %v at the end, want none", rests, limits.read, err)
		}
	}
}

// limits keeps the time limit that a connection was given.
type limits struct {
	http.ResponseWriter
	read time.Time
}

func (l *limits) SetReadDeadline(at time.Time) error { l.read = at; return nil }

func TestServe_NextGatewayKeepsItsSocketWhileTheFormerDrains(t *testing.T) {
	t.Parallel()
	entered, release := make(chan struct{}), make(chan struct{})
	upstream := serve(t, func(http.ResponseWriter, *http.Request) { close(entered); <-release })
	first := open(t, Options{Drain: time.Minute}, Routes{Routes: []Route{route("wiki.chaton.test", upstream)}})
	go func() { _ = ask(first.client(t), "https://wiki.chaton.test/") }()
	<-entered
	first.cancel()
	for answers := true; answers; {
		_, err := Dial(first.folder).Status(t.Context())
		answers = err == nil
	}
	second := open(t, Options{Folder: first.folder}, Routes{})
	close(release)
	first.close(t)
	if got := second.status(t).Revision; got != Revision {
		t.Errorf("got revision %d, want %d", got, Revision)
	}
}
