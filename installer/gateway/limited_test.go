package gateway

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"framagit.org/chatiere/chatiere/installer/gateway/limit"
)

// tight are the usual limits, for loopback too, with what a test changes.
func tight(change func(*limit.Limits)) Options {
	limits := limit.Usual(1 << 16)
	limits.Loopback = true
	change(&limits)
	return Options{Limits: limits}
}

// from is a client at an address of this machine.
func (h *house) from(t testing.TB, address string) *http.Client {
	t.Helper()
	dialer := &net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(address)}}
	dial := func(ctx context.Context, network, _ string) (net.Conn, error) {
		return dialer.DialContext(ctx, network, h.https)
	}
	transport := &http.Transport{DialContext: dial, ForceAttemptHTTP2: true, TLSClientConfig: &tls.Config{RootCAs: h.roots}}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport}
}

func fetch(t testing.TB, client *http.Client, request *http.Request) (*http.Response, string) {
	t.Helper()
	answer, err := client.Do(request)
	if err != nil {
		t.Errorf("%s %s: %v", request.Method, request.URL, err)
		return &http.Response{Header: http.Header{}}, ""
	}
	defer answer.Body.Close()
	body, _ := io.ReadAll(answer.Body)
	return answer, string(body)
}

func TestLimited_TooManyRequestsOfOneAddressGetAPage(t *testing.T) {
	t.Parallel()
	options := tight(func(limits *limit.Limits) { limits.Requests = limit.Rate{PerSecond: 1, Burst: 3} })
	house := open(t, options, Routes{Routes: []Route{route("wiki.chaton.test", serveText(t, "hello"))}})
	client, request := house.from(t, "127.0.0.2"), mustRequest(t, http.MethodGet, "https://wiki.chaton.test/", nil)
	var answer *http.Response
	var body string
	for range 50 { // the bucket fills while the test runs
		if answer, body = fetch(t, client, request); answer.StatusCode != http.StatusOK {
			break
		}
	}
	if answer.StatusCode != http.StatusTooManyRequests || answer.Header.Get("Retry-After") == "" {
		t.Errorf("got %d with Retry-After %q, want 429 with seconds", answer.StatusCode, answer.Header.Get("Retry-After"))
	}
	if !strings.Contains(body, "Trop de demandes") || !strings.Contains(body, "Too many requests") {
		t.Errorf("got page %q, want French and English", body)
	}
	if answer, _ := fetch(t, house.from(t, "127.0.0.3"), request); answer.StatusCode != http.StatusOK {
		t.Errorf("another address: got %d, want 200", answer.StatusCode)
	}
	if got := house.status(t).Limits.Requests; got == 0 {
		t.Error("got no refusal in the status, want one")
	}
}

func TestLimited_ContainersOfServicesAreNotCounted(t *testing.T) {
	t.Parallel()
	options := tight(func(limits *limit.Limits) { limits.Requests = limit.Rate{PerSecond: 1, Burst: 3} })
	house := open(t, options, Routes{
		Routes:   []Route{route("wiki.chaton.test", serveText(t, "hello"))},
		Networks: []Network{{Service: "wiki", Address: "127.0.7.1/26"}},
	})
	client := house.from(t, "127.0.7.9")
	for i := range 20 {
		if err := ask(client, "https://wiki.chaton.test/"); err != nil {
			t.Fatalf("request %d: got %v, want none refused", i, err)
		}
	}
}

func TestLimited_ClassOfFortyIsServed(t *testing.T) {
	t.Parallel()
	house := open(t, tight(func(*limit.Limits) {}), Routes{Routes: []Route{route("wiki.chaton.test", serveText(t, "hello"))}})
	var pupils sync.WaitGroup
	for range 40 {
		client := house.from(t, "127.0.0.2")
		pupils.Go(func() {
			if err := ask(client, "https://wiki.chaton.test/"); err != nil {
				t.Errorf("got %v, want an answer", err)
			}
			var files sync.WaitGroup
			for range 25 {
				files.Go(func() {
					if err := ask(client, "https://wiki.chaton.test/"); err != nil {
						t.Errorf("got %v, want an answer", err)
					}
				})
			}
			files.Wait()
		})
	}
	pupils.Wait()
	if got := house.status(t).Limits; got.Requests != 0 || got.Connections != 0 {
		t.Errorf("got %+v, want nothing refused", got)
	}
}

