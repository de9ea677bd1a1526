package gateway

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"sync"
	"sync/atomic"
)

// entrances are the listeners in the networks of services. They come and go
// with the routes file; those that the operator chose stay.
type entrances struct {
	servers *running
	log     *slog.Logger
	chosen  []netip.Addr // where the operator's listeners are
	plain   int          // ports of visitors, 0: none
	secure  int
	// claim gives a socket of the gateway before, nil when it had none there.
	claim func(address string) net.Listener
	life  context.Context // of connections to the relay
	cut   context.CancelFunc

	mutex    sync.Mutex
	closed   bool
	networks []Network
	open     map[entrance]net.Listener
	serving  sync.WaitGroup
	carried  atomic.Int64 // conversations with the relay under way
}

// entrance is one listener: for visitors, or for mail when it has a relay.
type entrance struct {
	service string
	network netip.Prefix // with the host's address in it
	port    int
	secure  bool
	relay   string
}

func newEntrances(life context.Context, servers *running, plain, secure []net.Listener, log *slog.Logger) *entrances {
	e := &entrances{servers: servers, log: log, open: map[entrance]net.Listener{}, claim: func(string) net.Listener { return nil }}
	e.life, e.cut = context.WithCancel(life)
	for _, listener := range append(append([]net.Listener{}, plain...), secure...) {
		if address, ok := listener.Addr().(*net.TCPAddr); ok {
			e.chosen = append(e.chosen, address.AddrPort().Addr().Unmap())
		}
	}
	if len(plain) > 0 {
		e.plain = portOf(plain[0])
	}
	if len(secure) > 0 {
		e.secure = portOf(secure[0])
	}
	return e
}

// set opens what is wanted and not open yet, and closes what is no longer
// wanted; connections that were accepted go on. One that cannot be opened is
// refused alone.
func (e *entrances) set(networks []Network) []Refusal {
	e.mutex.Lock()
	defer e.mutex.Unlock()
	if e.closed {
		return nil
	}
	e.networks = networks
	wanted := e.wanted(networks)
	e.closeOthers(wanted)
	var refused []Refusal
	for _, each := range wanted {
		if e.open[each] != nil {
			continue
		}
		if err := e.start(each); err != nil {
			refused = append(refused, Refusal{Service: each.service, Reason: oneLine(err)})
		}
	}
	return append(refused, absent(networks)...)
}

// wanted lists the entrances of the networks. An address that the operator's
// listeners take already needs none for visitors.
func (e *entrances) wanted(networks []Network) []entrance {
	var list []entrance
	for _, network := range networks {
		prefix := netip.MustParsePrefix(network.Address) // checked when it was read
		each := entrance{service: network.Service, network: prefix}
		for _, port := range []int{e.plain, e.secure} {
			if each.port, each.secure = port, port == e.secure; port != 0 && !e.taken(prefix.Addr()) {
				list = append(list, each)
			}
		}
		if network.Relay != "" {
			each.secure, each.relay = false, network.Relay
			each.port = relayPort(network.Relay)
			list = append(list, each)
		}
	}
	return list
}

func (e *entrances) taken(address netip.Addr) bool {
	for _, other := range e.chosen {
		if other == address {
			return true
		}
	}
	return covered(address, e.chosen)
}

func (e *entrances) closeOthers(wanted []entrance) {
	keep := map[entrance]bool{}
	for _, each := range wanted {
		keep[each] = true
	}
	for each, listener := range e.open {
		if !keep[each] {
			_ = listener.Close()
			delete(e.open, each)
		}
	}
}

// start opens one entrance. Its address may come later than this: after a
// reboot the engine makes its bridges when it pleases. The kernel is therefore
// told to listen at an address that is not there yet, which needs no second try
// and leaves no moment in which nobody listens.
func (e *entrances) start(wanted entrance) error {
	where := netip.AddrPortFrom(wanted.network.Addr(), uint16(wanted.port))
	listener := e.claim(where.String())
	if listener == nil {
		configured := net.ListenConfig{Control: freeBind}
		opened, err := configured.Listen(e.life, "tcp", where.String())
		if err != nil {
			return explainListen(wanted.network.Addr(), wanted.port, err)
		}
		listener = opened
	}
	e.open[wanted] = listener
	e.serving.Go(func() {
		if err := e.serve(wanted, neighbours{listener, wanted.network.Masked()}); err != nil && e.has(wanted, listener) {
			e.log.Error("Network no longer answered", "service", wanted.service, "error", err)
		}
	})
	return nil
}

func (e *entrances) serve(served entrance, listener net.Listener) error {
	switch {
	case served.relay != "":
		return e.forward(served, listener)
	case served.secure:
		return ended(e.servers.secure.ServeTLS(listener, "", ""))
	}
	return ended(e.servers.plain.Serve(listener))
}

// has says that a listener was not closed on purpose.
func (e *entrances) has(wanted entrance, listener net.Listener) bool {
	e.mutex.Lock()
	defer e.mutex.Unlock()
	return !e.closed && e.open[wanted] == listener
}

// absent are the networks whose address this machine has not, or not yet.
func (e *entrances) absent() []Refusal {
	e.mutex.Lock()
	defer e.mutex.Unlock()
	return absent(e.networks)
}

func absent(networks []Network) []Refusal {
	addresses, err := net.InterfaceAddrs()
	if err != nil || len(networks) == 0 {
		return nil
	}
	present := map[netip.Addr]bool{}
	for _, address := range addresses {
		if prefix, err := netip.ParsePrefix(address.String()); err == nil {
			present[prefix.Addr()] = true
		}
	}
	var refused []Refusal
	for _, network := range networks {
		address := netip.MustParsePrefix(network.Address).Addr()
		if !present[address] && !address.IsLoopback() {
			reason := fmt.Sprintf("this machine has no address %s: the network is gone, or not there yet", address)
			refused = append(refused, Refusal{Service: network.Service, Reason: reason})
		}
	}
	return refused
}

// sockets are the listeners that are open.
func (e *entrances) sockets() []net.Listener {
	e.mutex.Lock()
	defer e.mutex.Unlock()
	var list []net.Listener
	for _, listener := range e.open {
		list = append(list, listener)
	}
	return list
}

// shut lets nobody in any more.
func (e *entrances) shut() {
	e.mutex.Lock()
	defer e.mutex.Unlock()
	e.closed = true
	e.closeOthers(nil)
}

// close lets nobody in any more. Mail under way goes on until ctx ends.
func (e *entrances) close(ctx context.Context) {
	e.shut()
	stop := context.AfterFunc(ctx, e.cut)
	e.serving.Wait()
	stop()
	e.cut()
}
