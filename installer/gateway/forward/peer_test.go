package forward

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"
)

func TestAsk_ConnectionIsKept(t *testing.T) {
	t.Parallel()
	server := listen(t, func(connection net.Conn, requests *bufio.Reader) {
		for answered(connection, requests, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok") {
		}
	})
	for _, method := range []string{"GET", "POST", "GET"} {
		if status, body, err := server.ask(t, method, "data"); status != http.StatusOK || body != "ok" {
			t.Fatalf("%s: got %d %q %v, want 200 ok", method, status, body, err)
		}
	}
	if got := server.connections.Load(); got != 1 {
		t.Errorf("got %d connections, want 1", got)
	}
}

func TestAsk_AnswersWithoutABodyKeepTheConnection(t *testing.T) {
	t.Parallel()
	answers := []string{
		"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n", "HTTP/1.1 204 No Content\r\n\r\n",
		"HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
	}
	server := listen(t, func(connection net.Conn, requests *bufio.Reader) {
		for _, answer := range answers {
			answered(connection, requests, answer)
		}
	})
	for i, method := range []string{"HEAD", "GET", "GET", "GET"} {
		if _, body, err := server.ask(t, method, ""); body != "" || err != nil {
			t.Errorf("%q: got %q %v, want nothing", answers[i], body, err)
		}
	}
	if got := server.connections.Load(); got != 1 {
		t.Errorf("got %d connections, want 1", got)
	}
}

func TestAsk_ConnectionIsNotKeptWhenTheServerSaysSo(t *testing.T) {
	t.Parallel()
	for _, answer := range []string{
		"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok", "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok",
		"HTTP/1.1 200 OK\r\n\r\nok", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil",
	} {
		server := listen(t, func(connection net.Conn, requests *bufio.Reader) { answered(connection, requests, answer) })
		for range 2 {
			if status, body, err := server.ask(t, "GET", ""); status != http.StatusOK || body != "ok" {
				t.Errorf("%q: got %d %q %v, want 200 ok", answer, status, body, err)
			}
		}
		if got := server.connections.Load(); got != 2 {
			t.Errorf("%q: got %d connections, want 2", answer, got)
		}
	}
}

