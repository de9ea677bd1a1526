package gateway

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// raw is an upstream that keeps every byte that it receives, and answers each
// request that a lenient reading finds.
type raw struct {
	address string
	mutex   sync.Mutex
	heard   []*bytes.Buffer // one a connection
}

func serveRaw(t testing.TB) *raw {
	t.Helper()
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	made := &raw{address: listener.Addr().String()}
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			go made.answer(connection)
		}
	}()
	return made
}

func (u *raw) answer(connection net.Conn) {
	defer connection.Close()
	heard := &bytes.Buffer{}
	u.mutex.Lock()
	u.heard = append(u.heard, heard)
	u.mutex.Unlock()
	reader := bufio.NewReader(io.TeeReader(connection, writerFunc(func(p []byte) (int, error) {
		u.mutex.Lock()
		defer u.mutex.Unlock()
		return heard.Write(p)
	})))
	for {
		request, err := http.ReadRequest(reader)
		if err != nil {
			return
		}
		if _, err := io.Copy(io.Discard, request.Body); err != nil {
			return
		}
		_, _ = io.WriteString(connection, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
	}
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }

// check compares what the service saw. What begins with "?" it may see: the
// request was whole before its visitor went on.
func (u *raw) check(t *testing.T, sent string, want []string) {
	t.Helper()
	got, err := u.requests()
	if err != nil {
		t.Errorf("%.200q: the service got %v", sent, err)
	}
	var must []string
	for _, each := range want {
		if maybe, ok := strings.CutPrefix(each, "?"); !ok {
			must = append(must, each)
		} else if slices.Contains(got, maybe) {
			must = append(must, maybe)
		}
	}
	if diff := cmp.Diff(must, got); diff != "" {
		t.Errorf("%.200q: the service saw (-want +got):\n%s", sent, diff)
	}
}

// requests reads what came as strictly as the standard lets anybody read it,
// and gives method and target of each whole request.
func (u *raw) requests() (list []string, problem error) {
	u.mutex.Lock()
	defer u.mutex.Unlock()
	for _, heard := range u.heard {
		rest := heard.Bytes()
		for len(rest) > 0 {
			request, after, err := readStrictly(rest)
			if errors.Is(err, io.ErrUnexpectedEOF) {
				break // given up: a request without its end is none
			}
			if err != nil {
				return list, fmt.Errorf("%w in %q", err, heard)
			}
			list, rest = append(list, request), after
		}
	}
	return list, nil
}

var (
	requestLine = regexp.MustCompile(`^([A-Z]+) ((?:/[!-~]*|\*)) HTTP/1\.1$`)
	headerLine  = regexp.MustCompile("^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([^\x00-\x08\x0a-\x1f\x7f]*)$")
	sizeLine    = regexp.MustCompile(`^[0-9a-fA-F]{1,8}$`)
)

// readStrictly takes one request off its beginning. A request that two readers
// could end at different places is an error.
func readStrictly(data []byte) (request string, rest []byte, err error) {
	head, rest, whole := bytes.Cut(data, []byte("\r\n\r\n"))
	if !whole {
		return "", nil, io.ErrUnexpectedEOF
	}
	lines := strings.Split(string(head), "\r\n")
	first := requestLine.FindStringSubmatch(lines[0])
	if first == nil {
		return "", nil, fmt.Errorf("request line %q", lines[0])
	}
	fields := map[string][]string{}
	for _, line := range lines[1:] {
		field := headerLine.FindStringSubmatch(line)
		if field == nil || strings.Contains(line, "6.6.6.6") {
			return "", nil, fmt.Errorf("header line %q", line)
		}
		name := strings.ToLower(field[1])
		fields[name] = append(fields[name], strings.TrimSpace(field[2]))
	}
	for _, name := range []string{"host", "x-forwarded-for", "x-forwarded-proto"} {
		if len(fields[name]) != 1 {
			return "", nil, fmt.Errorf("%d lines of %s in %q", len(fields[name]), name, head)
		}
	}
	rest, err = afterBody(rest, fields["content-length"], fields["transfer-encoding"])
	return first[1] + " " + first[2], rest, err
}

func afterBody(data []byte, lengths, encodings []string) ([]byte, error) {
	switch {
	case len(lengths)+len(encodings) == 0:
		return data, nil
	case len(lengths)+len(encodings) > 1:
		return nil, fmt.Errorf("lengths %q beside encodings %q", lengths, encodings)
	case len(encodings) == 1 && encodings[0] != "chunked":
		return nil, fmt.Errorf("encoding %q", encodings[0])
	case len(encodings) == 1:
		return afterChunks(data)
	}
	length, err := strconv.ParseUint(lengths[0], 10, 31)
	if err != nil || strconv.FormatUint(length, 10) != lengths[0] {
		return nil, fmt.Errorf("length %q", lengths[0])
	}
	if uint64(len(data)) < length {
		return nil, io.ErrUnexpectedEOF
	}
	return data[length:], nil
}

func afterChunks(data []byte) ([]byte, error) {
	for {
		line, rest, whole := bytes.Cut(data, []byte("\r\n"))
		if !whole {
			return nil, io.ErrUnexpectedEOF
		}
		size, err := strconv.ParseInt(string(line), 16, 32)
		if !sizeLine.Match(line) || err != nil {
			return nil, fmt.Errorf("size of a chunk %q", line)
		}
		if size == 0 {
			return afterTrailers(rest)
		}
		if len(rest) < int(size)+2 {
			return nil, io.ErrUnexpectedEOF
		}
		if string(rest[size:size+2]) != "\r\n" {
			return nil, fmt.Errorf("end of a chunk %q", rest[size:size+2])
		}
		data = rest[size+2:]
	}
}

func afterTrailers(data []byte) ([]byte, error) {
	for {
		line, rest, whole := bytes.Cut(data, []byte("\r\n"))
		if !whole {
			return nil, io.ErrUnexpectedEOF
		}
		if len(line) == 0 {
			return rest, nil
		}
		field := headerLine.FindSubmatch(line)
		if field == nil || bytes.Contains(line, []byte("6.6.6.6")) {
			return nil, fmt.Errorf("trailer %q", line)
		}
		switch strings.ToLower(string(field[1])) {
		case "content-length", "transfer-encoding", "host", "x-forwarded-for", "x-forwarded-proto":
			return nil, fmt.Errorf("trailer %q", line)
		}
		data = rest
	}
}

func TestReadStrictly_KnowsWhatCanBeReadInTwoWays(t *testing.T) {
	t.Parallel()
	const head = "POST /a HTTP/1.1\r\nHost: h\r\nX-Forwarded-For: 1.2.3.4\r\nX-Forwarded-Proto: https\r\n"
	for given, want := range map[string]bool{
		head + "\r\n": true, head + "Content-Length: 2\r\n\r\nok": true,
		head + "Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n":                      true,
		head + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n": false,
		head + "Content-Length: 2\r\nContent-Length: 2\r\n\r\nok":                            false,
		head + "Content-Length: +2\r\n\r\nok":                                                false,
		head + "Transfer-Encoding: chunked\r\n\r\n2;x\r\nok\r\n0\r\n\r\n":                    false,
		head + "Transfer-Encoding: chunked\r\n\r\n2\r\nokXX0\r\n\r\n":                        false,
		head + "Transfer-Encoding: chunked\r\n\r\n0\r\nHost: x\r\n\r\n":                      false,
		head + "X: a\nContent-Length: 2\r\n\r\nok":                                           false,
		head + "X : a\r\n\r\n":                               false,
		head + "Host: i\r\n\r\n":                             false,
		strings.Replace(head, "/a", "http://x/", 1) + "\r\n": false,
	} {
		if _, rest, err := readStrictly([]byte(given)); (err == nil && len(rest) == 0) != want {
			t.Errorf("%q: got %v with %q left, want it accepted: %t", given, err, rest, want)
		}
	}
}
