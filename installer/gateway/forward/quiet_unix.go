//go:build unix

package forward

import "syscall"

// quiet says that the server neither ended a resting connection nor said
// anything nobody asked for. It looks without waiting and takes nothing.
func (c *connection) quiet() bool {
	if c.raw == nil {
		return false
	}
	quiet := false
	err := c.raw.Read(func(descriptor uintptr) bool {
		var one [1]byte
		_, _, fault := syscall.Recvfrom(int(descriptor), one[:], syscall.MSG_PEEK|syscall.MSG_DONTWAIT)
		quiet = fault == syscall.EAGAIN || fault == syscall.EWOULDBLOCK
		return true
	})
	return err == nil && quiet
}
