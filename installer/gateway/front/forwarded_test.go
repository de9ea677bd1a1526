package front

import (
	"net/netip"
	"testing"
)

func TestVisitor_IsReadFromTheRightThroughTrustedHops(t *testing.T) {
	t.Parallel()
	trusted := mustTrust(t, "127.0.0.1/32", "::1/128", "192.0.2.0/24")
	cases := map[string]struct {
		peer      string
		forwarded []string
		want      string // "" for nobody
	}{
		"no front":                      {"203.0.113.9", nil, "203.0.113.9"},
		"forged from elsewhere":         {"203.0.113.9", []string{"198.51.100.1"}, "203.0.113.9"},
		"one hop":                       {"127.0.0.1", []string{"203.0.113.9"}, "203.0.113.9"},
		"forged before a front":         {"127.0.0.1", []string{"198.51.100.1, 203.0.113.9"}, "203.0.113.9"},
		"forged in a line of its own":   {"127.0.0.1", []string{"198.51.100.1", "203.0.113.9"}, "203.0.113.9"},
		"two hops":                      {"127.0.0.1", []string{"203.0.113.9, 192.0.2.7"}, "203.0.113.9"},
		"two hops in two lines":         {"127.0.0.1", []string{"203.0.113.9", "192.0.2.7"}, "203.0.113.9"},
		"IPv6":                          {"::1", []string{"2001:db8::9"}, "2001:db8::9"},
		"IPv6 in brackets":              {"::1", []string{"[2001:db8::9]"}, "2001:db8::9"},
		"IPv6 with a port":              {"::1", []string{"[2001:db8::9]:4711"}, "2001:db8::9"},
		"IPv6 with a zone":              {"::1", []string{"fe80::9%eth0"}, "fe80::9"},
		"IPv4 with a port":              {"127.0.0.1", []string{"203.0.113.9:4711"}, "203.0.113.9"},
		"IPv4 in clothes of IPv6":       {"127.0.0.1", []string{"::ffff:203.0.113.9"}, "203.0.113.9"},
		"a peer in clothes of IPv6":     {"::ffff:127.0.0.1", []string{"203.0.113.9"}, "203.0.113.9"},
		"a visitor of the front's own":  {"127.0.0.1", []string{"192.0.2.8"}, "192.0.2.8"},
		"nobody says":                   {"127.0.0.1", nil, ""},
		"an empty word":                 {"127.0.0.1", []string{""}, ""},
		"a word that is no address":     {"127.0.0.1", []string{"203.0.113.9, unknown"}, ""},
		"a name behind a trusted hop":   {"127.0.0.1", []string{"_hidden, 192.0.2.7"}, ""},
		"nothing after the last comma":  {"127.0.0.1", []string{"203.0.113.9,"}, ""},
		"blanks of both kinds":          {"127.0.0.1", []string{" 203.0.113.9\t, 192.0.2.7 "}, "203.0.113.9"},
		"another spelling of loopback":  {"127.0.0.1", []string{"127.0.0.2"}, "127.0.0.2"},
		"an opening bracket, no more":   {"127.0.0.1", []string{"["}, ""},
		"a bracket around no address":   {"127.0.0.1", []string{"[203.0.113.9x]"}, ""},
		"all hops are trusted":          {"127.0.0.1", []string{"192.0.2.8, 192.0.2.7"}, "192.0.2.8"},
		"a trusted address, not a peer": {"203.0.113.9", []string{"127.0.0.1"}, "203.0.113.9"},
	}
	for name, test := range cases {
		got := trusted.Visitor(netip.MustParseAddr(test.peer), test.forwarded)
		if want := addressOrNone(test.want); got != want {
			t.Errorf("%s: got %v, want %v", name, got, want)
		}
	}
}

func TestSecure_IsTheWordOfTheNearestTrustedHop(t *testing.T) {
	t.Parallel()
	trusted := mustTrust(t, "127.0.0.1/32")
	cases := map[string]struct {
		peer   string
		scheme []string
		want   bool
	}{
		"over TLS":           {"127.0.0.1", []string{"https"}, true},
		"in capitals":        {"127.0.0.1", []string{"HTTPS"}, true},
		"WebSocket over TLS": {"127.0.0.1", []string{"wss"}, true},
		"without":            {"127.0.0.1", []string{"http"}, false},
		"forged, then true":  {"127.0.0.1", []string{"https, http"}, false},
		"in a second line":   {"127.0.0.1", []string{"http", "https"}, true},
		"unsaid":             {"127.0.0.1", nil, false},
		"from elsewhere":     {"203.0.113.9", []string{"https"}, false},
	}
	for name, test := range cases {
		if got := trusted.Secure(netip.MustParseAddr(test.peer), test.scheme); got != test.want {
			t.Errorf("%s: got %t, want %t", name, got, test.want)
		}
	}
}

func TestVisitor_AllocatesNothing(t *testing.T) {
	trusted := mustTrust(t, "127.0.0.1/32", "192.0.2.0/24")
	peer, forwarded := netip.MustParseAddr("127.0.0.1"), []string{"2001:db8::9, 192.0.2.7"}
	if got := testing.AllocsPerRun(100, func() { trusted.Visitor(peer, forwarded) }); got != 0 {
		t.Errorf("got %v allocations, want none", got)
	}
}

func TestParseTrusted_RefusesEverybodyAndWhatIsNoNetwork(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"0.0.0.0/0", "::/0", "192.0.2.1", "front.example", ""} {
		if trusted, err := ParseTrusted([]string{"127.0.0.1/32", text}); err == nil {
			t.Errorf("got %v for %q, want an error", trusted, text)
		}
	}
}

func FuzzVisitor(f *testing.F) {
	f.Add("203.0.113.9, 192.0.2.7")
	f.Add("[2001:db8::9]:4711,,%")
	trusted := mustTrust(f, "127.0.0.1/32", "192.0.2.0/24")
	f.Fuzz(func(t *testing.T, forwarded string) {
		named := netip.MustParseAddr("203.0.113.77")
		if got := trusted.Visitor(netip.MustParseAddr("127.0.0.1"), []string{forwarded, "203.0.113.77"}); got != named {
			t.Errorf("got %v, want %v whatever stands further left", got, named)
		}
		if got := trusted.Visitor(netip.MustParseAddr("127.0.0.1"), []string{forwarded}); got.Is4In6() || got.Zone() != "" {
			t.Errorf("got %v, want an address in its own clothes", got)
		}
	})
}

func mustTrust(t testing.TB, networks ...string) Trusted {
	t.Helper()
	trusted, err := ParseTrusted(networks)
	if err != nil {
		t.Fatal(err)
	}
	return trusted
}

func addressOrNone(text string) netip.Addr {
	if text == "" {
		return netip.Addr{}
	}
	return netip.MustParseAddr(text)
}
