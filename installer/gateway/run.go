package gateway

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"slices"
	"syscall"

	"framagit.org/chatiere/chatiere/installer/gateway/handover"
	"framagit.org/chatiere/chatiere/installer/gateway/socket"
	"golang.org/x/sync/errgroup"
)

// Places are where a gateway lets visitors in; a port of 0 is none.
type Places struct {
	Addresses   []string
	HTTP, HTTPS int
}

// Run serves until the context ends. It takes the listening sockets over from
// the gateway that serves the folder, and opens by itself those that it is not
// given; that gateway goes on until this one serves. When a later one takes
// them in turn, Run ends the requests under way and waits for the context; it
// serves again when that one ends and nobody else serves.
func Run(ctx context.Context, options Options, places Places) error {
	lives, ctx := errgroup.WithContext(ctx)
	for first := true; ; first = false {
		ended, orphaned := make(chan struct{}), make(chan struct{})
		life := &life{options, places, first, func() { close(orphaned) }}
		lives.Go(func() error {
			defer close(ended)
			return life.run(ctx)
		})
		select {
		case <-ended:
		case <-orphaned:
		}
		if !isClosed(orphaned) || ctx.Err() != nil {
			return lives.Wait()
		}
	}
}

func isClosed(signal <-chan struct{}) bool {
	select {
	case <-signal:
		return true
	default:
		return false
	}
}

// life is one time of serving.
type life struct {
	options  Options
	places   Places
	first    bool
	orphaned func()
}

func (l *life) run(ctx context.Context) error {
	if l.first {
		return l.serve(ctx)
	}
	for range comebacks {
		if served(ctx, l.options.Folder) {
			<-ctx.Done() // another came back sooner
			return nil
		}
		err := l.serve(ctx)
		if !errors.Is(err, syscall.EADDRINUSE) || socket.Pause(ctx) != nil {
			return err
		}
	}
	return l.serve(ctx)
}

// comebacks is how often a gateway tries whose heir has died: the kernel closes
// what a killed process had one after the other.
const comebacks = 20

func (l *life) serve(ctx context.Context) error {
	inherited, err := handover.Take(ctx, l.options.Folder)
	if err != nil {
		return err
	}
	defer inherited.Close()
	made, err := New(l.options)
	if err != nil {
		return err
	}
	made.inherited, made.orphaned = inherited, l.orphaned
	plain, err := listenAt(l.places.Addresses, l.places.HTTP, inherited.Claim)
	if err != nil {
		return err
	}
	secure, err := listenAt(l.places.Addresses, l.places.HTTPS, inherited.Claim)
	if err != nil {
		closeAll(plain)
		return err
	}
	return made.Serve(ctx, plain, secure)
}

// served says that a gateway answers for the folder. One that is dying still
// takes a connection, and answers nothing.
func served(ctx context.Context, folder string) bool {
	ctx, cancel := context.WithTimeout(ctx, startPatience)
	defer cancel()
	_, err := Dial(folder).Status(ctx)
	return err == nil
}

func listenAt(addresses []string, port int, claim func(string) net.Listener) ([]net.Listener, error) {
	if port == 0 {
		return nil, nil
	}
	return listenOr(addresses, port, claim)
}

// handsOver is the first revision that does.
const handsOver = 3

// HandsOverTo says that a gateway for these places can start beside the one
// that says this, and take its sockets. An address of the one must not be in
// the way of an address of the other: whoever listens at all addresses of a
// port keeps everybody else from each of them.
func (s Status) HandsOverTo(places Places) bool {
	if s.Revision < handsOver {
		return false
	}
	wanted, err := places.all()
	if err != nil {
		return false
	}
	var held []netip.AddrPort
	for _, text := range s.Listens {
		place, err := netip.ParseAddrPort(text)
		if err != nil {
			return false
		}
		held = append(held, place)
	}
	return !inTheWay(held, wanted) && !inTheWay(wanted, held)
}

// inTheWay says that an address of the one keeps the other from one of its own.
// Beside those that the operator chose, every gateway has addresses of IPv4 in
// the networks of services.
func inTheWay(some, others []netip.AddrPort) bool {
	return slices.ContainsFunc(some, func(place netip.AddrPort) bool {
		return place.Addr().IsUnspecified() && !slices.Contains(others, place) &&
			slices.ContainsFunc(others, func(other netip.AddrPort) bool {
				return other.Port() == place.Port() && (place.Addr().Is4() || other.Addr().Is6())
			})
	})
}

func (p Places) all() ([]netip.AddrPort, error) {
	parsed, err := parseAddresses(p.Addresses)
	if err != nil {
		return nil, err
	}
	var all []netip.AddrPort
	for _, address := range parsed {
		for _, port := range []int{p.HTTP, p.HTTPS} {
			if port != 0 {
				all = append(all, netip.AddrPortFrom(address, uint16(port)))
			}
		}
	}
	return all, nil
}
