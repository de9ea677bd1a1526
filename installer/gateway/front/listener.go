package front

import (
	"errors"
	"io"
	"net"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"
)

// headerPatience is how long a proxy may take to say whom it speaks for. It
// knows before it connects.
const headerPatience = 5 * time.Second

// Doubts counts what trusted peers left out. It is safe for concurrent use.
type Doubts struct {
	// Unannounced are connections that said not for whom they were, and were
	// refused; Unnamed are visitors whose address nobody told; Unsaid are
	// requests of which nobody said whether they came over TLS.
	Unannounced, Unnamed, Unsaid atomic.Int64
}

// Listener demands a header of the PROXY protocol from whoever is trusted. A
// connection from elsewhere is taken as it is: a header in it is never read,
// and whoever serves the connection finds it to be no TLS and no HTTP.
type Listener struct {
	net.Listener
	trusted  Trusted
	doubts   *Doubts
	patience time.Duration
}

// Demand wraps a listener and counts in doubts.
func Demand(inner net.Listener, trusted Trusted, doubts *Doubts) *Listener {
	return &Listener{Listener: inner, trusted: trusted, doubts: doubts, patience: headerPatience}
}

// Accept never waits for a header: the connection does, when its RemoteAddr is
// first asked for or its first bytes are, for five seconds at most.
func (l *Listener) Accept() (net.Conn, error) {
	accepted, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	peer, ok := accepted.RemoteAddr().(*net.TCPAddr)
	if !ok || !l.trusted.Has(peer.AddrPort().Addr()) {
		return accepted, nil
	}
	return &introduced{Conn: accepted, listener: l}, nil
}

// introduced is a connection that a proxy hands over.
type introduced struct {
	net.Conn
	listener *Listener
	once     sync.Once
	remote   net.Addr
	err      error
}

// RemoteAddr is the visitor's; that of the proxy when it speaks for itself; one
// that reads as no address when the proxy does not know.
func (c *introduced) RemoteAddr() net.Addr {
	c.once.Do(c.listen)
	return c.remote
}

// Read gives what follows the header. Without one the connection is closed
// and nothing is read of it.
func (c *introduced) Read(into []byte) (int, error) {
	c.once.Do(c.listen)
	if c.err != nil {
		return 0, c.err
	}
	return c.Conn.Read(into)
}

// CloseWrite ends what is sent and lets the rest come in: a visitor that is
// still sending would otherwise lose the answer.
func (c *introduced) CloseWrite() error {
	if half, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return nil
}

// NetConn is the connection to the proxy.
func (c *introduced) NetConn() net.Conn { return c.Conn }

func (c *introduced) listen() {
	c.remote = c.Conn.RemoteAddr()
	_ = c.SetReadDeadline(time.Now().Add(c.listener.patience))
	said, err := readHeader(c.Conn)
	switch {
	case err != nil:
		// Who only looks whether the port is open says nothing at all.
		if !errors.Is(err, io.EOF) {
			c.listener.doubts.Unannounced.Add(1)
		}
		c.err = &net.OpError{Op: "read", Net: "tcp", Err: err}
		_ = c.Conn.Close()
		return
	case said.local:
	case said.source.IsValid():
		c.remote = net.TCPAddrFromAddrPort(said.source)
	default:
		c.remote = unknown{}
		c.listener.doubts.Unnamed.Add(1)
	}
	_ = c.SetReadDeadline(time.Time{})
}

// unknown is the address of a visitor that the proxy does not know. It reads
// as no address, so that it is never taken for one.
type unknown struct{}

// Network is that of the connection.
func (unknown) Network() string { return "tcp" }

// String is no address.
func (unknown) String() string { return "unknown" }

// AddressOf reads what http.Request.RemoteAddr holds, an IPv4 address never in
// IPv6's clothes; the zero address when that is none.
func AddressOf(remote string) netip.Addr {
	from, err := netip.ParseAddrPort(remote)
	if err != nil {
		return netip.Addr{}
	}
	return from.Addr().Unmap().WithZone("")
}
