package gateway

import (
	"net/http"
	"net/netip"

	"framagit.org/chatiere/chatiere/installer/gateway/front"
)

// visitor is who sent a request.
type visitor struct {
	// address is the visitor's own, an IPv4 one never in IPv6's clothes; the
	// zero address when nobody who is believed says it.
	address netip.Addr
	// secure says that the visitor speaks TLS, to us or to a proxy in front.
	secure bool
}

// visitorOf says who sent a request. Logs, limits and what services are told
// all come from here, so that they never disagree.
func (g *Gateway) visitorOf(r *http.Request) visitor {
	from := visitor{address: front.AddressOf(r.RemoteAddr), secure: r.TLS != nil}
	trusted := g.options.Trusted
	if g.options.Mode != Behind || !trusted.Has(from.address) {
		return from
	}
	return visitor{
		address: trusted.Visitor(from.address, r.Header["X-Forwarded-For"]),
		secure:  from.secure || trusted.Secure(from.address, r.Header["X-Forwarded-Proto"]),
	}
}
