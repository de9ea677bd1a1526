package forward

import (
	"bufio"
	"errors"
	"io"
	"net/http"
	"net/textproto"
	"strconv"
	"strings"
	"time"

	"golang.org/x/net/http/httpguts"
)

// Request is what a server is asked.
type Request struct {
	// Visitor is the request as it was received. It is read and never changed.
	Visitor *http.Request
	// Host is what the server is told that it was asked for.
	Host string
	// Own are header fields of the proxy's own.
	Own []Field
	// Withheld says which of the visitor's header fields, and trailers, do not
	// reach the server. Those that concern one connection never do.
	Withheld func(name string) bool
	// Body replaces the visitor's; it is read once, beside the answer. A Close
	// must end a Read that waits. Nil: there is none.
	Body io.ReadCloser
	// Upgrade asks for this protocol, "" for none.
	Upgrade string
	// Patience is how long both sides may be silent; 0 means for ever.
	Patience time.Duration
	// Early gets answers before the answer, such as 103; nil: nobody wants them.
	Early func(status int, header http.Header)
}

// Field is one line of a head.
type Field struct{ Name, Value string }

// ErrMalformed says that a request cannot be written in HTTP/1.1 so that
// everybody reads it in the same way. HTTP/2 can carry such a request.
var ErrMalformed = errors.New("the request has no unambiguous form")

func (r *Request) check() error {
	visitor := r.Visitor
	if !httpguts.ValidHeaderFieldName(visitor.Method) || visitor.Method == http.MethodConnect {
		return ErrMalformed
	}
	if visitor.URL.Opaque != "" || !printable(visitor.URL.EscapedPath()) || !printable(visitor.URL.RawQuery) {
		return ErrMalformed
	}
	return nil
}

// printable refuses what would end a word of the first line.
func printable(text string) bool {
	for _, letter := range []byte(text) {
		if letter <= ' ' || letter == 0x7f {
			return false
		}
	}
	return true
}

// repeatable says that the request may be sent twice.
func (r *Request) repeatable() bool {
	switch r.Visitor.Method {
	case http.MethodGet, http.MethodHead, http.MethodOptions, http.MethodTrace:
		return r.Body == nil && r.Upgrade == ""
	}
	return false
}

// write writes the head.
func (r *Request) write(to *bufio.Writer) error {
	target := r.Visitor.URL
	writeAll(to, r.Visitor.Method, " ", target.EscapedPath())
	if target.ForceQuery || target.RawQuery != "" {
		writeAll(to, "?", target.RawQuery)
	}
	writeAll(to, " HTTP/1.1\r\nHost: ", r.Host, "\r\n")
	r.writeFields(to)
	r.writeFraming(to)
	_, _ = to.WriteString("\r\n")
	return to.Flush()
}

func (r *Request) writeFields(to *bufio.Writer) {
	header := r.Visitor.Header
	named := connectionFields(header)
	for name, values := range header {
		if concernsConnection(name) || named.has(name) || r.Withheld(name) {
			continue
		}
		for _, value := range values {
			writeAll(to, name, ": ", value, "\r\n")
		}
	}
	for _, field := range r.Own {
		writeAll(to, field.Name, ": ", field.Value, "\r\n")
	}
	if httpguts.HeaderValuesContainsToken(header["Te"], "trailers") {
		_, _ = to.WriteString("Te: trailers\r\n")
	}
	if r.Upgrade != "" {
		writeAll(to, "Connection: Upgrade\r\nUpgrade: ", r.Upgrade, "\r\n")
	}
}

// writeFraming says how the body ends, in one way only.
func (r *Request) writeFraming(to *bufio.Writer) {
	length := r.Visitor.ContentLength
	switch {
	case r.Body == nil && expectsBody(r.Visitor.Method):
		_, _ = to.WriteString("Content-Length: 0\r\n")
	case r.Body == nil:
	case length >= 0:
		writeAll(to, "Content-Length: ", strconv.FormatInt(length, 10), "\r\n")
	default:
		_, _ = to.WriteString("Transfer-Encoding: chunked\r\n")
		for name := range r.Visitor.Trailer {
			if r.mayTrail(name) {
				writeAll(to, "Trailer: ", name, "\r\n")
			}
		}
	}
	if r.expectsContinue() {
		_, _ = to.WriteString("Expect: 100-continue\r\n")
	}
}

// mayTrail keeps a trailer from saying what a header may not: servers add one
// to the other.
func (r *Request) mayTrail(name string) bool {
	return httpguts.ValidTrailerHeader(name) && !concernsConnection(name) && !r.Withheld(name)
}

func (r *Request) expectsContinue() bool {
	return r.Body != nil && httpguts.HeaderValuesContainsToken(r.Visitor.Header["Expect"], "100-continue")
}

// expectsBody tells methods whose lack of a body must be said.
func expectsBody(method string) bool {
	return method == http.MethodPost || method == http.MethodPut || method == http.MethodPatch
}

func writeAll(to *bufio.Writer, words ...string) {
	for _, word := range words {
		_, _ = to.WriteString(word)
	}
}

// concernsConnection tells header fields that end with the connection, and
// those that the exchange writes itself.
func concernsConnection(name string) bool {
	switch name {
	case "Connection", "Proxy-Connection", "Keep-Alive", "Proxy-Authenticate", "Proxy-Authorization",
		"Te", "Trailer", "Transfer-Encoding", "Upgrade", "Http2-Settings", "Content-Length", "Expect", "Host":
		return true
	}
	return false
}

// fields are names in canonical form.
type fields []string

// connectionFields are those that a Connection header names.
func connectionFields(header http.Header) fields {
	var named fields
	for _, value := range header["Connection"] {
		for token := range strings.SplitSeq(value, ",") {
			if token = textproto.TrimString(token); token != "" {
				named = append(named, textproto.CanonicalMIMEHeaderKey(token))
			}
		}
	}
	return named
}

func (f fields) has(name string) bool {
	for _, each := range f {
		if each == name {
			return true
		}
	}
	return false
}
