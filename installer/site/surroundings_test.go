package site

import (
	"testing"

	"github.com/zclconf/go-cty/cty"
)

func TestHostValue_WrittenFoundOrNull(t *testing.T) {
	machine := MachineAddresses{IPv4: "203.0.113.7", IPv6: "2001:db8::7"}
	null := cty.NullVal(cty.String)
	for name, c := range map[string]struct {
		domain    string
		found     MachineAddresses
		written   []string
		four, six cty.Value
	}{
		"found":               {domain: "petitchaton.example", found: machine, four: cty.StringVal("203.0.113.7"), six: cty.StringVal("2001:db8::7")},
		"written wins":        {domain: "petitchaton.example", found: machine, written: []string{"198.51.100.1", "198.51.100.2"}, four: cty.StringVal("198.51.100.1"), six: cty.StringVal("2001:db8::7")},
		"nobody knows":        {domain: "petitchaton.example", four: null, six: null},
		"loopback":            {domain: "petitchaton.localhost", found: machine, four: null, six: null},
		"written on loopback": {domain: "petitchaton.localhost", found: machine, written: []string{"2001:db8::1"}, four: null, six: cty.StringVal("2001:db8::1")},
	} {
		file := (&File{}).At(c.found)
		if c.written != nil {
			file.Hosting = &Machine{Addresses: c.written}
		}
		got := (&resolving{file: file, site: &Site{Domain: c.domain}}).hostValue()
		if want := cty.ObjectVal(map[string]cty.Value{"ipv4": c.four, "ipv6": c.six}); !got.RawEquals(want) {
			t.Errorf("%s: got %#v, want %#v", name, got, want)
		}
	}
}
