package handover

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"os"
	"syscall"
	"time"

	"framagit.org/chatiere/chatiere/installer/gateway/socket"
)

// Inheritance is the sockets that a gateway gave, to be claimed by address. The
// zero value is that of a gateway with nobody before it.
type Inheritance struct {
	line  *line // nil when nobody serves
	given map[string]net.Listener
}

// attempts is how often a gateway is asked that closes its door in the moment:
// it has just given its sockets to another, who is to be asked then.
const attempts = 20

// Take asks the gateway that serves a folder for its sockets. Where none does,
// a stale socket of a killed one included, the inheritance is empty.
func Take(ctx context.Context, folder string) (*Inheritance, error) {
	for range attempts {
		taken, err := take(ctx, folder)
		switch {
		case err == nil:
			return taken, nil
		case isNobody(err):
			return &Inheritance{}, nil
		case !isClosing(err):
			return nil, fmt.Errorf("take the sockets over from the gateway that serves: %w", err)
		}
		if err := socket.Pause(ctx); err != nil {
			return nil, err
		}
	}
	return &Inheritance{}, nil
}

func isNobody(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ECONNREFUSED)
}

func isClosing(err error) bool {
	return errors.Is(err, io.EOF) || errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE)
}

func take(ctx context.Context, folder string) (*Inheritance, error) {
	connection, err := socket.Dial(ctx, network, folder, SocketFile)
	if err != nil {
		return nil, err
	}
	taken := &Inheritance{line: &line{connection}, given: map[string]net.Listener{}}
	stop := context.AfterFunc(ctx, func() { _ = connection.SetReadDeadline(time.Now()) })
	defer stop()
	err = checkPeer(connection)
	if err == nil {
		err = taken.receive()
	}
	if err != nil {
		taken.Close()
		return nil, err
	}
	return taken, nil
}

func (i *Inheritance) receive() error {
	if err := i.line.SetReadDeadline(time.Now().Add(patience)); err != nil {
		return err
	}
	if err := i.line.say(message{Word: wordTake}); err != nil {
		return err
	}
	for {
		said, files, err := i.line.hearSockets()
		for _, file := range files {
			i.keep(file)
		}
		switch {
		case err != nil:
			return err
		case said.Word != wordSockets || said.Sockets != len(files):
			return fmt.Errorf("got the word %q with %d sockets", said.Word, len(files))
		case !said.More:
			return nil
		}
	}
}

// keep knows a socket by what the kernel says of it. What does not listen is of
// no use.
func (i *Inheritance) keep(file *os.File) {
	defer file.Close()
	listener, err := net.FileListener(file)
	if err != nil {
		return
	}
	address := listener.Addr().String()
	if listener.Addr().Network() != "tcp" || i.given[address] != nil {
		_ = listener.Close()
		return
	}
	i.given[address] = listener
}

// Found says that a gateway serves and gave its sockets.
func (i *Inheritance) Found() bool { return i.line != nil }

// Claim gives the socket that listens at an address, once; nil when none was
// given, and the caller is to open one.
func (i *Inheritance) Claim(address string) net.Listener {
	claimed, found := i.given[address]
	if !found {
		return nil
	}
	delete(i.given, address)
	return claimed
}

// Begin says that the next gateway answers at all its sockets, and returns once
// the one before does nothing more that only one may do. What was not claimed
// is closed.
func (i *Inheritance) Begin() (*Former, error) {
	i.closeRest()
	if err := i.line.SetReadDeadline(time.Now().Add(patience)); err != nil {
		return nil, err
	}
	err := i.line.say(message{Word: wordServing})
	if err == nil {
		err = i.line.expect(wordLeft)
	}
	if err == nil {
		err = i.line.SetReadDeadline(time.Time{})
	}
	if err != nil {
		return nil, fmt.Errorf("take the place of the gateway that serves: %w", err)
	}
	former := &Former{line: *i.line, followed: make(chan struct{})}
	i.line = nil
	former.hearing.Go(former.hear)
	return former, nil
}

// Close gives everything back that was not claimed. After Begin it has nothing
// left to do.
func (i *Inheritance) Close() {
	i.closeRest()
	if i.line != nil {
		_ = i.line.Close()
	}
}

func (i *Inheritance) closeRest() {
	for address, listener := range i.given {
		_ = listener.Close()
		delete(i.given, address)
	}
}
