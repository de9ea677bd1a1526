package gateway

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
)

// SocketFile is the name of the control socket in the gateway's folder.
const SocketFile = "control.sock"

// socketPath gives a path that always fits: the address of a unix socket has
// at most 107 bytes, which a long state folder exceeds. The returned file must
// stay open while the path is used.
func socketPath(folder string) (string, *os.File, error) {
	opened, err := os.Open(folder)
	if err != nil {
		return "", nil, err
	}
	return fmt.Sprintf("/proc/self/fd/%d/%s", opened.Fd(), SocketFile), opened, nil
}

func dialSocket(ctx context.Context, folder string) (net.Conn, error) {
	path, opened, err := socketPath(folder)
	if err != nil {
		return nil, err
	}
	defer opened.Close()
	var dialer net.Dialer
	return dialer.DialContext(ctx, "unix", path)
}

// listenSocket replaces the socket that a killed gateway left behind, and
// refuses to take the place of one that answers.
func listenSocket(ctx context.Context, folder string) (net.Listener, error) {
	if connection, err := dialSocket(ctx, folder); err == nil {
		_ = connection.Close()
		return nil, fmt.Errorf("another gateway already serves %s: stop it first", folder)
	}
	file := filepath.Join(folder, SocketFile)
	if err := os.Remove(file); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("replace the old control socket: %w", err)
	}
	path, opened, err := socketPath(folder)
	if err != nil {
		return nil, fmt.Errorf("open the control socket: %w", err)
	}
	defer opened.Close()
	listener, err := net.Listen("unix", path)
	if err != nil {
		return nil, fmt.Errorf("open the control socket in %s: %w", folder, err)
	}
	// The path by which it was opened is gone when it closes.
	listener.(*net.UnixListener).SetUnlinkOnClose(false)
	if err := os.Chmod(file, 0o600); err != nil {
		_ = listener.Close()
		return nil, fmt.Errorf("protect the control socket: %w", err)
	}
	return listener, nil
}
