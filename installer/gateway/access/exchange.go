package access

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync/atomic"
	"time"
)

// Exchange is one request and its answer. It stands in for the
// http.ResponseWriter, whose abilities it keeps, and sees what goes through.
type Exchange struct {
	http.ResponseWriter
	recorder *Recorder
	tally    *Tally
	request  *http.Request
	began    time.Time
	from     netip.AddrPort
	status   int // 0 while no answer began
	body     received
	// Bytes are counted by several goroutines once there is a WebSocket, and
	// by a transport that reads on while the handler has ended.
	in, out atomic.Int64
}

// Begin starts to record a request to a service; a nil tally is that of
// requests which no service takes. The caller answers through the exchange and
// calls End.
func (r *Recorder) Begin(w http.ResponseWriter, request *http.Request, tally *Tally) *Exchange {
	if tally == nil {
		tally = r.nobody
	}
	e := &Exchange{ResponseWriter: w, recorder: r, tally: tally, request: request, began: time.Now()}
	if request.Body != nil && request.Body != http.NoBody {
		e.body = received{request.Body, &e.in}
		request.Body = &e.body
	}
	tally.underWay.Add(1)
	return e
}

// NamesVisitor says that From is wanted: who asked may be written down.
func (e *Exchange) NamesVisitor() bool {
	settings := e.recorder.settings.Load()
	return settings != nil && e.tally != e.recorder.nobody &&
		(settings.Access.Content == Full || settings.Creation.Content == Full)
}

// From says who asked.
func (e *Exchange) From(address netip.AddrPort) { e.from = address }

// End counts the exchange and writes down what was decided.
func (e *Exchange) End() {
	took := time.Since(e.began)
	e.tally.underWay.Add(-1)
	if e.status >= http.StatusInternalServerError && e.request.Context().Err() != nil {
		e.status = 0 // a page of ours that nobody was there for
		e.out.Store(0)
	}
	e.tally.add(e.request.Method, e.status, e.in.Load(), e.out.Load())
	if e.status != 0 && !e.endless() {
		e.tally.time(took)
	}
	if settings := e.recorder.settings.Load(); settings != nil && e.tally != e.recorder.nobody {
		e.recorder.write(e, *settings, took)
	}
}

// endless says that the answer lasts as long as its visitor wants: how long it
// took says nothing of the service.
func (e *Exchange) endless() bool {
	return e.status == http.StatusSwitchingProtocols ||
		strings.HasPrefix(e.Header().Get("Content-Type"), "text/event-stream")
}

// creates says that the request may have created, changed or erased content,
// all three being contributions to it. What the service refused created
// nothing, and a visitor who was turned away leaves no trace; one who left
// before the answer may have been heard. Over a WebSocket anything may be
// written, and nobody looks inside.
func (e *Exchange) creates() bool {
	if e.status >= http.StatusBadRequest {
		return false
	}
	switch e.request.Method {
	case http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete,
		"MKCOL", "MKCALENDAR", "COPY", "MOVE", "PROPPATCH", "LOCK": // LOCK makes an empty file (RFC 4918, section 7.3)
		return true
	}
	return e.status == http.StatusSwitchingProtocols
}

// WriteHeader notes the status that is final: others may come before it.
func (e *Exchange) WriteHeader(status int) {
	if e.status == 0 && (status >= http.StatusOK || status == http.StatusSwitchingProtocols) {
		e.status = status
	}
	e.ResponseWriter.WriteHeader(status)
}

// Write counts what is sent.
func (e *Exchange) Write(data []byte) (int, error) {
	n, err := e.ResponseWriter.Write(data)
	e.sent(int64(n))
	return n, err
}

// ReadFrom leaves the copy to the server, which has a buffer for it.
func (e *Exchange) ReadFrom(source io.Reader) (int64, error) {
	n, err := io.Copy(e.ResponseWriter, source)
	e.sent(n)
	return n, err
}

// sent counts bytes of a body; those of an answer to HEAD are thrown away.
func (e *Exchange) sent(n int64) {
	if e.status == 0 {
		e.status = http.StatusOK
	}
	if e.request.Method != http.MethodHead {
		e.out.Add(n)
	}
}

// Flush is the server's.
func (e *Exchange) Flush() { _ = e.FlushError() }

// FlushError is the server's.
func (e *Exchange) FlushError() error { return http.NewResponseController(e.ResponseWriter).Flush() }

// Unwrap gives the server's own writer to http.ResponseController.
func (e *Exchange) Unwrap() http.ResponseWriter { return e.ResponseWriter }

// Hijack hands the connection over, which is counted on. What the server has
// read already is in the reader, and read through it only.
func (e *Exchange) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	connection, buffered, err := http.NewResponseController(e.ResponseWriter).Hijack()
	if err != nil {
		return nil, nil, err
	}
	e.status = http.StatusSwitchingProtocols
	buffered.Reader = bufio.NewReader(&received{io.NopCloser(buffered.Reader), &e.in})
	return &counted{connection, e}, buffered, nil
}

// received counts what a visitor sends.
type received struct {
	io.ReadCloser
	in *atomic.Int64
}

// Read counts what was read.
func (r *received) Read(buffer []byte) (int, error) {
	n, err := r.ReadCloser.Read(buffer)
	r.in.Add(int64(n))
	return n, err
}

// counted is a connection that was handed over.
type counted struct {
	net.Conn
	exchange *Exchange
}

// Read counts what the visitor sent.
func (c *counted) Read(buffer []byte) (int, error) {
	n, err := c.Conn.Read(buffer)
	c.exchange.in.Add(int64(n))
	return n, err
}

// Write counts what the visitor was sent.
func (c *counted) Write(data []byte) (int, error) {
	n, err := c.Conn.Write(data)
	c.exchange.out.Add(int64(n))
	return n, err
}

// CloseWrite ends one direction where the connection can.
func (c *counted) CloseWrite() error {
	if half, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return nil
}
