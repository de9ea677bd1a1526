package gateway

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"encoding/hex"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestProxy_SpoofedHeadersAreDropped(t *testing.T) {
	t.Parallel()
	upstream := serve(t, func(w http.ResponseWriter, r *http.Request) {
		r.Header.Set("Seen-Host", r.Host)
		r.Header.Set("Seen-Query", r.URL.RawQuery)
		_ = json.NewEncoder(w).Encode(r.Header)
	})
	house := open(t, Options{}, Routes{Routes: []Route{route("wiki.chaton.test", upstream)}})
	request := mustRequest(t, http.MethodGet, "https://wiki.chaton.test/?a=1;b", nil)
	for _, name := range []string{"X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Forwarded-User", "Forwarded", "X-Real-Ip", "Remote-User", "X_forwarded_for", "Proxy"} {
		request.Header.Set(name, "spoofed")
	}
	_, body := house.do(t, request)
	var seen http.Header
	if err := json.Unmarshal([]byte(body), &seen); err != nil {
		t.Fatalf("got %q: %v", body, err)
	}
	if strings.Contains(body, "spoofed") {
		t.Errorf("got %s, want nothing spoofed", body)
	}
	for name, want := range map[string]string{
		"X-Forwarded-For": "127.0.0.1", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "wiki.chaton.test",
		"X-Real-Ip": "127.0.0.1", "Seen-Host": "wiki.chaton.test", "Seen-Query": "a=1;b",
	} {
		if got := strings.Join(seen.Values(name), ","); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
}

func TestProxy_WebSocketEchoes(t *testing.T) {
	t.Parallel()
	upstream := serve(t, echoUpgrade)
	wanted := route("wiki.chaton.test", upstream)
	wanted.Timeout = Duration(200 * time.Millisecond)
	house := open(t, Options{}, Routes{Routes: []Route{wanted}})
	connection, err := tls.Dial("tcp", house.https, &tls.Config{ServerName: "wiki.chaton.test", RootCAs: house.roots})
	if err != nil {
		t.Fatal(err)
	}
	defer connection.Close()
	_, _ = io.WriteString(connection, "GET / HTTP/1.1\r\nHost: wiki.chaton.test\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n")
	reader := bufio.NewReader(connection)
	answer, err := http.ReadResponse(reader, nil)
	if err != nil || answer.StatusCode != http.StatusSwitchingProtocols {
		t.Fatalf("got %v and %v, want 101", answer, err)
	}
	// Longer quiet than the route's timeout: it does not hold here.
	quiet := time.NewTimer(500 * time.Millisecond)
	<-quiet.C
	_, _ = io.WriteString(connection, "meow\n")
	if line, err := reader.ReadString('\n'); line != "meow\n" {
		t.Errorf("got %q and %v, want meow", line, err)
	}
}

func echoUpgrade(w http.ResponseWriter, r *http.Request) {
	connection, buffered, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return
	}
	defer connection.Close()
	_, _ = io.WriteString(connection, "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: "+r.Header.Get("Upgrade")+"\r\n\r\n")
	_, _ = io.Copy(connection, buffered)
}

func TestProxy_EventsArriveAsTheyCome(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	upstream := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream; charset=utf-8")
		_, _ = io.WriteString(w, "data: first\n\n")
		_ = http.NewResponseController(w).Flush()
		<-release
		_, _ = io.WriteString(w, "data: second\n\n")
	})
	house := open(t, Options{}, Routes{Routes: []Route{route("wiki.chaton.test", upstream)}})
	answer, err := house.client(t).Do(mustRequest(t, http.MethodGet, "https://wiki.chaton.test/", nil))
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	reader := bufio.NewReader(answer.Body)
	if line, err := reader.ReadString('\n'); line != "data: first\n" {
		t.Errorf("got %q and %v before the stream goes on, want the first event", line, err)
	}
	close(release)
	rest, _ := io.ReadAll(reader)
	if !strings.Contains(string(rest), "second") {
		t.Errorf("got %q, want the second event", rest)
	}
}

