package gateway

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/http2"
)

// stream is what one visitor sends in one stream of HTTP/2: fields as names
// and values in turn, then a body, then trailers.
type stream struct {
	name     string
	fields   []string
	body     string
	trailers []string
	want     []string
}

// asks are the fields of a request, followed by others.
func asks(method string, others ...string) []string {
	return append([]string{":method", method, ":scheme", "https", ":authority", "wiki.chaton.test", ":path", "/a"}, others...)
}

// asksOtherwise replaces one field of a request.
func asksOtherwise(name, value string) []string {
	fields := asks("GET")
	for i := 0; i < len(fields); i += 2 {
		if fields[i] == name {
			fields[i+1] = value
		}
	}
	return fields
}

func streamsOfBodies() []stream {
	post := []string{"POST /a"}
	return []stream{
		{"honest", asks("POST"), "hello", nil, post},
		{"honest length", asks("POST", "content-length", "5"), "hello", nil, post},
		{"request in a body", asks("POST"), inner, nil, post},
		{"request in a body without a length", asks("GET"), inner, nil, []string{"GET /a"}},
		{"more than the length", asks("POST", "content-length", "0"), inner, nil, []string{"?POST /a"}},
		{"less than the length", asks("POST", "content-length", "60"), "hello", nil, nil},
		{"two lengths", asks("POST", "content-length", "5", "content-length", "6"), "hello", nil, nil},
		{"length with a plus", asks("POST", "content-length", "+5"), "hello", nil, nil},
		{"length that is none", asks("POST", "content-length", "x"), "hello", nil, nil},
		{"chunks", asks("POST", "transfer-encoding", "chunked"), "0\r\n\r\n" + inner, nil, nil},
		{"chunks in disguise", asks("POST", "transfer-encoding ", "chunked"), "0\r\n\r\n" + inner, nil, nil},
		{"trailers", asks("POST", "trailer", "x-sum"), "hello", []string{"x-sum", "1"}, post},
		{"trailers that speak for us", asks("POST", "trailer", "x-forwarded-for"), "hello", []string{"x-forwarded-for", "6.6.6.6"}, post},
		{"trailers with a host", asks("POST"), "hello", []string{"host", "evil.test"}, post},
		{"trailers with a pseudo header", asks("POST"), "hello", []string{":path", "/smuggled"}, nil},
	}
}

func streamsOfFields() []stream {
	get := []string{"GET /a"}
	return []stream{
		{"name with a colon", asks("GET", "x:y", "z"), "", nil, nil},
		{"name with a request", asks("GET", "x: y\r\n\r\n"+inner, "z"), "", nil, nil},
		{"name in capitals", asks("GET", "X-Y", "z"), "", nil, nil},
		{"name with a space", asks("GET", "x ", "z"), "", nil, nil},
		{"empty name", asks("GET", "", "z"), "", nil, nil},
		{"value with a line end", asks("GET", "x", "y\r\nTransfer-Encoding: chunked"), "", nil, nil},
		{"value with a line feed", asks("GET", "x", "y\nz"), "", nil, nil},
		{"value with a return", asks("GET", "x", "y\rz"), "", nil, nil},
		{"value with a NUL", asks("GET", "x", "y\x00"), "", nil, nil},
		{"connection", asks("GET", "connection", "x-forwarded-for"), "", nil, nil},
		{"keep-alive", asks("GET", "keep-alive", "timeout=5"), "", nil, nil},
		{"upgrade", asks("GET", "upgrade", "websocket"), "", nil, nil},
		{"te", asks("GET", "te", "gzip"), "", nil, nil},
		{"te for trailers", asks("GET", "te", "trailers"), "", nil, get},
		{"our own words", asks("GET", "x-forwarded-for", "6.6.6.6", "x_forwarded_for", "6.6.6.6", "forwarded", "for=6.6.6.6"), "", nil, get},
		{"cookies in crumbs", asks("GET", "cookie", "a=1", "cookie", "b=2"), "", nil, get},
		{"another host", asks("GET", "host", "evil.test"), "", nil, nil},
		{"the same host", asks("GET", "host", "wiki.chaton.test"), "", nil, get},
	}
}

