package preflight

import (
	"fmt"
	"net/netip"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/miekg/dns"
)

const wikiName = "wiki.petitchaton.example"

// told is what a verdict says, a line a finding, and the records to create.
func told(verdict Verdict) string {
	var lines []string
	for _, finding := range verdict.Findings {
		lines = append(lines, finding.String())
	}
	for _, record := range verdict.Lacking {
		lines = append(lines, "+ "+record.short())
	}
	return strings.Join(lines, "\n")
}

// Stories 1 and 10 of failures.md, and what stands beside them.
func TestJudge_NamesTheRecordThatFails(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name    string
		zone    string
		machine Addresses
		want    string
	}{
		{"both right", "wiki A 203.0.113.7\nwiki AAAA 2001:db8::7", public(), ""},
		{"A right, no AAAA", "wiki A 203.0.113.7", public(), ""},
		{
			"the name does not exist", "autre A 203.0.113.7", public(),
			"refused: wiki.petitchaton.example does not exist in the zone petitchaton.example. In the zone petitchaton.example, create: wiki.petitchaton.example. A 203.0.113.7, wiki.petitchaton.example. AAAA 2001:db8::7\n" +
				"+ wiki.petitchaton.example. A 203.0.113.7\n+ wiki.petitchaton.example. AAAA 2001:db8::7",
		},
		{
			"the name exists without an address", "wiki TXT x", Addresses{Own: []netip.Addr{netip.MustParseAddr("203.0.113.7")}},
			"refused: wiki.petitchaton.example exists in the zone petitchaton.example, and has no A and no AAAA record. In the zone petitchaton.example, create: wiki.petitchaton.example. A 203.0.113.7\n" +
				"+ wiki.petitchaton.example. A 203.0.113.7",
		},
		{
			"no record, and nobody knows the address", "wiki TXT x", Addresses{},
			"refused: wiki.petitchaton.example exists in the zone petitchaton.example, and has no A and no AAAA record. In the zone petitchaton.example, create an A record for wiki.petitchaton.example with the public IPv4 address of this machine, or of the router before it.",
		},
		{
			"A right, AAAA stale", "wiki A 203.0.113.7\nwiki AAAA 2001:db8::bad", public(),
			"refused: The AAAA record of wiki.petitchaton.example leads to 2001:db8::bad, which is not an address of this machine; its A record is right, and authorities and visitors take IPv6 first. In the zone petitchaton.example, replace it by: wiki.petitchaton.example. AAAA 2001:db8::7. If that address is a router's before this machine, write it in addresses of the hosting block of chaton.hcl.\n" +
				"+ wiki.petitchaton.example. AAAA 2001:db8::7",
		},
		{
			"AAAA stale on a machine without IPv6", "wiki A 203.0.113.7\nwiki AAAA 2001:db8::bad", Addresses{Own: public().Own[:1]},
			"refused: The AAAA record of wiki.petitchaton.example leads to 2001:db8::bad, which is not an address of this machine; its A record is right, and authorities and visitors take IPv6 first. Remove that record from the zone petitchaton.example. If that address is a router's before this machine, write it in addresses of the hosting block of chaton.hcl.",
		},
		{
			"A elsewhere, AAAA right", "wiki A 198.51.100.9\nwiki AAAA 2001:db8::7", public(),
			"refused: The A record of wiki.petitchaton.example leads to 198.51.100.9, which is not an address of this machine. In the zone petitchaton.example, replace it by: wiki.petitchaton.example. A 203.0.113.7. If that address is a router's before this machine, write it in addresses of the hosting block of chaton.hcl.\n" +
				"+ wiki.petitchaton.example. A 203.0.113.7",
		},
		{"IPv6 only", "wiki AAAA 2001:db8::7", Addresses{Own: public().Own[1:]}, ""},
		{
			"no A record where there is an IPv4 address", "wiki AAAA 2001:db8::7", public(),
			"warning: wiki.petitchaton.example has no A record: visitors without IPv6 do not reach it. In the zone petitchaton.example, create: wiki.petitchaton.example. A 203.0.113.7\n" +
				"+ wiki.petitchaton.example. A 203.0.113.7",
		},
		{
			"a private address", "wiki A 192.168.1.7", public(),
			"refused: The A record of wiki.petitchaton.example leads to 192.168.1.7, an address that nobody reaches from outside. In the zone petitchaton.example, replace it by: wiki.petitchaton.example. A 203.0.113.7. If that address is a router's before this machine, write it in addresses of the hosting block of chaton.hcl.\n" +
				"+ wiki.petitchaton.example. A 203.0.113.7\n+ wiki.petitchaton.example. AAAA 2001:db8::7",
		},
		{
			"behind a router that nobody wrote down", "wiki A 198.51.100.9", Addresses{},
			"warning: wiki.petitchaton.example leads to 198.51.100.9; whether that is this machine cannot be told from here, since it has no public address of its own. Behind a router, write its public addresses in addresses of the hosting block of chaton.hcl.",
		},
		{"behind a router that is written down", "wiki A 198.51.100.9", Addresses{Declared: []netip.Addr{netip.MustParseAddr("198.51.100.9")}}, ""},
		{"an alias inside the zone", "wiki CNAME www\nwww A 203.0.113.7", public(), ""},
		{
			"an alias that leads elsewhere", "wiki CNAME www\nwww A 198.51.100.9", Addresses{Own: public().Own[:1]},
			"refused: The A record of wiki.petitchaton.example leads to 198.51.100.9, which is not an address of this machine. In the zone petitchaton.example, replace the alias (CNAME) of wiki.petitchaton.example by: wiki.petitchaton.example. A 203.0.113.7\n" +
				"+ wiki.petitchaton.example. A 203.0.113.7",
		},
		{
			"an alias that leads nowhere", "wiki CNAME www", Addresses{Own: public().Own[:1]},
			"refused: wiki.petitchaton.example is an alias (CNAME) of www.petitchaton.example, which leads nowhere. In the zone petitchaton.example, replace the alias (CNAME) of wiki.petitchaton.example by: wiki.petitchaton.example. A 203.0.113.7\n" +
				"+ wiki.petitchaton.example. A 203.0.113.7",
		},
	}
	for _, each := range cases {
		t.Run(each.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, inZone(each.zone))
			got := told(Judge(w.lookUp(t, wikiName), each.machine, ""))
			if diff := cmp.Diff(each.want, got); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

// inZone writes short names of the test zone out.
func inZone(text string) string {
	var lines []string
	for _, line := range strings.Split(text, "\n") {
		fields := strings.Fields(line)
		fields[0] = strings.TrimPrefix(fields[0]+".petitchaton.example.", "@.")
		if fields[1] == "CNAME" {
			fields[2] += ".petitchaton.example."
		}
		lines = append(lines, strings.Join(fields, " "))
	}
	return strings.Join(lines, "\n")
}

func TestLookUp_CutAnswerIsAskedAgainOverTCP(t *testing.T) {
	t.Parallel()
	w := newFaultyWorld(t, func(w *world) {
		w.servers[0].cut, w.servers[0].asked = true, make(chan string, 100)
	}, inZone("wiki A 203.0.113.7"))
	if got := told(Judge(w.lookUp(t, wikiName), public(), "")); got != "" {
		t.Errorf("got %s, want nothing wrong", got)
	}
	if first, second := <-w.servers[0].asked, <-w.servers[0].asked; first != "udp" || second != "tcp" {
		t.Errorf("got %s and %s, want UDP, then TCP", first, second)
	}
}

func TestLookUp_ServersThatDisagreeAreNamedAndDoNotBlock(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inZone("wiki A 198.51.100.9"), inZone("wiki A 203.0.113.7"))
	want := "warning: The servers of the zone petitchaton.example do not say the same of wiki.petitchaton.example (ns1.petitchaton.example: 198.51.100.9; ns2.petitchaton.example: 203.0.113.7). Wait until the change has reached them all, an hour at most, then run chatiere doctor again."
	if diff := cmp.Diff(want, told(Judge(w.lookUp(t, wikiName), public(), ""))); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

func TestLookUp_SilentServersAreAWarning(t *testing.T) {
	t.Parallel()
	zone := inZone("wiki A 203.0.113.7")
	w := newFaultyWorld(t, func(w *world) { w.servers[1].mute = true }, zone, zone)
	got := told(Judge(w.lookUp(t, wikiName), public(), ""))
	if want := "warning: These servers of the zone petitchaton.example do not answer for it: ns2.petitchaton.example."; !strings.HasPrefix(got, want) {
		t.Errorf("one of two: got %q, want %q", got, want)
	}
	w = newFaultyWorld(t, func(w *world) {
		w.servers[0].authoritative = false // it answers from memory: no better
		w.servers[1].mute = true
	}, zone, zone)
	got = told(Judge(w.lookUp(t, wikiName), public(), "letsencrypt.org"))
	if want := "warning: No server of the zone petitchaton.example answers for wiki.petitchaton.example"; !strings.HasPrefix(got, want) || strings.Contains(got, "refused") {
		t.Errorf("both: got %q, want %q", got, want)
	}
}

func TestLookUp_SilentResolverIsAWarning(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inZone("wiki A 203.0.113.7"))
	w.resolver.Servers = []string{"127.0.0.9:1"} // nobody listens there
	got := told(Judge(w.lookUp(t, wikiName), public(), ""))
	if want := "warning: The resolver of this machine does not answer: names cannot be checked. "; !strings.HasPrefix(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// A resolver that reaches nobody must not be taken for a zone that has nothing.
func TestLookUp_FailingResolverIsAWarning(t *testing.T) {
	t.Parallel()
	w := newFaultyWorld(t, func(w *world) {
		w.recursive.codes = map[string]uint8{wikiName + " SOA": dns.RcodeServerFailure}
	}, inZone("wiki A 203.0.113.7"))
	got := told(Judge(w.lookUp(t, wikiName), public(), ""))
	if want := "warning: The resolver of this machine finds out nothing about wiki.petitchaton.example"; !strings.HasPrefix(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestLookUp_RefusalOfTheZoneBlocks(t *testing.T) {
	t.Parallel()
	w := newFaultyWorld(t, func(w *world) {
		w.servers[0].codes = map[string]uint8{wikiName + " AAAA": dns.RcodeServerFailure}
	}, inZone("wiki A 203.0.113.7"))
	got := told(Judge(w.lookUp(t, wikiName), public(), ""))
	if want := "refused: The servers of the zone petitchaton.example answer SERVFAIL when asked for the addresses of wiki.petitchaton.example."; !strings.HasPrefix(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestLookUp_ManyNamesKeepTheirOrder(t *testing.T) {
	t.Parallel()
	var names []string
	text := "@ TXT x"
	for i := range 30 {
		names = append(names, fmt.Sprintf("s%d.petitchaton.example", i))
		text += fmt.Sprintf("\ns%d A 203.0.113.%d", i, i+1)
	}
	found := newWorld(t, inZone(text)).resolver.LookUp(t.Context(), names)
	for i, records := range found {
		want := fmt.Sprintf("203.0.113.%d", i+1)
		if records.Name != names[i] || len(records.Views) != 1 || records.Views[0].String() != want {
			t.Errorf("%s: got %v, want %s", names[i], records, want)
		}
	}
}
