package forward

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// server is one written by hand: a real one would not say what these tests need
// to hear.
type server struct {
	peer        *Peer
	connections atomic.Int32
	requests    atomic.Int32
	ended       chan struct{} // one a connection
}

// listen answers each connection in its own way.
func listen(t testing.TB, answer func(net.Conn, *bufio.Reader)) *server {
	t.Helper()
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	made := &server{peer: NewPeer(listener.Addr().String()), ended: make(chan struct{}, 16)}
	t.Cleanup(func() { _ = listener.Close(); made.peer.Close() })
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			made.connections.Add(1)
			go func() {
				answer(&counting{connection, made}, bufio.NewReader(connection))
				_ = connection.Close()
				made.ended <- struct{}{}
			}()
		}
	}()
	return made
}

// closed waits until a connection is over on the server's side.
func (s *server) closed(t testing.TB) {
	t.Helper()
	select {
	case <-s.ended:
	case <-time.After(10 * time.Second):
		t.Error("got a connection that stays, want it closed")
	}
}

// counting counts requests, see answered.
type counting struct {
	net.Conn
	server *server
}

// answered reads one request whole and answers it with bytes.
func answered(connection net.Conn, requests *bufio.Reader, bytes string) bool {
	request, err := http.ReadRequest(requests)
	if err != nil {
		return false
	}
	_, _ = io.Copy(io.Discard, request.Body)
	connection.(*counting).server.requests.Add(1)
	_, err = io.WriteString(connection, bytes)
	return err == nil
}

// ask sends a request and reads its answer to the end.
func (s *server) ask(t testing.TB, method, body string) (status int, text string, err error) {
	t.Helper()
	var sent io.Reader
	if method == http.MethodPost {
		sent = strings.NewReader(body)
	}
	visitor := httptest.NewRequest(method, "/", sent)
	request := plain(visitor)
	if sent != nil {
		request.Body = visitor.Body
	}
	answer, err := s.peer.Ask(t.Context(), request)
	if err != nil {
		return 0, "", err
	}
	defer answer.Close()
	read, err := io.ReadAll(answer)
	return answer.Status, string(read), err
}

func plain(visitor *http.Request) *Request {
	return &Request{Visitor: visitor, Host: "wiki.chaton.test", Withheld: func(string) bool { return false }, Patience: 10 * time.Second}
}