func streamsOfPseudoHeaders() []stream {
	return []stream{
		{"method with a request", asksOtherwise(":method", "GET /smuggled HTTP/1.1\r\nX: "), "", nil, nil},
		{"method with a space", asksOtherwise(":method", "GET /b"), "", nil, nil},
		{"empty method", asksOtherwise(":method", ""), "", nil, nil},
		{"path with a request", asksOtherwise(":path", "/a HTTP/1.1\r\nHost: evil.test\r\n\r\nGET /smuggled"), "", nil, nil},
		{"path with a space", asksOtherwise(":path", "/a b"), "", nil, []string{"GET /a%20b"}},
		{"path with a tab", asksOtherwise(":path", "/a\tb"), "", nil, nil},
		{"path with a letter beyond ASCII", asksOtherwise(":path", "/é"), "", nil, []string{"GET /%C3%A9"}},
		{"path without its slash", asksOtherwise(":path", "a"), "", nil, nil},
		{"empty path", asksOtherwise(":path", ""), "", nil, nil},
		{"path with a host", asksOtherwise(":path", "https://evil.test/a"), "", nil, nil},
		{"path of a star", asksOtherwise(":path", "*"), "", nil, nil},
		{"path of two slashes", asksOtherwise(":path", "//evil.test/a"), "", nil, []string{"GET //evil.test/a"}},
		{"path with a fragment", asksOtherwise(":path", "/a#b"), "", nil, []string{"GET /a%23b"}},
		{"host with a line end", asksOtherwise(":authority", "wiki.chaton.test\r\nX: y"), "", nil, nil},
		{"host with a user", asksOtherwise(":authority", "evil.test@wiki.chaton.test"), "", nil, nil},
		{"host with a path", asksOtherwise(":authority", "wiki.chaton.test/evil"), "", nil, nil},
		{"no host", asksOtherwise(":authority", ""), "", nil, nil},
		{"another name", asksOtherwise(":authority", "evil.test"), "", nil, nil},
		{"scheme with a request", asksOtherwise(":scheme", "http://evil.test/ HTTP/1.1\r\n\r\n"), "", nil, nil},
		{"scheme in the clear", asksOtherwise(":scheme", "http"), "", nil, []string{"GET /a"}},
		{"two paths", asks("GET", ":path", "/smuggled"), "", nil, nil},
		{"pseudo header after others", append([]string{"x", "y"}, asks("GET")...), "", nil, nil},
		{"unknown pseudo header", append([]string{":x", "y"}, asks("GET")...), "", nil, nil},
		{"pseudo header of an answer", append([]string{":status", "200"}, asks("GET")...), "", nil, nil},
		{"no method", asks("GET")[2:], "", nil, nil},
		{"no path", asks("GET")[:6], "", nil, nil},
		{"tunnel", []string{":method", "CONNECT", ":authority", "wiki.chaton.test:22"}, "", nil, nil},
		{"tunnel for another protocol", asks("CONNECT", ":protocol", "websocket"), "", nil, nil},
	}
}

func TestProxy_OneStreamIsAtMostOneRequest(t *testing.T) {
	t.Parallel()
	var corpus []stream
	for _, list := range [][]stream{streamsOfBodies(), streamsOfFields(), streamsOfPseudoHeaders()} {
		corpus = append(corpus, list...)
	}
	house := open(t, Options{}, Routes{Routes: []Route{route("wiki.chaton.test", closedAddress(t))}})
	for _, each := range corpus {
		t.Run(each.name, func(t *testing.T) {
			upstream := serveRaw(t)
			house.reload(t, Routes{Routes: []Route{route("wiki.chaton.test", upstream.address)}})
			house.frames(t, "127.0.0.1").attack(t, each)
			if answer, _ := house.get(t, "https://wiki.chaton.test/last"); answer.StatusCode != http.StatusOK {
				t.Errorf("got %d for the honest request that follows, want 200", answer.StatusCode)
			}
			upstream.check(t, strings.Join(each.fields, "|"), append(each.want, "GET /last"))
		})
	}
}

// attack sends a stream and returns when it has ended, or its connection.
func (f *frames) attack(t *testing.T, sent stream) {
	t.Helper()
	if err := f.connection.SetDeadline(time.Now().Add(20 * time.Second)); err != nil {
		t.Fatal(err)
	}
	f.AllowIllegalWrites = true
	last := sent.body == "" && sent.trailers == nil
	err := f.head(1, last, sent.fields...)
	if sent.body != "" {
		err = errors.Join(err, f.WriteData(1, sent.trailers == nil, []byte(sent.body)))
	}
	if sent.trailers != nil {
		err = errors.Join(err, f.head(1, true, sent.trailers...))
	}
	if err != nil {
		t.Fatal(err)
	}
	for {
		frame, err := f.ReadFrame()
		if err != nil {
			return // the whole connection, which is an answer too
		}
		_, reset := frame.(*http2.RSTStreamFrame)
		if reset || frame.Header().StreamID == 1 && frame.Header().Flags.Has(http2.FlagDataEndStream) {
			return
		}
	}
}
