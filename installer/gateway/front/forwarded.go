package front

import (
	"net/netip"
	"strings"
)

// Visitor is who sent a request that came from this peer with these values of
// X-Forwarded-For. Each hop writes its own peer at the right, so they are read
// from there for as long as the hop that wrote is trusted: what a visitor put
// in the header stands further left, and is never reached. The zero address
// means that a trusted hop did not say, or not in a way that can be read.
func (t Trusted) Visitor(peer netip.Addr, forwarded []string) netip.Addr {
	if !t.Has(peer) {
		return peer
	}
	var nearest netip.Addr
	for i := len(forwarded) - 1; i >= 0; i-- {
		rest, more := forwarded[i], true
		for more {
			var last string
			rest, last, more = cutLast(rest)
			hop, understood := parseHop(last)
			if !understood || !t.Has(hop) {
				return hop
			}
			nearest = hop
		}
	}
	return nearest
}

// Secure says whether the visitor came to the nearest hop over TLS, by its word
// in X-Forwarded-Proto. Some proxies write the scheme of WebSocket there.
func (t Trusted) Secure(peer netip.Addr, scheme []string) bool {
	if len(scheme) == 0 || !t.Has(peer) {
		return false
	}
	_, last, _ := cutLast(scheme[len(scheme)-1])
	return strings.EqualFold(last, "https") || strings.EqualFold(last, "wss")
}

// cutLast parts the last element of a list from those before it.
func cutLast(list string) (rest, last string, more bool) {
	comma := strings.LastIndexByte(list, ',')
	if comma < 0 {
		return "", strings.Trim(list, " \t"), false
	}
	return list[:comma], strings.Trim(list[comma+1:], " \t"), true
}

// parseHop reads an address, also with a port and in the brackets of one.
func parseHop(text string) (netip.Addr, bool) {
	address, err := netip.ParseAddr(text)
	if err != nil {
		if pair, wrong := netip.ParseAddrPort(text); wrong == nil {
			address, err = pair.Addr(), nil
		} else if inner, bracketed := strings.CutPrefix(text, "["); bracketed {
			address, err = netip.ParseAddr(strings.TrimSuffix(inner, "]"))
		}
	}
	if err != nil {
		return netip.Addr{}, false
	}
	return address.Unmap().WithZone(""), true
}
