package installer

import (
	"net/netip"
	"testing"

	"framagit.org/chatiere/chatiere/installer/site"
)

func TestAddresses_PlanStaysEmptyUntilOneIsGone(t *testing.T) {
	first, second := netip.MustParseAddr("203.0.113.7"), netip.MustParseAddr("203.0.113.8")
	for name, c := range map[string]struct {
		seen seenAddress
		own  []netip.Addr
		want string
	}{
		"first look":                    {seenAddress{"", first, true}, nil, "203.0.113.7"},
		"behind a router":               {seenAddress{"", netip.Addr{}, true}, nil, ""},
		"no network":                    {seenAddress{"", netip.Addr{}, false}, nil, ""},
		"another one is preferred now":  {seenAddress{"203.0.113.7", second, true}, []netip.Addr{first, second}, "203.0.113.7"},
		"the recorded one is gone":      {seenAddress{"203.0.113.7", second, true}, []netip.Addr{second}, "203.0.113.8"},
		"no network for a moment":       {seenAddress{"203.0.113.7", netip.Addr{}, false}, nil, "203.0.113.7"},
		"moved behind a router":         {seenAddress{"203.0.113.7", netip.Addr{}, true}, nil, ""},
		"a record that somebody edited": {seenAddress{"here", second, true}, []netip.Addr{second}, "203.0.113.8"},
	} {
		if got := c.seen.settle(c.own); got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

func TestAddresses_RecordIsReadBack(t *testing.T) {
	state := State{Folder: t.TempDir()}
	p := &Prepared{request: Request{State: state, File: &site.File{Found: site.MachineAddresses{IPv4: "203.0.113.7"}}}}
	if err := p.keepAddresses(); err != nil {
		t.Fatal(err)
	}
	var got site.MachineAddresses
	if !state.readRecord(addressesRecord, &got) || got != p.request.File.Found {
		t.Errorf("got %+v, want %+v", got, p.request.File.Found)
	}
}
