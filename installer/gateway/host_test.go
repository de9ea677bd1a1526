package gateway

import (
	"strings"
	"testing"
)

func TestHostOf_MakesHostsComparable(t *testing.T) {
	t.Parallel()
	for received, want := range map[string]string{
		"wiki.chaton.test": "wiki.chaton.test", "WIKI.chaton.TEST": "wiki.chaton.test", "wiki.chaton.test:8443": "wiki.chaton.test",
		"wiki.chaton.test.": "wiki.chaton.test", "é.chaton.test": "xn--9ca.chaton.test", "[::1]:443": "", "wiki.chaton.test/": "", "": "", "a b": "",
	} {
		if got := hostOf(received); got != want {
			t.Errorf("%q: got %q, want %q", received, got, want)
		}
	}
}

// FuzzTable feeds the table what strangers send: it never panics, finds only
// entries whose path is a prefix, and answers only for names it has.
func FuzzTable(f *testing.F) {
	for _, seed := range []string{"wiki.chaton.test", "WIKI.chaton.test:443", "old.chaton.test.", "[::1]", "xn--a", "é.test", "a..b", "\x00", strings.Repeat("a.", 200)} {
		f.Add(seed, "/w/page")
	}
	f.Add("wiki.chaton.test", "*")
	f.Add("wiki.chaton.test", "")
	wiki := Route{Host: "wiki.chaton.test", Path: "/w/", Aliases: []string{"old.chaton.test"}}
	table := newTable(Routes{Routes: []Route{wiki}}, nil, nil)
	f.Fuzz(func(t *testing.T, host, path string) {
		name := hostOf(host)
		if hostOf(name) != name {
			t.Errorf("got %q for %q, which is not stable", name, host)
		}
		found := table.find(name, path)
		if found != nil && (name != "wiki.chaton.test" || !strings.HasPrefix(path+"/", "/w/")) {
			t.Errorf("got an entry for %q %q, want none", name, path)
		}
		if table.knows(name) && !strings.EqualFold(name, "wiki.chaton.test") && name != "old.chaton.test" {
			t.Errorf("got %q known, want unknown", name)
		}
		if checkHost(name) == nil && name != strings.ToLower(name) {
			t.Errorf("got %q accepted, want lower case only", name)
		}
	})
}
