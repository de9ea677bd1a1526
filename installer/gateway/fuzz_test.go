package gateway

import (
	"encoding/json"
	"io"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// FuzzHeaders sends what strangers send: whatever the lines of a request and
// its body are, what the service receives can be read in one way only.
func FuzzHeaders(f *testing.F) {
	for _, list := range [][]attack{attacksByLength(), attacksByEncoding(), attacksByChunks(), attacksByHead()} {
		for _, each := range list {
			f.Add(each.sent)
		}
	}
	f.Add(post("X: y\r\n", ""))
	house := open(f, Options{}, Routes{Routes: []Route{route("wiki.chaton.test", closedAddress(f))}})
	f.Fuzz(func(t *testing.T, sent string) {
		upstream := serveRaw(t)
		house.reload(t, Routes{Routes: []Route{route("wiki.chaton.test", upstream.address)}})
		house.send(t, sent)
		if _, err := upstream.requests(); err != nil {
			t.Errorf("%q: the service got %v", sent, err)
		}
	})
}

// send says it all and hears the answer to its end.
func (h *house) send(t testing.TB, sent string) {
	t.Helper()
	connection := h.dial(t, "wiki.chaton.test")
	_ = connection.SetDeadline(time.Now().Add(10 * time.Second))
	_, _ = io.WriteString(connection, sent)
	if half, ok := connection.(interface{ CloseWrite() error }); ok {
		_ = half.CloseWrite()
	}
	_, _ = io.Copy(io.Discard, connection)
	_ = connection.Close()
}

// FuzzRoutes feeds the routes file: it never panics, and what it takes is
// served, written and taken again.
func FuzzRoutes(f *testing.F) {
	for _, seed := range []string{
		"{", "null", `{"site":{"host":"chaton.test","aliases":["www.chaton.test"]}}`, `{"names":["im.chaton.test",7]}`,
		`{"routes":[{"host":"a.chaton.test","service":"a","upstreams":[{"address":"10.0.0.1:80"}],"timeout":"90s","headers":{"X-A":""}}]}`,
		`{"routes":[{"host":"*.chaton.test"},{"host":"a.chaton.test","path":"/a/","stopped":true,"body_limit":1}]}`,
		`{"networks":[{"service":"a","address":"10.213.0.1/26","relay":"mail.test:465"}]}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		taken, problems := Parse(data)
		newTable(taken, nil, nil).find("a.chaton.test", "/a/b")
		networksOf(taken)
		written, err := json.Marshal(taken)
		if err != nil {
			t.Fatalf("%q: %v", data, err)
		}
		again, problems2 := Parse(written)
		if len(problems2) > 0 {
			t.Errorf("%q: taken with %v, then refused with %v", data, problems, problems2)
		}
		rewritten, _ := json.Marshal(again)
		if diff := cmp.Diff(string(written), string(rewritten)); diff != "" {
			t.Errorf("%q: got another file (-first +second):\n%s", data, diff)
		}
	})
}
