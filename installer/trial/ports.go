package trial

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"slices"
	"strconv"
	"time"

	"framagit.org/chatiere/chatiere/installer/catalog"
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

// freePort is below those that Linux lends to outgoing connections: the gateway
// ends and comes back during a trial, and nobody else may have its port then.
func freePort() (int, error) {
	var last error
	for range 100 {
		listener, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(10000+rand.N(22000))))
		if err == nil {
			defer listener.Close()
			return listener.Addr().(*net.TCPAddr).Port, nil
		}
		last = err
	}
	return 0, fmt.Errorf("find a free port: %w", last)
}

// elsewhere is the module with its published ports on free ones of the host, so
// that the same service may run here for people. A range is published one to
// one and stays where it is.
func elsewhere(module *catalog.Module) (*catalog.Module, error) {
	moved := *module
	moved.Publishes = nil
	for _, publish := range module.Publishes {
		copied := *publish
		if copied.Ports == nil {
			port, err := freePort()
			if err != nil {
				return nil, err
			}
			copied.HostPort = hcl.StaticExpr(cty.NumberIntVal(int64(port)), publish.Range)
		}
		moved.Publishes = append(moved.Publishes, &copied)
	}
	return &moved, nil
}

// connectPatience is how long a published port may take to accept.
const connectPatience = 10 * time.Second

// connect finds somebody behind a published TCP port: the engine accepts for a
// container that does not listen, and ends the connection at once.
func (p *prover) connect(ctx context.Context, name string) error {
	publish := p.life.chaton.service().Publish(name)
	if publish == nil {
		return fmt.Errorf("there is no publish %q", name)
	}
	if !slices.Contains(publish.Protocols, "tcp") {
		return fmt.Errorf("publish %q is not of TCP: try it with exec", name)
	}
	ctx, cancel := context.WithTimeout(ctx, connectPatience)
	defer cancel()
	connection, err := new(net.Dialer).DialContext(ctx, "tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(publish.HostPort)))
	if err != nil {
		return fmt.Errorf("publish %q: %w", name, err)
	}
	defer connection.Close()
	return stays(connection, name)
}

// stays says whether the other side holds the connection for a moment, or
// speaks first.
func stays(connection net.Conn, name string) error {
	if err := connection.SetReadDeadline(time.Now().Add(time.Second)); err != nil {
		return err
	}
	_, err := connection.Read(make([]byte, 1))
	if timeout, slow := err.(net.Error); err == nil || slow && timeout.Timeout() {
		return nil
	}
	return fmt.Errorf("publish %q: nobody listens in the container: %w", name, err)
}
