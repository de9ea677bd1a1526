package limit

import (
	"net"

	"golang.org/x/sys/unix"
)

// unsentLimit is how much the kernel keeps of what a visitor does not take.
// Without it that is four megabytes for each connection of somebody who reads
// nothing, and none of them in the gateway's own count.
const unsentLimit = 128 << 10

func limitUnsent(connection net.Conn) {
	socket, ok := socketOf(connection)
	if !ok {
		return
	}
	_ = socket.Control(func(descriptor uintptr) {
		_ = unix.SetsockoptInt(int(descriptor), unix.IPPROTO_TCP, unix.TCP_NOTSENT_LOWAT, unsentLimit)
	})
}

// unsent is how much the visitor has not confirmed yet.
func unsent(connection net.Conn) int64 {
	socket, ok := socketOf(connection)
	if !ok {
		return 0
	}
	waiting := 0
	_ = socket.Control(func(descriptor uintptr) {
		waiting, _ = unix.IoctlGetInt(int(descriptor), unix.SIOCOUTQ)
	})
	return int64(waiting)
}
