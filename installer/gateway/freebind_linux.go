package gateway

import "syscall"

// freeBind lets a socket listen at an address that the machine does not have.
func freeBind(_, _ string, raw syscall.RawConn) error {
	var refused error
	err := raw.Control(func(descriptor uintptr) {
		refused = syscall.SetsockoptInt(int(descriptor), syscall.SOL_IP, syscall.IP_FREEBIND, 1)
	})
	if err != nil {
		return err
	}
	return refused
}
