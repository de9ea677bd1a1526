package gateway

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"net/textproto"
	"strings"
	"testing"
)

// clientOf speaks one version of HTTP.
func (h *house) clientOf(t testing.TB, version int) *http.Client {
	t.Helper()
	client := h.client(t)
	client.Transport.(*http.Transport).ForceAttemptHTTP2 = version == 2
	return client
}

// echo answers each line as it comes.
func echo(w http.ResponseWriter, r *http.Request) {
	control := http.NewResponseController(w)
	_ = control.EnableFullDuplex()
	for lines := bufio.NewScanner(r.Body); lines.Scan(); _ = control.Flush() {
		_, _ = io.WriteString(w, lines.Text()+" too\n")
	}
}

func TestProxy_BothSidesSpeakAtOnce(t *testing.T) {
	t.Parallel()
	house := open(t, Options{}, Routes{Routes: []Route{route("wiki.chaton.test", serve(t, echo))}})
	for _, version := range []int{1, 2} {
		reader, writer := io.Pipe()
		go func() { _, _ = io.WriteString(writer, "one\n") }()
		answer, err := house.clientOf(t, version).Do(mustRequest(t, http.MethodPost, "https://wiki.chaton.test/", reader))
		if err != nil {
			t.Fatalf("HTTP/%d: %v", version, err)
		}
		lines := bufio.NewReader(answer.Body)
		for _, word := range []string{"one", "two", "three"} {
			if got, err := lines.ReadString('\n'); got != word+" too\n" {
				t.Errorf("HTTP/%d: got %q %v, want %s too", version, got, err, word)
			}
			go func() { _, _ = io.WriteString(writer, map[string]string{"one": "two\n", "two": "three\n"}[word]) }()
		}
		_ = writer.Close()
		if rest, err := io.ReadAll(lines); len(rest) > 0 || err != nil {
			t.Errorf("HTTP/%d: got %q %v, want the end", version, rest, err)
		}
		_ = answer.Body.Close()
	}
}

func TestProxy_AnswerMayComeBeforeTheUploadEnds(t *testing.T) {
	t.Parallel()
	upstream := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		_ = http.NewResponseController(w).EnableFullDuplex()
		w.Header().Set("Connection", "close")
		http.Error(w, "no", http.StatusForbidden)
	})
	house := open(t, Options{}, Routes{Routes: []Route{route("wiki.chaton.test", upstream)}})
	connection := house.dial(t, "wiki.chaton.test")
	status, body := exchange(t, connection, "POST / HTTP/1.1\r\nHost: wiki.chaton.test\r\nContent-Length: 100000\r\n\r\nGET /inside HTTP/1.1\r\n")
	if status != http.StatusForbidden || body != "no\n" {
		t.Errorf("HTTP/1: got %d %q, want 403 no", status, body)
	}
	if rest, err := io.ReadAll(connection); len(rest) > 0 || err != nil {
		t.Errorf("HTTP/1: got %q %v after the answer, want the end", rest, err)
	}
	reader, writer := io.Pipe()
	defer writer.Close()
	answer, text := house.do(t, mustRequest(t, http.MethodPost, "https://wiki.chaton.test/", reader))
	if answer.StatusCode != http.StatusForbidden || text != "no\n" {
		t.Errorf("HTTP/2: got %d %q, want 403 no", answer.StatusCode, text)
	}
}

func TestProxy_TrailersGoBothWays(t *testing.T) {
	t.Parallel()
	upstream := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Trailer", "X-Announced")
		_, _ = io.Copy(w, r.Body)
		w.Header().Set("X-Announced", r.Trailer.Get("X-Sum")+r.Trailer.Get("X-Forwarded-For"))
		w.Header().Set(http.TrailerPrefix+"X-Late", "late")
	})
	house := open(t, Options{}, Routes{Routes: []Route{route("wiki.chaton.test", upstream)}})
	for _, version := range []int{1, 2} {
		request := mustRequest(t, http.MethodPost, "https://wiki.chaton.test/", io.MultiReader(strings.NewReader("body")))
		request.Trailer = http.Header{"X-Sum": {"4"}, "X-Forwarded-For": {"6.6.6.6"}}
		answer, err := house.clientOf(t, version).Do(request)
		if err != nil {
			t.Fatalf("HTTP/%d: %v", version, err)
		}
		body, err := io.ReadAll(answer.Body)
		_ = answer.Body.Close()
		if got := answer.Trailer; string(body) != "body" || got.Get("X-Announced") != "4" || got.Get("X-Late") != "late" {
			t.Errorf("HTTP/%d: got %q, %v and %v, want both trailers", version, body, got, err)
		}
	}
}

