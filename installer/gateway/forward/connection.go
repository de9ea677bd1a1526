package forward

import (
	"bufio"
	"context"
	"errors"
	"net"
	"os"
	"sync"
	"syscall"
	"time"
)

// mostHead is how many bytes a server may send before its answer's body, early
// answers included. Cookies and policies of real services stay far below.
const mostHead = 64 << 10

// unwatched is how long a request may wait before anybody watches for its end.
// Most answers are there sooner, and a visitor who leaves is noticed soon enough.
const unwatched = 50 * time.Millisecond

// ErrSilent says that neither side moved for as long as the request allows.
var ErrSilent = errors.New("the server was silent for too long")

var errHeadTooLarge = errors.New("the server's answer has too large a head")

// connection is one to a server, used by one request at a time.
type connection struct {
	peer   *Peer
	net    net.Conn
	raw    syscall.RawConn
	rested time.Time
	// reader and writer are lent while the connection is in use.
	reader *bufio.Reader
	writer *bufio.Writer

	left  int  // bytes of the head to come, while in one
	body  bool // the head is over
	wrote bool // something of this request left
	heard bool // something of its answer came

	asked   context.Context // the request's
	release func() bool     // of the connection from asked; nil: nobody watches yet

	deadline sync.Mutex // guards patience against an upload beside
	patience time.Duration
}

func newConnection(peer *Peer, opened net.Conn) *connection {
	made := &connection{peer: peer, net: opened}
	if socket, ok := opened.(syscall.Conn); ok {
		made.raw, _ = socket.SyscallConn()
	}
	made.awake()
	return made
}

// awake lends the buffers: a connection that rests holds nothing but its socket.
func (c *connection) awake() {
	var known bool
	if c.reader, known = c.peer.readers.Get().(*bufio.Reader); !known {
		c.reader = bufio.NewReader(nil)
	}
	if c.writer, known = c.peer.writers.Get().(*bufio.Writer); !known {
		c.writer = bufio.NewWriter(nil)
	}
	c.reader.Reset(c)
	c.writer.Reset(c)
}

func (c *connection) sleep() {
	c.reader.Reset(nil)
	c.writer.Reset(nil)
	c.peer.readers.Put(c.reader)
	c.peer.writers.Put(c.writer)
	c.reader, c.writer = nil, nil
	c.asked, c.release = nil, nil
	c.rested = time.Now()
}

// cut may be called from anywhere, more than once.
func (c *connection) cut() { _ = c.net.Close() }

// begin makes ready for a request.
func (c *connection) begin(ctx context.Context, request *Request) {
	c.left, c.body, c.wrote, c.heard = mostHead, false, false, false
	c.asked, c.release, c.patience = ctx, nil, request.Patience
	if request.Body != nil || c.patience > 0 && c.patience <= unwatched {
		c.watch() // an upload is beside, or there is no time to lose
	}
	c.moved()
}

// watch lets the end of the request cut the connection.
func (c *connection) watch() {
	if c.release == nil {
		c.release = context.AfterFunc(c.asked, c.cut)
	}
}

// unwatch says that the end of the request did not come in between.
func (c *connection) unwatch() bool { return c.release == nil || c.release() }

// moved starts the wait anew: something came or went.
func (c *connection) moved() {
	c.deadline.Lock()
	defer c.deadline.Unlock()
	switch {
	case c.release == nil:
		_ = c.net.SetDeadline(time.Now().Add(unwatched))
	case c.patience > 0:
		_ = c.net.SetDeadline(time.Now().Add(c.patience))
	}
}

// waits says that an operation stopped only because nobody watched: somebody
// does from now on, and it may go on for as long as the request allows.
func (c *connection) waits(err error) bool {
	if err == nil || c.release != nil || !errors.Is(err, os.ErrDeadlineExceeded) {
		return false
	}
	if c.patience == 0 {
		c.lift()
		return true
	}
	c.watch()
	c.moved()
	return true
}

// lift lets the connection be silent for ever.
func (c *connection) lift() {
	c.watch()
	c.deadline.Lock()
	defer c.deadline.Unlock()
	c.patience = 0
	_ = c.net.SetDeadline(time.Time{})
}

// Read is the reader's. Within a head each byte counts and the wait goes on:
// one that drips in would otherwise never end.
func (c *connection) Read(p []byte) (int, error) {
	switch {
	case c.body:
		c.moved()
	case c.left <= 0:
		return 0, errHeadTooLarge
	case len(p) > c.left:
		p = p[:c.left]
	}
	n, err := c.net.Read(p)
	if n == 0 && c.waits(err) {
		n, err = c.net.Read(p)
	}
	c.left -= n
	c.heard = c.heard || n > 0
	return n, explain(err)
}

// Write is the writer's: it carries heads.
func (c *connection) Write(p []byte) (int, error) {
	n, err := c.net.Write(p)
	if c.waits(err) {
		var more int
		more, err = c.net.Write(p[n:])
		n += more
	}
	c.wrote = c.wrote || n > 0
	return n, explain(err)
}

func explain(err error) error {
	if err != nil && errors.Is(err, os.ErrDeadlineExceeded) {
		return ErrSilent
	}
	return err
}
