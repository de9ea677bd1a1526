package forward

import (
	"errors"
	"io"
	"net/http"
	"strconv"
	"sync/atomic"

	"golang.org/x/net/http/httpguts"
)

// uploadBuffer is what an upload holds of its body at most.
const uploadBuffer = 32 << 10

// A chunk is read between its length and its end, to leave in one write.
const (
	chunkHead = 8
	chunkTail = 2
)

// upload sends a request's body on a goroutine of its own.
type upload struct {
	request    *Request
	connection *connection
	ended      chan struct{}
	// complete is set at the end when all was sent.
	complete bool
	// fault is set, before the exchange is cut, when the visitor's side failed.
	fault atomic.Pointer[error]
}

func startUpload(connection *connection, request *Request) *upload {
	started := &upload{request: request, connection: connection, ended: make(chan struct{})}
	go started.run()
	return started
}

// run ends the exchange when the visitor's side fails: what was sent is no
// whole request, and must not be taken for one.
func (u *upload) run() {
	defer close(u.ended)
	send := u.sendLength
	if u.request.Visitor.ContentLength < 0 {
		send = u.sendChunks
	}
	buffer, known := u.connection.peer.buffers.Get().(*[uploadBuffer]byte)
	if !known {
		buffer = new([uploadBuffer]byte)
	}
	defer u.connection.peer.buffers.Put(buffer)
	if fault := send(buffer[:]); fault != nil {
		u.fault.Store(&fault)
		u.connection.cut()
	}
}

// sendLength gives the error of the visitor's side.
func (u *upload) sendLength(buffer []byte) error {
	for left := u.request.Visitor.ContentLength; ; {
		n, err := u.request.Body.Read(buffer)
		if left -= int64(n); left < 0 {
			return errors.New("the request's body is longer than announced")
		}
		if n > 0 && !u.put(buffer[:n]) {
			return nil
		}
		switch {
		case errors.Is(err, io.EOF) && left > 0:
			return io.ErrUnexpectedEOF
		case errors.Is(err, io.EOF):
			u.complete = true
			return nil
		case err != nil:
			return err
		}
	}
}

// sendChunks gives the error of the visitor's side.
func (u *upload) sendChunks(buffer []byte) error {
	for {
		n, err := u.request.Body.Read(buffer[chunkHead : len(buffer)-chunkTail])
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		chunk := buffer[:0]
		if n > 0 {
			chunk = frame(buffer, n)
		}
		if err != nil {
			chunk = append(chunk, "0\r\n"...)
			chunk = append(u.appendTrailers(chunk), "\r\n"...)
		}
		if !u.put(chunk) {
			return nil
		}
		if err != nil {
			u.complete = true
			return nil
		}
	}
}

// frame writes a chunk's length before its bytes, which are already in place.
func frame(buffer []byte, n int) []byte {
	var digits [chunkHead]byte
	length := append(strconv.AppendInt(digits[:0], int64(n), 16), "\r\n"...)
	start := chunkHead - len(length)
	copy(buffer[start:], length)
	return append(buffer[start:chunkHead+n], "\r\n"...)
}

func (u *upload) appendTrailers(chunk []byte) []byte {
	for name, values := range u.request.Visitor.Trailer {
		if !u.request.mayTrail(http.CanonicalHeaderKey(name)) {
			continue
		}
		for _, value := range values {
			if httpguts.ValidHeaderFieldValue(value) {
				chunk = append(append(append(append(chunk, name...), ": "...), value...), "\r\n"...)
			}
		}
	}
	return chunk
}

// put says whether the server took the bytes. An upload that moves is a sign
// of life: while it goes on, the server has nothing to say.
func (u *upload) put(bytes []byte) bool {
	u.connection.moved()
	_, err := u.connection.net.Write(bytes)
	return err == nil
}

// stop ends the upload wherever it is, and waits for it. It gives the fault of
// the visitor's side, if there was one before.
func (u *upload) stop() error {
	fault := u.fault.Load()
	u.connection.cut()
	_ = u.request.Body.Close()
	<-u.ended
	if fault != nil {
		return *fault
	}
	return nil
}

func (u *upload) over() bool {
	select {
	case <-u.ended:
		return true
	default:
		return false
	}
}
