package preflight

import (
	"fmt"
	"net/netip"
	"slices"
	"strconv"
)

// compare is one "match" of nft. A field that a packet of this family or
// protocol does not have never matches.
func (t *nftTable) compare(operator string, left, right any) func(packet) bool {
	return func(p packet) bool {
		values := p.values(left)
		if len(values) == 0 {
			return false
		}
		held := slices.ContainsFunc(values, func(value string) bool { return t.holds(right, value, p) })
		switch operator {
		case "==", "in":
			return held
		case "!=":
			return !held
		}
		return false
	}
}

// values is what a packet has in a field, several for its destination.
func (p packet) values(left any) []string {
	if key, found := field(field(left, "meta"), "key").(string); found {
		return p.meta(key)
	}
	if key, found := field(field(left, "ct"), "key").(string); found {
		return map[string][]string{"state": {"new"}}[key]
	}
	if result, found := field(field(left, "fib"), "result").(string); found && result == "type" {
		flags, _ := field(field(left, "fib"), "flags").([]any)
		if slices.Contains(flags, any("daddr")) {
			return []string{"local"}
		}
		return []string{"unicast"}
	}
	if masked, found := field(left, "&").([]any); found && len(masked) > 0 {
		left = masked[0] // of the flags of a first packet, a mask leaves syn
	}
	payload := field(left, "payload")
	protocol, _ := field(payload, "protocol").(string)
	name, _ := field(payload, "field").(string)
	return p.header(protocol, name)
}

func (p packet) meta(key string) []string {
	switch key {
	case "iif", "iifname":
		return []string{p.device}
	case "l4proto":
		return []string{"tcp", "6"}
	case "nfproto":
		return []string{p.network("ipv4", "ipv6")}
	case "protocol":
		return []string{p.network("ip", "ip6")}
	}
	return nil
}

func (p packet) network(four, six string) string {
	if p.isIPv4() {
		return four
	}
	return six
}

func (p packet) header(protocol, name string) []string {
	switch protocol {
	case "tcp", "th":
		return map[string][]string{
			"dport": {strconv.Itoa(p.port)}, "sport": {strconv.Itoa(sourcePort)}, "flags": {"syn"},
		}[name]
	case p.network("ip", "ip6"):
		return p.networkHeader(name)
	}
	return nil
}

func (p packet) networkHeader(name string) []string {
	switch name {
	case "saddr":
		return []string{p.source.String()}
	case "daddr":
		var addresses []string
		for _, address := range p.destinations {
			addresses = append(addresses, address.String())
		}
		return addresses
	case "protocol", "nexthdr":
		return []string{"tcp", "6"}
	}
	return nil
}

// holds says whether the right side of a match, alone, a range, a prefix or a
// set of those, has a value.
func (t *nftTable) holds(right any, value string, p packet) bool {
	switch right := right.(type) {
	case string:
		if len(right) > 0 && right[0] == '@' {
			return t.anyHolds(t.sets[right[1:]], value, p)
		}
		return right == value || p.device == value && p.deviceIs(right, "*")
	case float64:
		return strconv.FormatFloat(right, 'f', -1, 64) == value
	case []any:
		return t.anyHolds(right, value, p)
	}
	if list, found := field(right, "set").([]any); found {
		return t.anyHolds(list, value, p)
	}
	if ends, found := field(right, "range").([]any); found && len(ends) == 2 {
		return between(fmt.Sprint(ends[0]), value, fmt.Sprint(ends[1]))
	}
	if element := field(field(right, "elem"), "val"); element != nil {
		return t.holds(element, value, p)
	}
	if prefix := field(right, "prefix"); prefix != nil {
		return withinPrefix(fmt.Sprint(field(prefix, "addr"), "/", field(prefix, "len")), value)
	}
	return false
}

func (t *nftTable) anyHolds(list []any, value string, p packet) bool {
	return slices.ContainsFunc(list, func(element any) bool { return t.holds(element, value, p) })
}

// between compares ports or addresses, whichever all three are.
func between(first, value, last string) bool {
	lowest, err := strconv.Atoi(first)
	number, other := strconv.Atoi(value)
	highest, third := strconv.Atoi(last)
	if err == nil && other == nil && third == nil {
		return lowest <= number && number <= highest
	}
	from, err := netip.ParseAddr(first)
	address, other := netip.ParseAddr(value)
	to, third := netip.ParseAddr(last)
	return err == nil && other == nil && third == nil && from.Compare(address) <= 0 && address.Compare(to) <= 0
}

func withinPrefix(prefix, value string) bool {
	parsed, valid := prefixOf(prefix)
	address, err := netip.ParseAddr(value)
	return valid && err == nil && parsed.Contains(address)
}
