//go:build !linux

package socket

import (
	"errors"
	"net"
)

// Peer is the process at the other end of a connection, as the kernel knows it.
type Peer struct {
	Process int
	User    int
}

// PeerOf knows nobody: the gateway runs on Linux only, and this is for reading
// the code elsewhere.
func PeerOf(*net.UnixConn) (Peer, error) { return Peer{}, errors.ErrUnsupported }

// Trusted trusts nobody.
func (p Peer) Trusted() bool { return false }