func TestProxy_EarlyHintsArrive(t *testing.T) {
	t.Parallel()
	upstream := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Link", "</style.css>")
		w.WriteHeader(http.StatusEarlyHints)
		w.Header().Del("Link")
	})
	house := open(t, Options{}, Routes{Routes: []Route{route("wiki.chaton.test", upstream)}})
	for _, version := range []int{1, 2} {
		var hints []string
		trace := &httptrace.ClientTrace{Got1xxResponse: func(status int, header textproto.MIMEHeader) error {
			hints = append(hints, fmt.Sprint(status, header.Get("Link")))
			return nil
		}}
		request := mustRequest(t, http.MethodGet, "https://wiki.chaton.test/", nil)
		answer, err := house.clientOf(t, version).Do(request.WithContext(httptrace.WithClientTrace(t.Context(), trace)))
		if err != nil {
			t.Fatalf("HTTP/%d: %v", version, err)
		}
		_ = answer.Body.Close()
		if got := strings.Join(hints, ","); got != "103</style.css>" || answer.StatusCode != http.StatusOK || answer.Header.Get("Link") != "" {
			t.Errorf("HTTP/%d: got %q, then %d with Link %q, want one hint and 200", version, got, answer.StatusCode, answer.Header.Get("Link"))
		}
	}
}

func TestProxy_VisitorWhoLeavesIsNotAnsweredAnyMore(t *testing.T) {
	t.Parallel()
	asked, left := make(chan struct{}, 1), make(chan struct{}, 1)
	upstream := serve(t, func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		asked <- struct{}{}
		<-r.Context().Done()
		left <- struct{}{}
	})
	house := open(t, Options{}, Routes{Routes: []Route{route("wiki.chaton.test", upstream)}})
	for _, version := range []int{1, 2} {
		for _, method := range []string{http.MethodGet, http.MethodPost} {
			ctx, leave := context.WithCancel(t.Context())
			go func() { <-asked; leave() }()
			request := mustRequest(t, method, "https://wiki.chaton.test/", strings.NewReader(strings.Repeat("x", len(method)-3)))
			_, err := house.clientOf(t, version).Do(request.WithContext(ctx))
			if err == nil {
				t.Errorf("HTTP/%d %s: got an answer, want none", version, method)
			}
			<-left
		}
	}
}

func TestProxy_BodyIsHeldBackForAServiceThatDoesNotWantIt(t *testing.T) {
	t.Parallel()
	upstream := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/no" {
			http.Error(w, "no", http.StatusForbidden)
			return
		}
		_, _ = io.Copy(w, r.Body)
	})
	house := open(t, Options{}, Routes{Routes: []Route{route("wiki.chaton.test", upstream)}})
	for path, want := range map[string]string{"/no": "HTTP/1.1 403 Forbidden\r\n", "/yes": "HTTP/1.1 100 Continue\r\n"} {
		connection := house.dial(t, "wiki.chaton.test")
		_, _ = fmt.Fprintf(connection, "PUT %s HTTP/1.1\r\nHost: wiki.chaton.test\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n", path)
		reader := bufio.NewReader(connection)
		if got, err := reader.ReadString('\n'); got != want {
			t.Errorf("%s: got %q %v, want %q", path, got, err, want)
		}
		if path != "/yes" {
			continue
		}
		_, _ = reader.ReadString('\n')
		_, _ = io.WriteString(connection, "data")
		answer, err := http.ReadResponse(reader, nil)
		if err != nil {
			t.Fatal(err)
		}
		if body, err := io.ReadAll(answer.Body); string(body) != "data" {
			t.Errorf("%s: got %q %v, want data", path, body, err)
		}
	}
}

func TestProxy_PartOfAnAnswerIsNotTakenForTheWhole(t *testing.T) {
	t.Parallel()
	upstream := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/length" {
			w.Header().Set("Content-Length", "1000000")
		}
		_, _ = w.Write(make([]byte, 100_000))
		panic(http.ErrAbortHandler)
	})
	house := open(t, Options{}, Routes{Routes: []Route{route("wiki.chaton.test", upstream)}})
	for _, version := range []int{1, 2} {
		for _, path := range []string{"/length", "/chunks"} {
			answer, err := house.clientOf(t, version).Do(mustRequest(t, http.MethodGet, "https://wiki.chaton.test"+path, nil))
			if err == nil {
				_, err = io.Copy(io.Discard, answer.Body)
				_ = answer.Body.Close()
			}
			if err == nil {
				t.Errorf("HTTP/%d %s: got a whole answer, want an error", version, path)
			}
		}
	}
}

func TestReload_RemovedUpstreamKeepsNoConnection(t *testing.T) {
	t.Parallel()
	closed := make(chan struct{}, 1)
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "old") }))
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateClosed {
			closed <- struct{}{}
		}
	}
	server.Start()
	t.Cleanup(server.Close)
	old, stays := route("wiki.chaton.test", server.Listener.Addr().String()), route("stays.chaton.test", serveText(t, "stays"))
	house := open(t, Options{}, Routes{Routes: []Route{old, stays}})
	house.get(t, "https://wiki.chaton.test/")
	// The same address, and another container behind it.
	again := route("wiki.chaton.test", server.Listener.Addr().String())
	again.Upstreams[0].Container = "new"
	house.reload(t, Routes{Routes: []Route{again, stays}})
	<-closed
	if _, body := house.get(t, "https://wiki.chaton.test/"); body != "old" {
		t.Errorf("got %q on a new connection, want an answer", body)
	}
}