func TestProxy_LargeUploadStreams(t *testing.T) {
	t.Parallel()
	upstream := serve(t, func(w http.ResponseWriter, r *http.Request) {
		digest := sha256.New()
		_, _ = io.Copy(digest, r.Body)
		_, _ = io.WriteString(w, hex.EncodeToString(digest.Sum(nil)))
	})
	house := open(t, Options{}, Routes{Routes: []Route{route("wiki.chaton.test", upstream)}})
	content := make([]byte, 24<<20)
	_, _ = rand.Read(content)
	want := sha256.Sum256(content)
	for _, version := range []int{1, 2} {
		client := house.client(t)
		client.Transport.(*http.Transport).ForceAttemptHTTP2 = version == 2
		for _, body := range []io.Reader{bytes.NewReader(content), io.MultiReader(bytes.NewReader(content))} {
			answer, err := client.Do(mustRequest(t, http.MethodPut, "https://wiki.chaton.test/", body))
			if err != nil {
				t.Fatalf("over HTTP/%d: %v", version, err)
			}
			got, _ := io.ReadAll(answer.Body)
			_ = answer.Body.Close()
			if string(got) != hex.EncodeToString(want[:]) || answer.ProtoMajor != version {
				t.Errorf("got digest %q over HTTP/%d, want %x over HTTP/%d", got, answer.ProtoMajor, want, version)
			}
		}
	}
}

func TestProxy_UploadBeyondTheLimitIsRefused(t *testing.T) {
	t.Parallel()
	upstream := serve(t, func(_ http.ResponseWriter, r *http.Request) { _, _ = io.Copy(io.Discard, r.Body) })
	wanted := route("wiki.chaton.test", upstream)
	wanted.BodyLimit = 1 << 20
	house := open(t, Options{}, Routes{Routes: []Route{wanted}})
	content := make([]byte, 8<<20)
	for name, body := range map[string]io.Reader{
		"announced": bytes.NewReader(content), "streamed": io.MultiReader(bytes.NewReader(content)),
	} {
		answer, page := house.do(t, mustRequest(t, http.MethodPost, "https://wiki.chaton.test/", body))
		if answer.StatusCode != http.StatusRequestEntityTooLarge || !strings.Contains(page, "1\u00a0Mio") {
			t.Errorf("%s: got %d %q, want 413 and the limit", name, answer.StatusCode, page)
		}
	}
}

func TestProxy_RouteHeadersAreSetAndRemoved(t *testing.T) {
	t.Parallel()
	upstream := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-Powered-By", "something")
		w.Header().Set("X-Content-Type-Options", "own")
	})
	wanted := route("wiki.chaton.test", upstream)
	wanted.Headers = map[string]string{"X-Powered-By": "", "X-Frame-Options": "DENY"}
	wanted.OnTrial = true
	house := open(t, Options{}, Routes{Routes: []Route{wanted}})
	answer, _ := house.get(t, "https://wiki.chaton.test/")
	for name, want := range map[string]string{
		"X-Powered-By": "", "X-Frame-Options": "DENY", "X-Robots-Tag": "noindex", "X-Content-Type-Options": "own",
	} {
		if got := strings.Join(answer.Header.Values(name), ","); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
}

func TestProxy_LongestPathWinsAndIsKept(t *testing.T) {
	t.Parallel()
	path := func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, "dav "+r.URL.EscapedPath()) }
	dav := route("chaton.test", serve(t, path))
	dav.Path = "/.well-known/caldav/"
	house := open(t, Options{}, Routes{Routes: []Route{route("chaton.test", serveText(t, "root")), dav}})
	for asked, want := range map[string]string{
		"/":                           "root",
		"/.well-known/other":          "root",
		"/.well-known/caldav":         "dav /.well-known/caldav",
		"/.well-known/caldav/a%2Fb/c": "dav /.well-known/caldav/a%2Fb/c",
	} {
		if _, got := house.get(t, "https://chaton.test"+asked); got != want {
			t.Errorf("%s: got %q, want %q", asked, got, want)
		}
	}
}

