package gateway

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/tls"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"

	"framagit.org/chatiere/chatiere/installer/gateway/limit"
)

// service answers what the tests through a front ask.
func service(w http.ResponseWriter, r *http.Request) {
	switch r.URL.Path {
	case "/socket":
		echoSocket(w, r)
	case "/digest":
		digest := sha256.New()
		_, _ = io.Copy(digest, r.Body)
		_, _ = io.WriteString(w, hex.EncodeToString(digest.Sum(nil)))
	case "/zeros":
		size, _ := strconv.ParseInt(r.URL.Query().Get("size"), 10, 64)
		_, _ = io.CopyN(w, zeros{}, size)
	case "/events":
		w.Header().Set("Content-Type", "text/event-stream")
		_, _ = io.WriteString(w, "data: first\n\n")
		_ = http.NewResponseController(w).Flush()
		<-r.Context().Done() // until the visitor has seen it and leaves
	default:
		_ = json.NewEncoder(w).Encode(r.Header)
	}
}

// echoSocket proves that it speaks WebSocket: some proxies look.
func echoSocket(w http.ResponseWriter, r *http.Request) {
	connection, buffered, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return
	}
	defer connection.Close()
	proof := sha1.Sum([]byte(r.Header.Get("Sec-Websocket-Key") + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"))
	_, _ = io.WriteString(connection, "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"+
		"Sec-WebSocket-Accept: "+base64.StdEncoding.EncodeToString(proof[:])+"\r\n\r\n")
	_, _ = io.Copy(connection, buffered)
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

func serviceRoutes(t testing.TB) Routes {
	t.Helper()
	wanted := route(frontedName, serve(t, service))
	wanted.BodyLimit = 1 << 30
	return Routes{Routes: []Route{wanted}}
}

func TestFront_RealProxiesHandEverythingOver(t *testing.T) {
	t.Parallel()
	for _, proxy := range []string{"nginx", "haproxy"} {
		for _, mode := range []Mode{Behind, Passthrough} {
			t.Run(proxy+" "+string(mode), func(t *testing.T) {
				t.Parallel()
				fronted := openFronted(t, proxy, Options{Mode: mode}, serviceRoutes(t))
				for name, try := range map[string]func(*testing.T){
					"WebSocket": fronted.tryWebSocket, "events": fronted.tryEvents, "upload": fronted.tryUpload,
					"download": fronted.tryDownload, "who visits": fronted.tryVisitor, "way to TLS": fronted.tryPlain,
				} {
					t.Run(name, try)
				}
			})
		}
	}
}

func (f *frontedHouse) tryWebSocket(t *testing.T) {
	connection, err := tls.Dial("tcp", f.secure, &tls.Config{ServerName: frontedName, RootCAs: f.roots})
	if err != nil {
		t.Fatal(err)
	}
	defer connection.Close()
	_, _ = io.WriteString(connection, "GET /socket HTTP/1.1\r\nHost: "+frontedName+"\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"+
		"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
	reader := bufio.NewReader(connection)
	answer, err := http.ReadResponse(reader, nil)
	if err != nil || answer.StatusCode != http.StatusSwitchingProtocols {
		t.Fatalf("got %v and %v, want 101", answer, err)
	}
	for range 3 {
		_, _ = io.WriteString(connection, "meow\n")
		if line, err := reader.ReadString('\n'); line != "meow\n" {
			t.Fatalf("got %q and %v, want meow", line, err)
		}
	}
}

func (f *frontedHouse) tryEvents(t *testing.T) {
	answer, err := f.visitor(t, "127.0.0.5").Do(mustRequest(t, http.MethodGet, "https://"+frontedName+"/events", nil))
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if line, err := bufio.NewReader(answer.Body).ReadString('\n'); line != "data: first\n" {
		t.Errorf("got %q and %v while the stream goes on, want the first event", line, err)
	}
}

func (f *frontedHouse) tryUpload(t *testing.T) {
	content := make([]byte, 24<<20)
	_, _ = rand.Read(content)
	want := sha256.Sum256(content)
	request := mustRequest(t, http.MethodPut, "https://"+frontedName+"/digest", bytes.NewReader(content))
	if _, got := fetch(t, f.visitor(t, "127.0.0.5"), request); got != hex.EncodeToString(want[:]) {
		t.Errorf("got %q, want %x", got, want)
	}
}

func (f *frontedHouse) tryDownload(t *testing.T) {
	const size = 64 << 20
	answer, err := f.visitor(t, "127.0.0.5").Do(mustRequest(t, http.MethodGet, fmt.Sprintf("https://%s/zeros?size=%d", frontedName, size), nil))
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if got, err := io.Copy(io.Discard, answer.Body); got != size || err != nil {
		t.Errorf("got %d bytes and %v, want %d", got, err, size)
	}
}

// tryVisitor forges what proxies say of a visitor; the service learns the
// truth, in both families.
func (f *frontedHouse) tryVisitor(t *testing.T) {
	for _, from := range []string{"127.0.0.5", "::1"} {
		request := mustRequest(t, http.MethodGet, "https://"+frontedName+"/", nil)
		request.Header.Set("X-Forwarded-For", "198.51.100.1")
		request.Header.Set("X-Forwarded-Proto", "http")
		request.Header.Set("X-Real-Ip", "198.51.100.1")
		request.Header.Set("Forwarded", "for=198.51.100.1")
		seen, body := f.seen(t, f.visitor(t, from), request)
		if strings.Contains(body, "198.51.100.1") {
			t.Errorf("got %s, want nothing forged", body)
		}
		for name, want := range map[string]string{"X-Forwarded-For": from, "X-Real-Ip": from, "X-Forwarded-Proto": "https", "X-Forwarded-Host": frontedName} {
			if got := strings.Join(seen.Values(name), ","); got != want {
				t.Errorf("%s from %s: got %q, want %q", name, from, got, want)
			}
		}
	}
}

// seen is what the service was told.
func (f *frontedHouse) seen(t *testing.T, client *http.Client, request *http.Request) (http.Header, string) {
	t.Helper()
	_, body := fetch(t, client, request)
	var header http.Header
	if err := json.Unmarshal([]byte(body), &header); err != nil {
		t.Fatalf("got %q: %v", body, err)
	}
	return header, body
}

func (f *frontedHouse) tryPlain(t *testing.T) {
	answer, _ := fetch(t, f.visitor(t, "127.0.0.5"), mustRequest(t, http.MethodGet, "http://"+frontedName+"/page?x=1", nil))
	if got, want := answer.Header.Get("Location"), "https://"+frontedName+"/page?x=1"; got != want || answer.StatusCode/100 != 3 {
		t.Errorf("got %d to %q, want a redirect to %q", answer.StatusCode, got, want)
	}
}

func TestFront_FiftyVisitorsAreLimitedEachAlone(t *testing.T) {
	t.Parallel()
	for _, mode := range []Mode{Behind, Passthrough} {
		t.Run(string(mode), func(t *testing.T) {
			options := tight(func(limits *limit.Limits) { limits.Requests = limit.Rate{PerSecond: 1, Burst: 3} })
			options.Mode = mode
			fronted := openFronted(t, "nginx", options, serviceRoutes(t))
			var visiting sync.WaitGroup
			for i := range 50 {
				visiting.Go(func() {
					client := fronted.visitor(t, fmt.Sprintf("127.0.1.%d", i+1))
					if got := fronted.spend(t, client); got < 3 || got > 50 {
						t.Errorf("visitor %d: got %d answers, want three or, over a second or more, a few more", i, got)
					}
				})
			}
			visiting.Wait()
		})
	}
}

// spend asks until the visitor is refused and counts the answers before.
func (f *frontedHouse) spend(t *testing.T, client *http.Client) int {
	for answers := range 100 {
		answer, _ := fetch(t, client, mustRequest(t, http.MethodGet, "https://"+frontedName+"/", nil))
		if answer.StatusCode == http.StatusTooManyRequests {
			return answers
		}
	}
	return 100
}
