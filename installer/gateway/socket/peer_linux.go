package socket

import (
	"fmt"
	"net"
	"os"
	"syscall"
)

// Peer is the process at the other end of a connection, as the kernel knows it.
type Peer struct {
	// Process is 0 for one that this process cannot see.
	Process int
	User    int
}

// PeerOf asks the kernel. Who connected is asked about as it was when it
// connected, who listens as it was when it began to.
func PeerOf(connection *net.UnixConn) (Peer, error) {
	raw, err := connection.SyscallConn()
	if err != nil {
		return Peer{}, err
	}
	var known *syscall.Ucred
	var refused error
	err = raw.Control(func(descriptor uintptr) {
		known, refused = syscall.GetsockoptUcred(int(descriptor), syscall.SOL_SOCKET, syscall.SO_PEERCRED)
	})
	if err == nil {
		err = refused
	}
	if err != nil {
		return Peer{}, fmt.Errorf("ask who is at the other end: %w", err)
	}
	return Peer{Process: int(known.Pid), User: int(known.Uid)}, nil
}

// Trusted says that the peer is who runs this process, or root: the two who may
// open the socket's file anyway.
func (p Peer) Trusted() bool { return p.User == os.Getuid() || p.User == 0 }