func TestProxy_RefusingUpstreamIsPassedOver(t *testing.T) {
	t.Parallel()
	dead := closedAddress(t)
	house := open(t, Options{}, Routes{Routes: []Route{route("wiki.chaton.test", serveText(t, "a"), dead, serveText(t, "b"))}})
	seen := map[string]int{}
	for range 12 {
		_, body := house.do(t, mustRequest(t, http.MethodPost, "https://wiki.chaton.test/", strings.NewReader("data")))
		seen[body]++
	}
	if seen["a"] == 0 || seen["b"] == 0 || seen["a"]+seen["b"] != 12 {
		t.Errorf("got answers %v, want 12 shared by a and b", seen)
	}
	upstreams := house.status(t).Routes[0].Upstreams
	if !upstreams[0].Healthy || upstreams[1].Healthy || upstreams[1].Problem == "" {
		t.Errorf("got %+v, want the second alone unhealthy", upstreams)
	}
}

func TestProxy_PagesSayWhatIsWrong(t *testing.T) {
	t.Parallel()
	broken := serve(t, func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
	release := make(chan struct{})
	silent := serve(t, func(http.ResponseWriter, *http.Request) { <-release })
	t.Cleanup(func() { close(release) })
	stopped := route("stopped.chaton.test")
	stopped.Stopped = true
	slow := route("slow.chaton.test", silent)
	slow.Timeout = Duration(50 * time.Millisecond)
	house := open(t, Options{}, Routes{Routes: []Route{
		stopped, slow, route("down.chaton.test", closedAddress(t)), route("broken.chaton.test", broken),
	}})
	for name, want := range map[string]int{
		"stopped": http.StatusServiceUnavailable, "down": http.StatusServiceUnavailable,
		"broken": http.StatusBadGateway, "slow": http.StatusGatewayTimeout,
	} {
		answer, body := house.get(t, "https://"+name+".chaton.test/")
		if answer.StatusCode != want || answer.Header.Get("Retry-After") == "" || !strings.Contains(body, `lang="en"`) {
			t.Errorf("%s: got %d with Retry-After %q, want %d and a page", name, answer.StatusCode, answer.Header.Get("Retry-After"), want)
		}
	}
}

func TestProxy_UploadMayOutlastTheTimeout(t *testing.T) {
	t.Parallel()
	upstream := serve(t, func(w http.ResponseWriter, r *http.Request) {
		size, _ := io.Copy(io.Discard, r.Body)
		_ = json.NewEncoder(w).Encode(size)
	})
	wanted := route("wiki.chaton.test", upstream)
	wanted.Timeout = Duration(400 * time.Millisecond)
	house := open(t, Options{}, Routes{Routes: []Route{wanted}})
	ticks := time.NewTicker(100 * time.Millisecond)
	defer ticks.Stop()
	answer, body := house.do(t, mustRequest(t, http.MethodPost, "https://wiki.chaton.test/", &drip{ticks: ticks.C, left: 10}))
	if answer.StatusCode != http.StatusOK || strings.TrimSpace(body) != "10" {
		t.Errorf("got %d %q, want 200 and 10 bytes", answer.StatusCode, body)
	}
}

// drip gives one byte a tick.
type drip struct {
	ticks <-chan time.Time
	left  int
}

func (d *drip) Read(p []byte) (int, error) {
	if d.left == 0 {
		return 0, io.EOF
	}
	<-d.ticks
	d.left--
	return copy(p, "x"), nil
}

// closedAddress is one that refuses connections.
func closedAddress(t testing.TB) string {
	t.Helper()
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}
