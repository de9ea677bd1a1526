package gateway

import (
	"errors"
	"net"
	"net/netip"
)

// neighbours is a listener that answers one network only. Linux takes a packet
// for any of its addresses on any interface: without this, whoever shares a
// cable with the machine could reach a gateway that listens on loopback, and
// the relay through it.
type neighbours struct {
	net.Listener
	network netip.Prefix
}

// Accept passes over who comes from elsewhere.
func (n neighbours) Accept() (net.Conn, error) {
	for {
		connection, err := n.Listener.Accept()
		if err != nil || n.admits(connection.RemoteAddr()) {
			return connection, err
		}
		_ = connection.Close()
	}
}

func (n neighbours) admits(remote net.Addr) bool {
	address, ok := remote.(*net.TCPAddr)
	return ok && n.network.Contains(address.AddrPort().Addr().Unmap())
}

// Close may come twice: from who opened the listener and, at the end, from the
// server that serves it.
func (n neighbours) Close() error {
	if err := n.Listener.Close(); !errors.Is(err, net.ErrClosed) {
		return err
	}
	return nil
}
