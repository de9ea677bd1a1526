package gateway

import (
	"bytes"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"framagit.org/chatiere/chatiere/installer/gateway/limit"
	"golang.org/x/net/http2"
	"golang.org/x/net/http2/hpack"
)

// frames speaks HTTP/2 by hand.
type frames struct {
	*http2.Framer
	connection net.Conn
	block      bytes.Buffer
	encoder    *hpack.Encoder
}

func (h *house) frames(t testing.TB, from string, settings ...http2.Setting) *frames {
	t.Helper()
	dialer := &net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(from)}}
	config := &tls.Config{ServerName: "wiki.chaton.test", RootCAs: h.roots, NextProtos: []string{"h2"}}
	connection, err := tls.DialWithDialer(dialer, "tcp", h.https, config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = connection.Close() })
	made := &frames{Framer: http2.NewFramer(connection, connection), connection: connection}
	made.encoder = hpack.NewEncoder(&made.block)
	_, err = io.WriteString(connection, http2.ClientPreface)
	if err = errors.Join(err, made.WriteSettings(settings...)); err != nil {
		t.Fatal(err)
	}
	return made
}

// head sends the fields, given as names and values in turn.
func (f *frames) head(stream uint32, end bool, fields ...string) error {
	f.block.Reset()
	for i := 0; i+1 < len(fields); i += 2 {
		_ = f.encoder.WriteField(hpack.HeaderField{Name: fields[i], Value: fields[i+1]})
	}
	return f.WriteHeaders(http2.HeadersFrameParam{StreamID: stream, BlockFragment: f.block.Bytes(), EndHeaders: true, EndStream: end})
}

// get is a plain request.
func (f *frames) get(stream uint32) error {
	return f.head(stream, true, ":method", "GET", ":scheme", "https", ":authority", "wiki.chaton.test", ":path", "/")
}

func TestLimited_StreamThatIsGrantedNothingIsReset(t *testing.T) {
	t.Parallel()
	for _, size := range []int{100, 1 << 20} { // buffered by the server, and not
		ended := make(chan struct{}, 1)
		upstream := serve(t, func(w http.ResponseWriter, _ *http.Request) {
			_, _ = w.Write(make([]byte, size))
			ended <- struct{}{}
		})
		options := tight(func(limits *limit.Limits) { limits.Patience = 300 * time.Millisecond })
		house := open(t, options, Routes{Routes: []Route{route("wiki.chaton.test", upstream)}})
		visitor := house.frames(t, "127.0.0.1", http2.Setting{ID: http2.SettingInitialWindowSize, Val: 0})
		if err := visitor.get(1); err != nil {
			t.Fatal(err)
		}
		for reset := false; !reset; {
			frame, err := visitor.ReadFrame()
			if err != nil {
				t.Fatalf("%d bytes: got %v, want a reset", size, err)
			}
			_, reset = frame.(*http2.RSTStreamFrame)
		}
		<-ended
	}
}

func TestLimited_RapidResetReachesNeitherServiceNorOthers(t *testing.T) {
	t.Parallel()
	var asked atomic.Int64
	upstream := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		asked.Add(1)
		_, _ = io.WriteString(w, "hello")
	})
	options := tight(func(limits *limit.Limits) { limits.Requests = limit.Rate{PerSecond: 10, Burst: 500} })
	house := open(t, options, Routes{Routes: []Route{route("wiki.chaton.test", upstream)}})
	attacker := house.frames(t, "127.0.0.2")
	go func() { _, _ = io.Copy(io.Discard, attacker.connection) }()
	for i := range 20_000 {
		stream := uint32(2*i + 1)
		if errors.Join(attacker.get(stream), attacker.WriteRSTStream(stream, http2.ErrCodeCancel)) != nil {
			break // let go
		}
	}
	if err := ask(house.from(t, "127.0.0.3"), "https://wiki.chaton.test/"); err != nil {
		t.Errorf("another visitor: got %v, want an answer", err)
	}
	if got := asked.Load(); got > 600 {
		t.Errorf("got %d requests at the service, want at most what the address may ask", got)
	}
}

func TestServer_StreamsBeyondTheLimitAreRefused(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	house := open(t, Options{}, Routes{Routes: []Route{route("wiki.chaton.test", serve(t, func(http.ResponseWriter, *http.Request) { <-release }))}})
	t.Cleanup(func() { close(release) })
	visitor := house.frames(t, "127.0.0.1")
	if err := visitor.WriteSettingsAck(); err != nil {
		t.Fatal(err)
	}
	for i := range uint32(streamLimit + 1) {
		if err := visitor.get(2*i + 1); err != nil {
			t.Fatal(err)
		}
	}
	for {
		frame, err := visitor.ReadFrame()
		if err != nil {
			return // the whole connection
		}
		if reset, ok := frame.(*http2.RSTStreamFrame); ok {
			if reset.StreamID != 2*streamLimit+1 {
				t.Errorf("got stream %d reset with %s, want the last", reset.StreamID, reset.ErrCode)
			}
			return
		}
	}
}
