package handover

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"time"

	"framagit.org/chatiere/chatiere/installer/gateway/socket"
)

// Door is where the next gateway comes for the sockets of this one.
type Door struct {
	listener *net.UnixListener
	folder   string
	log      *slog.Logger
}

// Open opens the door of the gateway that serves a folder.
func Open(ctx context.Context, folder string, log *slog.Logger) (*Door, error) {
	listener, err := socket.Listen(ctx, network, folder, SocketFile)
	if err != nil {
		return nil, fmt.Errorf("wait for the next gateway: %w", err)
	}
	return &Door{listener: listener, folder: folder, log: log}, nil
}

// Close closes the door before another gateway opens its own.
func (d *Door) Close() {
	socket.Remove(d.folder, SocketFile)
	_ = d.listener.Close()
}

// Wait gives those who come copies of the sockets, one comer after the other,
// until one of them serves, and returns it. One that breaks off, or is not
// allowed, is a line in the log. It returns the context's error when that ends.
func (d *Door) Wait(ctx context.Context, sockets func() []net.Listener) (*Heir, error) {
	stop := context.AfterFunc(ctx, func() { _ = d.listener.Close() })
	defer stop()
	for {
		connection, err := d.listener.AcceptUnix()
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err != nil {
			if errors.Is(err, net.ErrClosed) || socket.Pause(ctx) != nil {
				return nil, fmt.Errorf("wait for the next gateway: %w", err)
			}
			continue // for want of descriptors
		}
		err = hand(ctx, line{connection}, sockets())
		if err == nil {
			return &Heir{line: line{connection}, reloads: make(chan int, 1), gone: make(chan struct{})}, nil
		}
		_ = connection.Close()
		d.log.Warn("Sockets not handed over", "error", err)
	}
}

// hand returns nil once the other side serves.
func hand(ctx context.Context, to line, listeners []net.Listener) error {
	if err := checkPeer(to.UnixConn); err != nil {
		return err
	}
	if err := to.SetReadDeadline(time.Now().Add(patience)); err != nil {
		return err
	}
	stop := context.AfterFunc(ctx, func() { _ = to.SetReadDeadline(time.Now()) })
	defer stop()
	if err := to.expect(wordTake); err != nil {
		return err
	}
	copied := copies(listeners)
	defer closeFiles(copied)
	files := copied
	for more := true; more; {
		count := min(len(files), together)
		more = len(files) > count
		if err := to.give(files[:count], more); err != nil {
			return err
		}
		files = files[count:]
	}
	return to.expect(wordServing)
}

// copies leaves out what is no socket, and what closes at this moment.
func copies(listeners []net.Listener) []*os.File {
	var files []*os.File
	for _, each := range listeners {
		if known, ok := each.(interface{ File() (*os.File, error) }); ok {
			if file, err := known.File(); err == nil {
				files = append(files, file)
			}
		}
	}
	return files
}

// give sends sockets. Their descriptors are not asked for with Fd, which would
// make the sockets block, this gateway's own too.
func (l line) give(files []*os.File, more bool) error {
	var descriptors []int
	for _, file := range files {
		raw, err := file.SyscallConn()
		if err == nil {
			err = raw.Control(func(descriptor uintptr) { descriptors = append(descriptors, int(descriptor)) })
		}
		if err != nil {
			return err
		}
	}
	return l.say(message{Word: wordSockets, Sockets: len(descriptors), More: more}, descriptors...)
}
