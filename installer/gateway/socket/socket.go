// Package socket opens the unix sockets by which gateways and the installer
// speak with each other.
package socket

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"time"
)

// Dial connects to a socket of a folder. The network is "unix", or
// "unixpacket" for one that keeps messages apart.
func Dial(ctx context.Context, network, folder, name string) (*net.UnixConn, error) {
	path, opened, err := reach(folder, name)
	if err != nil {
		return nil, err
	}
	defer opened.Close()
	var dialer net.Dialer
	connection, err := dialer.DialContext(ctx, network, path)
	if err != nil {
		return nil, err
	}
	return connection.(*net.UnixConn), nil
}

// Listen opens a socket of a folder for its owner and root. It replaces one
// that a killed gateway left behind, and refuses to take the place of one that
// answers. Closing it leaves the file: who opened it removes it with Remove.
func Listen(ctx context.Context, network, folder, name string) (*net.UnixListener, error) {
	if answers(ctx, network, folder, name) {
		return nil, fmt.Errorf("another gateway already serves %s: stop it first", folder)
	}
	file := filepath.Join(folder, name)
	if err := os.Remove(file); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("replace the old socket: %w", err)
	}
	path, opened, err := reach(folder, name)
	if err != nil {
		return nil, fmt.Errorf("open a socket: %w", err)
	}
	defer opened.Close()
	listener, err := net.ListenUnix(network, &net.UnixAddr{Name: path, Net: network})
	if err != nil {
		return nil, fmt.Errorf("open a socket in %s: %w", folder, err)
	}
	// The path by which it was opened is gone when it closes.
	listener.SetUnlinkOnClose(false)
	if err := os.Chmod(file, 0o600); err != nil {
		_ = listener.Close()
		return nil, fmt.Errorf("protect the socket: %w", err)
	}
	return listener, nil
}

// looks is how often a socket must answer before it counts as alive: one whose
// process was killed takes connections until the kernel comes to it.
const looks = 5

func answers(ctx context.Context, network, folder, name string) bool {
	for range looks {
		connection, err := Dial(ctx, network, folder, name)
		if err != nil {
			return false
		}
		_ = connection.Close()
		if Pause(ctx) != nil {
			return true
		}
	}
	return true
}

// Pause is before something is tried again. It returns the context's error when
// that ends.
func Pause(ctx context.Context) error {
	timer := time.NewTimer(100 * time.Millisecond)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// Remove takes the file of a socket away.
func Remove(folder, name string) { _ = os.Remove(filepath.Join(folder, name)) }

// reach gives a path that always fits: the address of a unix socket has at
// most 107 bytes, which a long state folder exceeds. The returned file must
// stay open while the path is used.
func reach(folder, name string) (string, *os.File, error) {
	opened, err := os.Open(folder)
	if err != nil {
		return "", nil, err
	}
	return fmt.Sprintf("/proc/self/fd/%d/%s", opened.Fd(), name), opened, nil
}
