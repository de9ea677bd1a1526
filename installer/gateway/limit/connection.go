package limit

import (
	"errors"
	"net"
	"os"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// connection is one counted connection. A visitor who does not read what is
// written to it is cut; one who reads slowly is not.
type connection struct {
	net.Conn
	limiter *Limiter

	mutex  sync.Mutex // of the three below
	judged bool
	left   bool
	who    holder

	// until is the time limit of writes as it was set last, in nanoseconds.
	until atomic.Int64
	// foreign says that the server set one of its own, which then alone holds.
	foreign atomic.Bool
}

// Write ends with an error when Floor bytes did not leave within Patience. The
// kernel lets a writer go on only once a third of its buffer is free, which
// takes minutes on a slow line: when time is up, what counts is how much left
// the buffer meanwhile.
func (c *connection) Write(p []byte) (int, error) {
	written, waiting := 0, int64(-1)
	for {
		c.extend()
		n, err := c.Conn.Write(p[written:])
		written += n
		if !errors.Is(err, os.ErrDeadlineExceeded) || c.foreign.Load() {
			return written, err
		}
		left := unsent(c.Conn) + int64(len(p)-written)
		if waiting >= 0 && waiting-left < c.limiter.limits.Floor {
			c.limiter.counts.slow.Add(1)
			return written, err
		}
		waiting = left
	}
}

// extend moves the time limit. That is a call of the kernel's poller, so it is
// not made for each of a thousand writes in a second.
func (c *connection) extend() {
	if c.foreign.Load() {
		return
	}
	now, patience := time.Now(), c.limiter.limits.Patience
	if c.until.Load()-now.UnixNano() > int64(patience/2) {
		return
	}
	until := now.Add(patience)
	c.until.Store(until.UnixNano())
	_ = c.Conn.SetWriteDeadline(until)
}

// SetWriteDeadline is the server's: for a handshake and at the end.
func (c *connection) SetWriteDeadline(at time.Time) error {
	c.foreign.Store(!at.IsZero())
	c.until.Store(0)
	return c.Conn.SetWriteDeadline(at)
}

// SetDeadline is the server's as well.
func (c *connection) SetDeadline(at time.Time) error {
	c.foreign.Store(!at.IsZero())
	c.until.Store(0)
	return c.Conn.SetDeadline(at)
}

// RemoteAddr is the visitor's.
func (c *connection) RemoteAddr() net.Addr {
	remote := c.Conn.RemoteAddr()
	c.judge(remote)
	return remote
}

// Close gives the place back.
func (c *connection) Close() error {
	c.release()
	return c.Conn.Close()
}

func (c *connection) release() {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if !c.left {
		c.left = true
		c.limiter.open.leave(c.who)
	}
}

// CloseWrite lets a server end in order: a visitor that is still sending would
// otherwise lose the answer.
func (c *connection) CloseWrite() error {
	if half, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return nil
}

// NetConn is the connection below.
func (c *connection) NetConn() net.Conn { return c.Conn }

// socketOf finds the socket below whatever wraps it.
func socketOf(connection net.Conn) (syscall.RawConn, bool) {
	for {
		if socket, ok := connection.(syscall.Conn); ok {
			raw, err := socket.SyscallConn()
			return raw, err == nil
		}
		wrapper, ok := connection.(interface{ NetConn() net.Conn })
		if !ok {
			return nil, false
		}
		connection = wrapper.NetConn()
	}
}
