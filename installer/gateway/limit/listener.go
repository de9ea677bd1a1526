package limit

import (
	"net"
	"net/netip"
	"time"
)

// Listener gives the connections of another one that are within the limits.
// Those that are not are closed before any byte is read: nothing is cheaper.
// The inner one says who visits by RemoteAddr. Where that has to wait for a
// proxy's word, a connection is judged when the server asks for it.
func (l *Limiter) Listener(inner net.Listener) net.Listener {
	return &listener{Listener: inner, limiter: l}
}

type listener struct {
	net.Listener
	limiter *Limiter
}

// Accept passes over who has enough connections.
func (l *listener) Accept() (net.Conn, error) {
	for {
		accepted, err := l.Listener.Accept()
		if err != nil {
			return nil, err
		}
		if admitted := l.limiter.admitConnection(accepted); admitted != nil {
			return admitted, nil
		}
	}
}

// admitConnection gives nil for one that was refused. Excepted addresses have
// places in reserve: a flood must not keep containers from their names.
func (l *Limiter) admitConnection(accepted net.Conn) net.Conn {
	_, direct := accepted.(*net.TCPConn)
	room := l.limits.Open
	if direct && l.excepted(addressOf(accepted.RemoteAddr())) {
		room += room / 8
	}
	if !l.open.enter(room) {
		l.counts.connections.Add(1)
		refuse(accepted)
		return nil
	}
	made := &connection{Conn: accepted, limiter: l}
	if direct && !made.judge(accepted.RemoteAddr()) {
		return nil
	}
	limitUnsent(accepted)
	return made
}

// judge counts the connection as its visitor's, or closes it.
func (c *connection) judge(remote net.Addr) bool {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if c.judged || c.left {
		return !c.left
	}
	c.judged = true
	who := c.limiter.holderOf(addressOf(remote))
	if c.limiter.arrive(who, time.Now()) {
		c.who = who
		return true
	}
	c.left = true
	c.limiter.open.leave(holder{})
	c.limiter.counts.connections.Add(1)
	refuse(c.Conn)
	return false
}

// refuse leaves nothing behind: an orderly end would keep the port for a minute.
func refuse(refused net.Conn) {
	if plain, ok := refused.(interface{ SetLinger(int) error }); ok {
		_ = plain.SetLinger(0)
	}
	_ = refused.Close()
}

func addressOf(remote net.Addr) netip.Addr {
	address, ok := remote.(*net.TCPAddr)
	if !ok {
		return netip.Addr{}
	}
	return address.AddrPort().Addr().Unmap().WithZone("")
}
