package gateway

import (
	"errors"
	"io"
	"maps"
	"net/http"
	"strings"
	"sync"

	"framagit.org/chatiere/chatiere/installer/gateway/forward"
	"golang.org/x/net/http/httpguts"
)

// pass gives a service's answer to the visitor as it comes.
func (p *proxy) pass(w http.ResponseWriter, r *http.Request, answer *forward.Answer, from *entry, visit *visit) {
	header := w.Header()
	maps.Copy(header, answer.Header)
	if _, said := header["Content-Type"]; !said {
		header["Content-Type"] = nil // or the server would guess
	}
	if isEventStream(header) {
		answer.Lift()
		visit.end() // it has no end to wait for, and its visitor connects again
	}
	p.dress(header, from)
	for name := range answer.Trailer() {
		header.Add("Trailer", name)
	}
	if r.ProtoMajor == 1 && answer.Uploading() {
		// What is left of the body must not be taken for the next request, and
		// must still reach the service.
		header.Set("Connection", "close")
		_ = http.NewResponseController(w).EnableFullDuplex()
	}
	w.WriteHeader(answer.Status)
	if err := p.copy(w, answer); err != nil {
		panic(http.ErrAbortHandler) // the visitor must not take a part for the whole
	}
	passTrailers(w, answer.Trailer())
}

// copy sends a body on. One whose length nobody knows may be a conversation:
// whatever is there is sent before more is waited for.
func (p *proxy) copy(w http.ResponseWriter, answer *forward.Answer) error {
	flush := func() error { return nil }
	if answer.Length < 0 {
		flush = http.NewResponseController(w).Flush
	}
	if !answer.Buffered() {
		_ = flush()
	}
	buffer, giveBack := p.buffers.lend(answer.Length)
	defer giveBack()
	for {
		n, err := answer.Read(buffer)
		if n > 0 {
			if _, gone := w.Write(buffer[:n]); gone != nil {
				return gone
			}
		}
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
		_ = flush()
	}
}

// passTrailers says after the body what was announced before it, and what was
// not.
func passTrailers(w http.ResponseWriter, trailers http.Header) {
	if len(trailers) == 0 {
		return
	}
	// A short body would otherwise get a length, and no place for trailers.
	_ = http.NewResponseController(w).Flush()
	header := w.Header()
	announced := header["Trailer"]
	for name, values := range trailers {
		if !httpguts.ValidTrailerHeader(name) {
			continue
		}
		if !httpguts.HeaderValuesContainsToken(announced, name) {
			name = http.TrailerPrefix + name
		}
		header[name] = values
	}
}

// early passes on what a service says before its answer, where a visitor can
// understand it. Who holds a body back waits for one such answer only.
func early(w http.ResponseWriter, r *http.Request) func(int, http.Header) {
	if !r.ProtoAtLeast(1, 1) || len(r.Header["Expect"]) > 0 {
		return nil
	}
	return func(status int, said http.Header) {
		header := w.Header()
		kept := maps.Clone(header)
		clear(header)
		maps.Copy(header, said)
		w.WriteHeader(status)
		clear(header)
		maps.Copy(header, kept)
	}
}

// converse hands the visitor's connection over to a WebSocket.
func (p *proxy) converse(w http.ResponseWriter, answer *forward.Answer, from *entry, visit *visit) {
	connection, buffered, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	defer connection.Close()
	p.dress(answer.Header, from)
	_, _ = buffered.WriteString("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n")
	_ = answer.Header.Write(buffered)
	_, _ = buffered.WriteString("\r\n")
	if buffered.Flush() != nil {
		return
	}
	visit.end() // it has no end to wait for, and its visitor connects again
	answer.Converse(connection, buffered)
}

func isEventStream(header http.Header) bool {
	media, _, _ := strings.Cut(header.Get("Content-Type"), ";")
	return strings.EqualFold(strings.TrimSpace(media), "text/event-stream")
}

const (
	// copyBuffer is two records of TLS.
	copyBuffer = 32 << 10
	// shortBuffer is for most answers: hundreds may wait for their turn on one
	// connection of HTTP/2.
	shortBuffer = 2 << 10
)

// buffers lends copy buffers.
type buffers struct{ short, long sync.Pool }

// lend gives a buffer for a body of this length.
func (b *buffers) lend(length int64) (buffer []byte, giveBack func()) {
	if length >= 0 && length <= shortBuffer {
		lent, known := b.short.Get().(*[shortBuffer]byte)
		if !known {
			lent = new([shortBuffer]byte)
		}
		return lent[:], func() { b.short.Put(lent) }
	}
	lent, known := b.long.Get().(*[copyBuffer]byte)
	if !known {
		lent = new([copyBuffer]byte)
	}
	return lent[:], func() { b.long.Put(lent) }
}
