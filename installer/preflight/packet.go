package preflight

import (
	"net/netip"
	"strings"
)

// packet is the first packet of a TCP connection to this machine, of which a
// firewall is asked what it would do with it.
type packet struct {
	device       string
	source       netip.Addr
	destinations []netip.Addr // any of them
	port         int
}

// sourcePort is one that a client's system would choose.
const sourcePort = 50000

// verdict is what a rule does with a packet that it matches.
type verdict int

const (
	goOn verdict = iota // to the next rule
	accept
	drop
	jump    // to another chain, and back
	passOn  // to another chain, and not back
	turning // back to the calling chain
)

// rule is one line of a firewall. What it asks for that we do not know
// (countries, sets filled by other programs, rates exceeded) is taken as not
// matching: an ordinary visitor is in no such list.
type rule struct {
	matches func(packet) bool
	verdict verdict
	target  string // jump, passOn
}

// chain is a list of rules; the policy is that of a base chain.
type chain struct {
	rules  []rule
	policy verdict
}

// table is the chains that may jump to each other.
type table map[string]*chain

// drops walks a packet through a base chain.
func (t table) drops(base string, p packet) bool {
	found := t[base]
	if found == nil {
		return false
	}
	switch t.walk(base, p, 0) {
	case drop:
		return true
	case accept:
		return false
	}
	return found.policy == drop
}

// deepest is more than the kernel allows (16 jumps for nft).
const deepest = 64

func (t table) walk(name string, p packet, depth int) verdict {
	found := t[name]
	if found == nil || depth > deepest {
		return goOn
	}
	for _, rule := range found.rules {
		if !rule.matches(p) {
			continue
		}
		switch rule.verdict {
		case accept, drop:
			return rule.verdict
		case turning:
			return goOn
		case jump:
			if decided := t.walk(rule.target, p, depth+1); decided != goOn {
				return decided
			}
		case passOn:
			return t.walk(rule.target, p, depth+1)
		}
	}
	return goOn
}

func (p packet) isIPv4() bool { return p.source.Is4() }

// goesTo says whether one of the machine's addresses lies in a range.
func (p packet) goesTo(prefix netip.Prefix) bool {
	for _, address := range p.destinations {
		if prefix.Contains(address) {
			return true
		}
	}
	return false
}

// deviceIs compares an interface with a name whose mark at the end, "+" for
// iptables and "*" for nft, stands for anything.
func (p packet) deviceIs(name, mark string) bool {
	if start, open := strings.CutSuffix(name, mark); open {
		return strings.HasPrefix(p.device, start)
	}
	return p.device == name
}

// prefixOf reads "10.0.0.0/8" or a lone address.
func prefixOf(text string) (netip.Prefix, bool) {
	if prefix, err := netip.ParsePrefix(text); err == nil {
		return prefix.Masked(), true
	}
	address, err := netip.ParseAddr(text)
	if err != nil {
		return netip.Prefix{}, false
	}
	return netip.PrefixFrom(address, address.BitLen()), true
}