func TestLimited_TooManyHeadersAreRefused(t *testing.T) {
	t.Parallel()
	house := open(t, Options{}, Routes{Routes: []Route{route("wiki.chaton.test", serveText(t, "hello"))}})
	for lines, want := range map[int]int{100: http.StatusOK, 200: http.StatusRequestHeaderFieldsTooLarge} {
		request := mustRequest(t, http.MethodGet, "https://wiki.chaton.test/", nil)
		request.Header["X-Many"] = strings.Split(strings.Repeat("v,", lines-10), ",")
		if answer, _ := house.do(t, request); answer.StatusCode != want {
			t.Errorf("%d lines over HTTP/%d: got %d, want %d", lines, answer.ProtoMajor, answer.StatusCode, want)
		}
		head := "GET / HTTP/1.1\r\nHost: wiki.chaton.test\r\n" + strings.Repeat("X-Many: v\r\n", lines-10) + "\r\n"
		if got, _ := exchange(t, house.dial(t, "wiki.chaton.test"), head); got != want {
			t.Errorf("%d lines over HTTP/1: got %d, want %d", lines, got, want)
		}
	}
	long := "GET / HTTP/1.1\r\nHost: wiki.chaton.test\r\nX-Long: " + strings.Repeat("v", 2*headerLimit) + "\r\n\r\n"
	if got, _ := exchange(t, house.dial(t, "wiki.chaton.test"), long); got != http.StatusRequestHeaderFieldsTooLarge {
		t.Errorf("a long line: got %d, want 431", got)
	}
}

func TestLimited_TricklingBodyIsCutAndASlowOneIsNot(t *testing.T) {
	t.Parallel()
	upstream := serve(t, func(_ http.ResponseWriter, r *http.Request) { _, _ = io.Copy(io.Discard, r.Body) })
	options := tight(func(limits *limit.Limits) { limits.Patience, limits.Floor = 300*time.Millisecond, 1<<10 })
	house := open(t, options, Routes{Routes: []Route{route("wiki.chaton.test", upstream)}})
	for _, http2 := range []bool{false, true} {
		client := house.client(t)
		client.Transport.(*http.Transport).ForceAttemptHTTP2 = http2
		for size, want := range map[int]int{1: http.StatusRequestTimeout, 1 << 10: http.StatusOK} {
			ticks := time.NewTicker(40 * time.Millisecond)
			t.Cleanup(ticks.Stop)
			request := mustRequest(t, http.MethodPost, "https://wiki.chaton.test/", &trickle{ticks: ticks.C, size: size, left: 40})
			answer, err := client.Do(request)
			if err != nil {
				t.Errorf("%d bytes a tick over HTTP/2 %t: %v", size, http2, err)
				continue
			}
			_ = answer.Body.Close()
			if answer.StatusCode != want {
				t.Errorf("%d bytes a tick over HTTP/2 %t: got %d, want %d", size, http2, answer.StatusCode, want)
			}
		}
	}
}

// trickle gives some bytes a tick.
type trickle struct {
	ticks <-chan time.Time
	size  int
	left  int
}

func (d *trickle) Read(p []byte) (int, error) {
	if d.left == 0 {
		return 0, io.EOF
	}
	<-d.ticks
	d.left--
	return copy(p, make([]byte, d.size)), nil
}

func TestServer_VisitorWhoSaysNothingIsLetGo(t *testing.T) {
	t.Parallel()
	for name, said := range map[string]string{
		"nothing": "", "half a request": "GET / HTTP/1.1\r\nHost: wiki.chat", "half a greeting": "\x16\x03\x01\x02\x00\x01",
	} {
		synctest.Test(t, func(t *testing.T) {
			visitor, ours := net.Pipe()
			server := newServer(t.Context(), func(http.ResponseWriter, *http.Request) {})
			defer server.Close()
			listener := &single{connection: ours, closed: make(chan struct{})}
			began := time.Now()
			if name == "half a request" {
				go func() { _ = server.Serve(listener) }()
			} else {
				server.TLSConfig = &tls.Config{GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return nil, errors.New("none") }}
				go func() { _ = server.ServeTLS(listener, "", "") }()
			}
			var talk sync.WaitGroup
			talk.Go(func() { // a byte a second is no sign of life
				for _, letter := range []byte(said) {
					_, _ = visitor.Write([]byte{letter})
					<-time.After(time.Second)
				}
			})
			_, _ = io.Copy(io.Discard, visitor)
			if took := time.Since(began); took > 2*headerPatience {
				t.Errorf("%s: the connection was held for %s, want %s", name, took, headerPatience)
			}
			talk.Wait()
		})
	}
}

func TestLimited_ReportedAddressesHaveTheirOwnLimits(t *testing.T) {
	t.Parallel()
	options := tight(func(limits *limit.Limits) { limits.Requests = limit.Rate{PerSecond: 1, Burst: 3} })
	options.Mode, options.HTTPS, options.Trusted = Behind, httpsPort, loopbackTrusted(t)
	house := open(t, options, Routes{Routes: []Route{route("wiki.chaton.test", serveText(t, "hello"))}})
	client := house.client(t)
	for _, visitor := range []string{"2001:db8::1", "2001:db8::2", "192.0.2.1", "192.0.2.2"} {
		statuses := map[int]int{}
		for range 10 {
			request := mustRequest(t, http.MethodGet, "http://wiki.chaton.test/", nil)
			request.Header.Set("X-Forwarded-For", visitor)
			request.Header.Set("X-Forwarded-Proto", "https")
			answer, _ := fetch(t, client, request)
			statuses[answer.StatusCode]++
		}
		if statuses[http.StatusOK] < 3 || statuses[http.StatusTooManyRequests] == 0 {
			t.Errorf("%s: got %v, want three answers at least, then 429", visitor, statuses)
		}
	}
}
