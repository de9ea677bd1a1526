package forward

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"
)

const (
	// mostFields is how many header fields an answer may have.
	mostFields = 512
	// mostEarly is how many answers may come before the answer.
	mostEarly = 32
	// continuePatience is for servers that do not know "Expect: 100-continue".
	continuePatience = time.Second
	// uploadGrace is how long an upload may need to notice its own end when the
	// answer to it is there.
	uploadGrace = 20 * time.Millisecond
)

// Answer is a server's answer whose body is still to be read.
type Answer struct {
	Status int
	// Header may be changed by the caller. Fields that concern one connection
	// are not in it.
	Header http.Header
	// Length is the body's, -1 when nobody knows.
	Length int64

	request    *Request
	connection *connection
	response   *http.Response
	upload     *upload
	ended      bool // the body was read to its end
}

// ask sends the request and reads the head of its answer.
func (c *connection) ask(ctx context.Context, request *Request) (*Answer, error) {
	c.begin(ctx, request)
	answer := &Answer{request: request, connection: c}
	err := request.write(c.writer)
	if err == nil {
		err = answer.await()
	}
	if err == nil {
		return answer, nil
	}
	fault := answer.abandon()
	switch {
	case ctx.Err() != nil:
		return nil, context.Cause(ctx)
	case fault != nil:
		return nil, fault
	}
	return nil, fmt.Errorf("ask: %w", err)
}

// mayRepeat says whether a request that failed on a connection that had rested
// may be sent once more on another.
func (c *connection) mayRepeat(ctx context.Context, request *Request, err error) bool {
	if ctx.Err() != nil || errors.Is(err, ErrSilent) {
		return false
	}
	return !c.wrote || !c.heard && request.repeatable()
}

// await reads heads until one is the answer's.
func (a *Answer) await() error {
	if a.request.Body != nil && !(a.request.expectsContinue() && a.holdBack()) {
		a.upload = startUpload(a.connection, a.request)
	}
	for range mostEarly {
		response, err := http.ReadResponse(a.connection.reader, a.request.Visitor)
		if err != nil {
			return err
		}
		if len(response.Header) > mostFields {
			return errHeadTooLarge
		}
		switch status := response.StatusCode; {
		case status == http.StatusSwitchingProtocols || status >= 200 && status <= 999:
			return a.take(response)
		case status < 100 || status > 199:
			return fmt.Errorf("the server answered with status %d", status)
		}
		a.early(response)
	}
	return errors.New("the server answered too often before its answer")
}

// holdBack waits until the server says something or it is clear that it waits
// for the body. It says whether the body is still to be held back.
func (a *Answer) holdBack() bool {
	c := a.connection
	limit := continuePatience
	if patience := a.request.Patience; patience > 0 {
		limit = min(limit, patience/2)
	}
	_ = c.net.SetReadDeadline(time.Now().Add(limit))
	_, err := c.reader.Peek(1)
	c.moved()
	return !errors.Is(err, ErrSilent)
}

// early passes an answer on that comes before the answer.
func (a *Answer) early(response *http.Response) {
	a.connection.moved()
	switch {
	case response.StatusCode != http.StatusContinue:
		if a.request.Early != nil {
			stripConnection(response.Header)
			a.request.Early(response.StatusCode, response.Header)
		}
	case a.request.Body != nil && a.upload == nil:
		a.upload = startUpload(a.connection, a.request)
	}
}

// take makes the response the answer.
func (a *Answer) take(response *http.Response) error {
	a.connection.body = true
	if response.StatusCode == http.StatusSwitchingProtocols {
		if err := a.checkSwitch(response); err != nil {
			return err
		}
	}
	stripConnection(response.Header)
	a.response = response
	a.Status, a.Header, a.Length = response.StatusCode, response.Header, response.ContentLength
	a.ended = response.Body == http.NoBody
	return nil
}

func stripConnection(header http.Header) {
	for _, name := range connectionFields(header) {
		delete(header, name)
	}
	for _, name := range []string{
		"Connection", "Proxy-Connection", "Keep-Alive", "Proxy-Authenticate", "Proxy-Authorization",
		"Te", "Trailer", "Transfer-Encoding", "Upgrade",
	} {
		delete(header, name)
	}
}

// Read reads the body. A server that is silent for too long gives ErrSilent.
func (a *Answer) Read(p []byte) (int, error) {
	n, err := a.response.Body.Read(p)
	if err == nil {
		return n, nil
	}
	if errors.Is(err, io.EOF) {
		a.ended = true
	}
	return n, err
}

// Buffered says that a part of the body is here already.
func (a *Answer) Buffered() bool { return a.ended || a.connection.reader.Buffered() > 0 }

// Trailer is complete once the body was read to its end; before, it has the
// names that the server announced.
func (a *Answer) Trailer() http.Header { return a.response.Trailer }

// Lift lets the server be silent for ever from now on.
func (a *Answer) Lift() { a.connection.lift() }

// Uploading says that the server answers while the request's body is still on
// its way.
func (a *Answer) Uploading() bool {
	if a.upload == nil {
		return a.request.Body != nil
	}
	if a.upload.over() {
		return !a.upload.complete
	}
	grace := time.NewTimer(uploadGrace)
	defer grace.Stop()
	select {
	case <-a.upload.ended:
		return !a.upload.complete
	case <-grace.C:
		return true
	}
}

// Close ends the exchange. The connection rests when both sides said all they
// had to say and nothing more; otherwise it is closed, and a body that is still
// on its way is no longer read.
func (a *Answer) Close() {
	if a.connection.unwatch() && a.ended && a.reusable() && !a.Uploading() {
		a.connection.peer.rest(a.connection)
		return
	}
	_ = a.abandon()
}

func (a *Answer) reusable() bool {
	return !a.response.Close && a.response.ProtoAtLeast(1, 1) && a.Status != http.StatusSwitchingProtocols &&
		a.connection.reader.Buffered() == 0
}

// abandon closes the connection and gives the visitor's fault, if it was one.
func (a *Answer) abandon() error {
	a.connection.unwatch()
	if a.upload == nil {
		a.connection.cut()
		return nil
	}
	return a.upload.stop()
}
