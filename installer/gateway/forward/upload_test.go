package forward

import (
	"bufio"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

func TestUpload_TrailersGoBothWays(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Trailer", "X-Sum")
		body, _ := io.ReadAll(r.Body)
		_, _ = w.Write(body)
		w.Header().Set("X-Sum", r.Trailer.Get("X-Sum")+r.Trailer.Get("X-Forged"))
	}))
	defer server.Close()
	visitor := httptest.NewRequest("POST", "/", io.MultiReader(strings.NewReader("hello"), strings.NewReader(" cat")))
	visitor.Trailer = http.Header{"X-Sum": {"11"}, "X-Forged": {"no"}, "X-Broken": {"a\r\nb"}}
	request := plain(visitor)
	request.Body = visitor.Body
	request.Withheld = func(name string) bool { return name == "X-Forged" }
	answer, err := NewPeer(server.Listener.Addr().String()).Ask(t.Context(), request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Close()
	body, err := io.ReadAll(answer)
	if string(body) != "hello cat" || answer.Trailer().Get("X-Sum") != "11" {
		t.Errorf("got %q, trailers %v and %v, want hello cat and 11", body, answer.Trailer(), err)
	}
}

func TestUpload_IsHeldBackUntilTheServerWantsIt(t *testing.T) {
	t.Parallel()
	for status, handler := range map[int]http.HandlerFunc{
		http.StatusForbidden: func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusForbidden) },
		http.StatusOK:        func(_ http.ResponseWriter, r *http.Request) { _, _ = io.Copy(io.Discard, r.Body) },
	} {
		server := httptest.NewServer(handler)
		body := &watched{Reader: strings.NewReader("data")}
		visitor := httptest.NewRequest("POST", "/", nil)
		visitor.ContentLength, visitor.Header = 4, http.Header{"Expect": {"100-continue"}}
		request := plain(visitor)
		request.Body = body
		answer, err := NewPeer(server.Listener.Addr().String()).Ask(t.Context(), request)
		if err != nil || answer.Status != status || body.read.Load() != (status == http.StatusOK) {
			t.Errorf("got %v and %v with the body read: %t, want %d", answer, err, body.read.Load(), status)
		}
		answer.Close()
		server.Close()
	}
}

func TestUpload_ServerThatKnowsNoContinueGetsIt(t *testing.T) {
	t.Parallel()
	server := listen(t, func(connection net.Conn, requests *bufio.Reader) {
		answered(connection, requests, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
	})
	visitor := httptest.NewRequest("POST", "/", strings.NewReader("data"))
	visitor.Header.Set("Expect", "100-continue")
	request := plain(visitor)
	request.Body, request.Patience = visitor.Body, 400*time.Millisecond
	answer, err := server.peer.Ask(t.Context(), request)
	if err != nil {
		t.Fatalf("got %v, want an answer", err)
	}
	answer.Close()
}

// watched is a body that knows whether somebody wanted it. Its Close ends a
// Read that waits.
type watched struct {
	io.Reader
	read, closed atomic.Bool
}

func (w *watched) Read(p []byte) (int, error) { w.read.Store(true); return w.Reader.Read(p) }

func (w *watched) Close() error {
	w.closed.Store(true)
	if pipe, ok := w.Reader.(*io.PipeReader); ok {
		return pipe.Close()
	}
	return nil
}

func TestUpload_AnswerMayComeBeforeItsEnd(t *testing.T) {
	t.Parallel()
	server := listen(t, func(connection net.Conn, requests *bufio.Reader) {
		if _, err := http.ReadRequest(requests); err == nil {
			_, _ = io.WriteString(connection, "HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\n\r\nno")
		}
	})
	reader, writer := io.Pipe()
	defer writer.Close()
	visitor := httptest.NewRequest("POST", "/", nil)
	visitor.ContentLength = -1
	request := plain(visitor)
	body := &watched{Reader: reader}
	request.Body = body
	answer, err := server.peer.Ask(t.Context(), request)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(answer)
	if answer.Status != http.StatusRequestEntityTooLarge || string(text) != "no" || !answer.Uploading() {
		t.Errorf("got %d %q %v, want 413 amid the upload", answer.Status, text, err)
	}
	answer.Close()
	if !body.closed.Load() {
		t.Error("got a body that stays open, want it closed")
	}
}

func TestUpload_BothSidesSpeakAtOnce(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		control := http.NewResponseController(w)
		_ = control.EnableFullDuplex()
		for lines := bufio.NewScanner(r.Body); lines.Scan(); _ = control.Flush() {
			_, _ = io.WriteString(w, lines.Text()+" too\n")
		}
	}))
	defer server.Close()
	reader, writer := io.Pipe()
	visitor := httptest.NewRequest("POST", "/", nil)
	visitor.ContentLength = -1
	request := plain(visitor)
	request.Body = reader
	go func() { _, _ = io.WriteString(writer, "one\n") }()
	answer, err := NewPeer(server.Listener.Addr().String()).Ask(t.Context(), request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Close()
	lines := bufio.NewReader(answer)
	for _, word := range []string{"one", "two", "three"} {
		if got, err := lines.ReadString('\n'); got != word+" too\n" {
			t.Fatalf("got %q %v, want %s too", got, err, word)
		}
		go func() { _, _ = io.WriteString(writer, map[string]string{"one": "two\n", "two": "three\n"}[word]) }()
	}
	_ = writer.Close()
	if _, err := lines.ReadString('\n'); !errors.Is(err, io.EOF) {
		t.Errorf("got %v, want the end", err)
	}
}

func TestUpload_BrokenOneIsNoWholeRequest(t *testing.T) {
	t.Parallel()
	broken := errors.New("the visitor broke off")
	for _, length := range []int64{-1, 100} {
		heard := make(chan error, 1)
		server := listen(t, func(_ net.Conn, requests *bufio.Reader) {
			request, err := http.ReadRequest(requests)
			if err == nil {
				_, err = io.Copy(io.Discard, request.Body)
			}
			heard <- err
		})
		reader, writer := io.Pipe()
		go func() { _, _ = io.WriteString(writer, "half"); _ = writer.CloseWithError(broken) }()
		visitor := httptest.NewRequest("POST", "/", nil)
		visitor.ContentLength = length
		request := plain(visitor)
		request.Body = reader
		if _, err := server.peer.Ask(t.Context(), request); !errors.Is(err, broken) {
			t.Errorf("length %d: got %v, want %v", length, err, broken)
		}
		if err := <-heard; err == nil {
			t.Errorf("length %d: the server got a whole request, want a broken one", length)
		}
	}
}
