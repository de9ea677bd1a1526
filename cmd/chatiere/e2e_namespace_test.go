package main

import (
	"context"
	"encoding/binary"
	"net"
	"runtime"
	"syscall"
	"testing"
)

// namespace is a network of its own, in which an engine may do what it likes
// with bridges and rules. What is started in it, and every connection opened in
// it, belongs to it.
type namespace struct{ work chan func() }

func newNamespace(t *testing.T) *namespace {
	t.Helper()
	n := &namespace{work: make(chan func())}
	made := make(chan error)
	go func() {
		// Never unlocked: the thread ends with this goroutine.
		runtime.LockOSThread()
		err := syscall.Unshare(syscall.CLONE_NEWNET)
		if err == nil {
			err = askKernel(loopbackUp())
		}
		made <- err
		for work := range n.work {
			work()
		}
	}()
	if err := <-made; err != nil {
		t.Fatalf("make a network namespace: %v", err)
	}
	t.Cleanup(func() { close(n.work) })
	return n
}

// do calls the function in the namespace.
func (n *namespace) do(work func() error) error {
	done := make(chan error)
	n.work <- func() { done <- work() }
	return <-done
}

// dial opens a connection in the namespace.
func (n *namespace) dial(ctx context.Context, network, address string) (connection net.Conn, err error) {
	err = n.do(func() (err error) {
		connection, err = new(net.Dialer).DialContext(ctx, network, address)
		return err
	})
	return connection, err
}

// loopbackUp asks for "lo" to be up: it is down in a new namespace.
func loopbackUp() []byte {
	message := binary.NativeEndian.AppendUint32(nil, syscall.SizeofNlMsghdr+syscall.SizeofIfInfomsg)
	message = binary.NativeEndian.AppendUint16(message, syscall.RTM_NEWLINK)
	message = binary.NativeEndian.AppendUint16(message, syscall.NLM_F_REQUEST|syscall.NLM_F_ACK)
	message = append(message, make([]byte, 8)...)
	message = append(message, syscall.AF_UNSPEC, 0, 0, 0)
	message = binary.NativeEndian.AppendUint32(message, 1)
	message = binary.NativeEndian.AppendUint32(message, syscall.IFF_UP)
	return binary.NativeEndian.AppendUint32(message, syscall.IFF_UP)
}
