package gateway

import (
	"bufio"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

// attack is what one visitor sends on one connection, and which requests the
// service may see of it. Each is followed by an honest request for /last, which
// the service sees where the connection goes on.
type attack struct {
	name string
	sent string
	want []string
}

// inner is the request that an attacker wants a service to see.
const inner = "GET /smuggled HTTP/1.1\r\nHost: wiki.chaton.test\r\n\r\n"

// post is a request with the given lines and body.
func post(lines, body string) string {
	return "POST /a HTTP/1.1\r\nHost: wiki.chaton.test\r\n" + lines + "\r\n" + body
}

const chunks = "5\r\nhello\r\n0\r\n\r\n"

var (
	refused = []string(nil)
	whole   = []string{"POST /a", "GET /last"}
	ends    = []string{"POST /a"} // and the connection with it
)

func attacksByLength() []attack {
	return []attack{
		{"honest length", post("Content-Length: 5\r\n", "hello"), whole},
		{"honest chunks", post("Transfer-Encoding: chunked\r\n", chunks), ends},
		{"honest pipeline", post("Content-Length: 5\r\n", "hello") + strings.Replace(inner, "smuggled", "b", 1), []string{"POST /a", "GET /b", "GET /last"}},
		{"request in a body", post("Content-Length: 50\r\n", inner), whole},
		{"request in a GET's body", strings.Replace(post("Content-Length: 50\r\n", inner), "POST", "GET", 1), []string{"GET /a", "GET /last"}},
		{"two lengths that differ", post("Content-Length: 5\r\nContent-Length: 6\r\n", "hello!"), refused},
		{"two lengths alike", post("Content-Length: 5\r\nContent-Length: 5\r\n", "hello"), whole},
		{"two lengths in one line", post("Content-Length: 5, 5\r\n", "hello"), refused},
		{"length with a plus", post("Content-Length: +5\r\n", "hello"), refused},
		{"negative length", post("Content-Length: -5\r\n", "hello"), refused},
		{"length in base 16", post("Content-Length: 0x5\r\n", "hello"), refused},
		{"length beyond numbers", post("Content-Length: 99999999999999999999\r\n", "hello"), refused},
		{"empty length", post("Content-Length: \r\n", "hello"), refused},
		{"length with a NUL", post("Content-Length: 5\x00\r\n", "hello"), refused},
		{"length before a colon and a space", post("Content-Length : 5\r\n", "hello"), refused},
		{"length of an underscore", post("Content_Length: 54\r\nContent-Length: 0\r\n", ""), whole},
		{"length named hop by hop", post("Connection: Content-Length\r\nContent-Length: 50\r\n", inner), whole},
	}
}

func attacksByEncoding() []attack {
	list := []attack{
		{"length and chunks", post("Content-Length: 6\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\nG"), ends},
		{"chunks and length", post("Transfer-Encoding: chunked\r\nContent-Length: 4\r\n", "32\r\n"+inner+"\r\n0\r\n\r\n"), ends},
		{"chunks named hop by hop", post("Connection: Transfer-Encoding\r\nTransfer-Encoding: chunked\r\n", chunks), ends},
		{"chunks in capitals", post("TRANSFER-ENCODING: Chunked\r\n", chunks), ends},
		{"chunks in the older protocol", strings.Replace(post("Connection: keep-alive\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"+inner), "1.1", "1.0", 1), ends},
	}
	for _, encoding := range []string{
		"xchunked", "chunked, identity", "identity, chunked", "chunked, chunked", "gzip, chunked", "chunked;q=1", `"chunked"`,
		"\x0bchunked", "chunked\x00", "chunk\xa0ed", "identity", "", "chunked\r\nTransfer-Encoding: x", "x\r\nTransfer-Encoding: chunked",
		"chunked\r\nTransfer-Encoding: chunked",
	} {
		list = append(list, attack{"encoding " + encoding, post("Transfer-Encoding: "+encoding+"\r\nContent-Length: 5\r\n", "0\r\n\r\n"), refused})
	}
	for _, line := range []string{"Transfer-Encoding : chunked\r\n", "Transfer-Encoding\t: chunked\r\n", " Transfer-Encoding: chunked\r\n", "Transfer-Encoding\r\n: chunked\r\n", "Transfer\x00-Encoding: chunked\r\n"} {
		list = append(list, attack{"line " + line, post(line+"Content-Length: 5\r\n", "0\r\n\r\n"), refused})
	}
	return list
}

func attacksByChunks() []attack {
	chunked := func(body string) string { return post("Transfer-Encoding: chunked\r\n", body) }
	return []attack{
		{"extension", chunked("5;a=b\r\nhello\r\n0\r\n\r\n"), ends},
		{"extension with a line feed", chunked("5;a\nhello\r\n0\r\n\r\n"), refused},
		{"extension with a return", chunked("5;a\rb\r\nhello\r\n0\r\n\r\n"), refused},
		{"endless extension", chunked("5;" + strings.Repeat("a", 64<<10) + "\r\nhello\r\n0\r\n\r\n"), refused},
		{"size that overflows", chunked("10000000000000005\r\nhello\r\n0\r\n\r\n"), refused},
		{"size in C", chunked("0x5\r\nhello\r\n0\r\n\r\n"), refused},
		{"size with a sign", chunked("+5\r\nhello\r\n0\r\n\r\n"), refused},
		{"negative size", chunked("-5\r\nhello\r\n0\r\n\r\n"), refused},
		{"no size", chunked("\r\nhello\r\n0\r\n\r\n"), refused},
		{"size with a line feed alone", chunked("5\nhello\n0\n\n"), refused},
		{"wrong end", chunked("5\r\nhelloXX0\r\n\r\n"), refused},
		{"end with a line feed alone", chunked("5\r\nhello\n0\r\n\r\n"), refused},
		{"trailers that speak for us", chunked("5\r\nhello\r\n0\r\nX-Forwarded-For: 6.6.6.6\r\nHost: evil.test\r\nContent-Length: 50\r\n\r\n"), ends},
		{"trailers announced", post("Trailer: X-Forwarded-For\r\nTransfer-Encoding: chunked\r\n", "0\r\nX-Forwarded-For: 6.6.6.6\r\n\r\n"), ends},
	}
}

func attacksByHead() []attack {
	get := func(rest string) string { return "GET /a HTTP/1.1\r\n" + rest + "\r\n" }
	const host = "Host: wiki.chaton.test\r\n"
	fine := []string{"GET /a", "GET /last"}
	return []attack{
		{"line feeds alone", strings.ReplaceAll(get(host), "\r", ""), fine},
		{"line feed inside", get(host+"X: a\nTransfer-Encoding: chunked\r\n") + "0\r\n\r\n", []string{"GET /a"}},
		{"folded line", get(host + "X: a\r\n b\r\n"), fine},
		{"folded length", get(host + "X: a\r\n Content-Length: 5\r\n"), fine},
		{"first line folded", get(" X: a\r\n" + host), refused},
		{"return in a value", get(host + "X: a\rContent-Length: 5\r\n"), refused},
		{"NUL in a value", get(host + "X: a\x00b\r\n"), refused},
		{"space in a name", get(host + "X Y: a\r\n"), refused},
		{"letter beyond ASCII in a name", get(host + "X\xc3\xa9: a\r\n"), refused},
		{"no colon", get(host + "X\r\n"), refused},
		{"two hosts", get(host + "Host: evil.test\r\n"), refused},
		{"two hosts alike", get(host + host), refused},
		{"no host", get(""), refused},
		{"host with a list", get("Host: wiki.chaton.test, evil.test\r\n"), refused},
		{"host with a user", get("Host: evil.test@wiki.chaton.test\r\n"), refused},
		{"host with a path", get("Host: wiki.chaton.test/evil\r\n"), refused},
		{"host with a tab", get("Host: wiki.chaton.test\tevil\r\n"), refused},
		{"target with another host", "GET https://evil.test/a HTTP/1.1\r\n" + host + "\r\n", []string{"GET /last"}},
		{"host beside its target", "GET https://wiki.chaton.test/a HTTP/1.1\r\nHost: evil.test\r\n\r\n", fine},
		{"target with a return", "GET /a\rb HTTP/1.1\r\n" + host + "\r\n", refused},
		{"target with a NUL", "GET /a\x00 HTTP/1.1\r\n" + host + "\r\n", refused},
		{"target with a space", "GET /a b HTTP/1.1\r\n" + host + "\r\n", refused},
		{"target without a path", "GET a HTTP/1.1\r\n" + host + "\r\n", refused},
		{"tabs between", "GET\t/a\tHTTP/1.1\r\n" + host + "\r\n", refused},
		{"method of other letters", "GE(T /a HTTP/1.1\r\n" + host + "\r\n", refused},
		{"the first protocol", "GET /a\r\n", refused},
		{"a protocol to come", "GET /a HTTP/1.2\r\n" + host + "\r\n", fine},
		{"a protocol of two digits", "GET /a HTTP/1.10\r\n" + host + "\r\n", refused},
		{"a protocol in small letters", "GET /a http/1.1\r\n" + host + "\r\n", refused},
		{"the older protocol", "GET /a HTTP/1.0\r\n" + host + "\r\n", []string{"GET /a"}},
		{"the older protocol without a host", "GET /a HTTP/1.0\r\n\r\n", refused},
		{"the newer protocol's greeting", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", refused},
		{"our own words", get(host + "X-Forwarded-For: 6.6.6.6\r\nX-Real-Ip: 6.6.6.6\r\nForwarded: for=6.6.6.6\r\nX_Forwarded_For: 6.6.6.6\r\n"), fine},
		{"our own words taken away", get(host + "Connection: X-Forwarded-For, X-Forwarded-Proto, Host, X-Real-Ip\r\n"), fine},
		{"expectation of something", get(host + "Expect: 200-ok\r\n"), refused},
	}
}

func TestProxy_OneRequestNeverBecomesTwo(t *testing.T) {
	t.Parallel()
	var corpus []attack
	for _, list := range [][]attack{attacksByLength(), attacksByEncoding(), attacksByChunks(), attacksByHead()} {
		corpus = append(corpus, list...)
	}
	house := open(t, Options{}, Routes{Routes: []Route{route("wiki.chaton.test", closedAddress(t))}})
	for _, each := range corpus {
		t.Run(each.name, func(t *testing.T) {
			upstream := serveRaw(t)
			house.reload(t, Routes{Routes: []Route{route("wiki.chaton.test", upstream.address)}})
			house.attack(t, each.sent)
			upstream.check(t, each.sent, each.want)
		})
	}
}

// attack sends it, reads an answer, asks for /last and reads to the end.
func (h *house) attack(t *testing.T, sent string) {
	t.Helper()
	connection := h.dial(t, "wiki.chaton.test")
	if err := connection.SetDeadline(time.Now().Add(20 * time.Second)); err != nil {
		t.Fatal(err)
	}
	go func() { _, _ = io.WriteString(connection, sent) }()
	reader := bufio.NewReader(connection)
	answer, err := http.ReadResponse(reader, nil)
	if err != nil {
		return // closed without a word
	}
	_, _ = io.Copy(io.Discard, answer.Body)
	_, _ = io.WriteString(connection, "GET /last HTTP/1.1\r\nHost: wiki.chaton.test\r\nConnection: close\r\n\r\n")
	if _, err := io.Copy(io.Discard, reader); err != nil && !strings.Contains(err.Error(), "reset") {
		t.Errorf("got %v, want the connection to end", err)
	}
}
