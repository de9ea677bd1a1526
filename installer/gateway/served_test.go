package gateway

import (
	"net"
	"testing"
)

func TestServed_IsWhatVisitorsGet(t *testing.T) {
	t.Parallel()
	house := open(t, Options{}, Routes{Routes: []Route{route("wiki.chaton.test", serveText(t, ""))}})
	visitor := &Gateway{shown: house.https}
	got, err := visitor.served(t.Context(), "wiki.chaton.test")
	if err != nil || got.VerifyHostname("wiki.chaton.test") != nil {
		t.Errorf("got %v and %v, want the name's certificate", got, err)
	}
	if _, err := visitor.served(t.Context(), "other.chaton.test"); err == nil {
		t.Error("got a certificate for a name that nobody serves, want an error")
	}
}

func TestServed_IsAskedWhereThisMachineReachesIt(t *testing.T) {
	t.Parallel()
	everywhere, err := net.Listen("tcp4", "0.0.0.0:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = everywhere.Close() })
	edge := &Gateway{options: Options{Mode: Edge}}
	_, port, _ := net.SplitHostPort(everywhere.Addr().String())
	if got, want := edge.shownAt([]net.Listener{everywhere}), net.JoinHostPort("127.0.0.1", port); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	behind := &Gateway{options: Options{Mode: Passthrough}}
	if got := behind.shownAt([]net.Listener{everywhere}); got != "" {
		t.Errorf("got %q behind a proxy, want nothing", got)
	}
}