func TestAsk_ServerThatClosedMeanwhileIsAskedAnew(t *testing.T) {
	t.Parallel()
	server := listen(t, func(connection net.Conn, requests *bufio.Reader) {
		answered(connection, requests, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
	})
	for _, method := range []string{"POST", "POST", "GET", "POST"} {
		if status, body, err := server.ask(t, method, "data"); status != http.StatusOK || body != "ok" {
			t.Errorf("%s: got %d %q %v, want 200 ok", method, status, body, err)
		}
		server.closed(t)
	}
}

func TestAsk_OnlyWhatMayBeRepeatedIsSentTwice(t *testing.T) {
	t.Parallel()
	for method, want := range map[string]int32{"GET": 3, "POST": 2, "DELETE": 2} {
		server := listen(t, func(connection net.Conn, requests *bufio.Reader) {
			answered(connection, requests, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
			answered(connection, requests, "") // heard, and maybe acted upon
		})
		if _, _, err := server.ask(t, method, ""); err != nil {
			t.Errorf("%s: got %v, want an answer", method, err)
		}
		_, _, err := server.ask(t, method, "")
		if got := server.requests.Load(); got != want || (err == nil) != (method == "GET") {
			t.Errorf("%s: the server heard %d requests and the second gave %v, want %d", method, got, err, want)
		}
	}
}

func TestAsk_WhatAServerSaysUnaskedIsNobodysAnswer(t *testing.T) {
	t.Parallel()
	unasked := make(chan struct{})
	server := listen(t, func(connection net.Conn, requests *bufio.Reader) {
		answered(connection, requests, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
		_, _ = io.WriteString(connection, "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil")
		unasked <- struct{}{}
		_, _ = requests.ReadByte()
	})
	for range 2 {
		if _, body, err := server.ask(t, "GET", ""); body != "ok" {
			t.Errorf("got %q %v, want ok", body, err)
		}
		<-unasked
	}
}

func TestAsk_ClosedPeerKeepsNoConnection(t *testing.T) {
	t.Parallel()
	server := listen(t, func(connection net.Conn, requests *bufio.Reader) {
		for answered(connection, requests, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok") {
		}
	})
	_, _, _ = server.ask(t, "GET", "")
	server.peer.Close()
	server.closed(t)
	for range 2 {
		if _, body, err := server.ask(t, "GET", ""); body != "ok" {
			t.Errorf("got %q %v, want ok", body, err)
		}
		server.closed(t)
	}
}

func TestAsk_RefusedConnectionIsUnreachable(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = listener.Close()
	var unreachable *UnreachableError
	_, err = NewPeer(listener.Addr().String()).Ask(t.Context(), plain(httptest.NewRequest("GET", "/", nil)))
	if !errors.As(err, &unreachable) {
		t.Errorf("got %v, want an *UnreachableError", err)
	}
}

func TestAsk_VisitorWhoLeavesClosesTheConnection(t *testing.T) {
	t.Parallel()
	asked := make(chan struct{})
	server := listen(t, func(connection net.Conn, requests *bufio.Reader) {
		answered(connection, requests, "")
		close(asked)
		_, _ = requests.ReadByte()
	})
	ctx, leave := context.WithCancel(t.Context())
	go func() { <-asked; leave() }()
	_, err := server.peer.Ask(ctx, plain(httptest.NewRequest("GET", "/", nil)))
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
	server.closed(t)
}

func TestAsk_SilenceEnds(t *testing.T) {
	t.Parallel()
	for name, answer := range map[string]string{"nothing": "", "half a head": "HTTP/1.1 200 OK\r\nX: ", "half a body": "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"} {
		server := listen(t, func(connection net.Conn, requests *bufio.Reader) {
			answered(connection, requests, answer)
			_, _ = requests.ReadByte()
		})
		request := plain(httptest.NewRequest("GET", "/", nil))
		request.Patience = 50 * time.Millisecond
		answered, err := server.peer.Ask(t.Context(), request)
		if err == nil {
			_, err = io.ReadAll(answered)
			answered.Close()
		}
		if !errors.Is(err, ErrSilent) {
			t.Errorf("%s: got %v, want %v", name, err, ErrSilent)
		}
		server.closed(t)
	}
}

func TestAsk_RequestThatCanBeReadInTwoWaysIsNotSent(t *testing.T) {
	t.Parallel()
	for _, spoil := range []func(*http.Request){
		func(r *http.Request) { r.Method = "GET /evil HTTP/1.1\r\nX:" },
		func(r *http.Request) { r.Method = "CONNECT" },
		func(r *http.Request) { r.URL.RawQuery = "a HTTP/1.1" },
		func(r *http.Request) { r.URL.RawQuery = "a\r\nX: y" },
		func(r *http.Request) { r.URL.Opaque = "//other/" },
	} {
		visitor := httptest.NewRequest("GET", "/a", nil)
		spoil(visitor)
		if _, err := NewPeer("127.0.0.1:1").Ask(t.Context(), plain(visitor)); !errors.Is(err, ErrMalformed) {
			t.Errorf("%q: got %v, want %v", visitor.Method+" "+visitor.URL.String(), err, ErrMalformed)
		}
	}
}

func TestAsk_CrowdIsServedByFewConnections(t *testing.T) {
	t.Parallel()
	server := listen(t, func(connection net.Conn, requests *bufio.Reader) {
		for answered(connection, requests, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok") {
		}
	})
	for range mostDialling { // as if so many were being opened, and did not come about
		server.peer.dialling <- struct{}{}
	}
	<-server.peer.dialling // but one
	var crowd sync.WaitGroup
	for range 200 {
		crowd.Go(func() {
			if status, body, err := server.ask(t, "GET", ""); status != http.StatusOK || body != "ok" {
				t.Errorf("got %d %q %v, want 200 ok", status, body, err)
			}
		})
	}
	crowd.Wait()
	if got := server.requests.Load(); got != 200 {
		t.Errorf("got %d requests, want 200", got)
	}
}
