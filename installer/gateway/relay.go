package gateway

import (
	"context"
	"errors"
	"io"
	"net"
	"strconv"
	"sync"
	"time"
)

const (
	// relayConnections is for one service: its mail must not take the
	// gateway's descriptors from visitors.
	relayConnections = 64
	relayPatience    = 30 * time.Second
	// relaySilence is above the longest wait of SMTP, ten minutes after the end
	// of a message (RFC 5321, section 4.5.3.2).
	relaySilence = 11 * time.Minute
	// acceptPause is for an Accept that fails for want of descriptors.
	acceptPause = time.Second
)

// relayPort is that of a checked "host:port".
func relayPort(relay string) int {
	_, text, _ := net.SplitHostPort(relay)
	port, _ := strconv.Atoi(text)
	return port
}

// forward carries what containers send to the relay, as many at once as are
// allowed; the others wait in the listener's queue.
func (e *entrances) forward(served entrance, listener net.Listener) error {
	places := make(chan struct{}, relayConnections)
	for {
		places <- struct{}{}
		near, err := listener.Accept()
		if errors.Is(err, net.ErrClosed) {
			return nil
		}
		if err != nil {
			<-places
			if wait(e.life, acceptPause) != nil {
				return nil
			}
			continue
		}
		e.carried.Add(1)
		e.serving.Go(func() {
			defer func() { <-places }()
			defer e.carried.Add(-1)
			e.carry(served, near)
		})
	}
}

func wait(ctx context.Context, pause time.Duration) error {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// carry connects one container with the relay until both have ended.
func (e *entrances) carry(served entrance, near net.Conn) {
	defer near.Close()
	dialer := net.Dialer{Timeout: relayPatience}
	far, err := dialer.DialContext(e.life, "tcp", served.relay)
	if err != nil {
		e.log.Warn("Relay not reached", "service", served.service, "error", err)
		return
	}
	defer far.Close()
	sides := conversation{near, far}
	stop := context.AfterFunc(e.life, sides.end)
	defer stop()
	var both sync.WaitGroup
	both.Go(func() { sides.pour(far, near) })
	both.Go(func() { sides.pour(near, far) })
	both.Wait()
}

// conversation is two connections that end together when one breaks, or when
// neither side says anything for too long.
type conversation [2]net.Conn

func (c conversation) end() {
	for _, side := range c {
		_ = side.Close()
	}
}

func (c conversation) heard() {
	for _, side := range c {
		_ = side.SetDeadline(time.Now().Add(relaySilence))
	}
}

// pour copies bytes as they come. An end of one direction leaves the other
// open: a client may have said all and still wait for the answer.
func (c conversation) pour(to, from net.Conn) {
	buffer := make([]byte, 32<<10)
	for {
		c.heard()
		n, err := from.Read(buffer)
		if n > 0 {
			if _, broken := to.Write(buffer[:n]); broken != nil {
				c.end()
				return
			}
		}
		if err == nil {
			continue
		}
		half, ok := to.(interface{ CloseWrite() error })
		if !errors.Is(err, io.EOF) || !ok || half.CloseWrite() != nil {
			c.end()
		}
		return
	}
}
