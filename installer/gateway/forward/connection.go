package forward

import (
	"bufio"
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
	c.rested = time.Now()
}

// cut may be called from anywhere, more than once.
func (c *connection) cut() { _ = c.net.Close() }

// begin makes ready for a request.
func (c *connection) begin(patience time.Duration) {
	c.left, c.body, c.wrote, c.heard = mostHead, false, false, false
	c.patience = patience
	c.moved()
}

// moved starts the wait anew: something came or went.
func (c *connection) moved() {
	c.deadline.Lock()
	defer c.deadline.Unlock()
	if c.patience > 0 {
		_ = c.net.SetDeadline(time.Now().Add(c.patience))
	}
}

// lift lets the connection be silent for ever.
func (c *connection) lift() {
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
	c.left -= n
	c.heard = c.heard || n > 0
	return n, explain(err)
}

// Write is the writer's: it carries heads.
func (c *connection) Write(p []byte) (int, error) {
	n, err := c.net.Write(p)
	c.wrote = c.wrote || n > 0
	return n, explain(err)
}

func explain(err error) error {
	if err != nil && errors.Is(err, os.ErrDeadlineExceeded) {
		return ErrSilent
	}
	return err
}
