//go:build !linux

package gateway

import "syscall"

// freeBind leaves the address to be there: the gateway runs on Linux only, and
// this is for reading the code elsewhere.
func freeBind(_, _ string, _ syscall.RawConn) error { return nil }
