package gateway

import (
	"net/netip"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

func TestListen_BothFamiliesShareAPort(t *testing.T) {
	t.Parallel()
	listeners, err := Listen([]string{"0.0.0.0", "::", "127.0.0.1", "0.0.0.0"}, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer closeAll(listeners)
	for _, listener := range listeners {
		if got, want := portOf(listener), portOf(listeners[0]); got != want {
			t.Errorf("got port %d at %s, want %d", got, listener.Addr(), want)
		}
	}
	if len(listeners) > 2 {
		t.Errorf("got %d listeners, want one a family", len(listeners))
	}
}

func TestListen_BusyPortIsNamed(t *testing.T) {
	t.Parallel()
	taken, err := Listen([]string{"127.0.0.1"}, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer closeAll(taken)
	port := portOf(taken[0])
	_, err = Listen([]string{"127.0.0.1"}, port)
	if err == nil || !strings.Contains(err.Error(), "127.0.0.1 port "+strconv.Itoa(port)) || !strings.Contains(err.Error(), "another program") {
		t.Errorf("got error %v, want address, port and cause", err)
	}
}

func TestListen_BadAddressesAreNamed(t *testing.T) {
	t.Parallel()
	for _, addresses := range [][]string{nil, {"localhost"}, {"192.0.2.1"}} {
		if listeners, err := Listen(addresses, 0); err == nil {
			closeAll(listeners)
			t.Errorf("got no error for %v, want one", addresses)
		}
	}
}

func TestListen_AbsentIPv6IsToleratedAtTheWildcardOnly(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]bool{"::": true, "::1": false, "0.0.0.0": false} {
		if got := absentIPv6(netip.MustParseAddr(address), syscall.EAFNOSUPPORT); got != want {
			t.Errorf("%s: got %v, want %v", address, got, want)
		}
	}
}
