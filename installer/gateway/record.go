package gateway

import (
	"net/http"
	"net/netip"

	"framagit.org/chatiere/chatiere/installer/gateway/access"
)

// record begins an exchange. Who asks is found out only where it may be written
// down.
func (g *Gateway) record(w http.ResponseWriter, r *http.Request, found *entry) *access.Exchange {
	exchange := g.records.Begin(w, r, found.counted())
	if exchange.NamesVisitor() {
		exchange.From(g.origin(r))
	}
	return exchange
}

// origin is a visitor's address and port. The port is known of a visitor who
// came here only, and not of one whom a proxy in front speaks for.
func (g *Gateway) origin(r *http.Request) netip.AddrPort {
	address := g.visitorOf(r).address
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil || peer.Addr().Unmap().WithZone("") != address {
		return netip.AddrPortFrom(address, 0)
	}
	return netip.AddrPortFrom(address, peer.Port())
}

// count lets each entry of a new table add to the counts of its service.
func (g *Gateway) count(table *table) {
	for _, entries := range table.entries {
		for _, entry := range entries {
			service := access.SiteService
			if entry.route != nil {
				service = entry.route.Service
			}
			entry.tally = g.records.Tally(service)
		}
	}
}

// counted is where a request counts; nil for one that nobody takes.
func (e *entry) counted() *access.Tally {
	if e == nil {
		return nil
	}
	return e.tally
}

// bare is the server's own writer: http.MaxBytesReader asks it to close the
// connection of a visitor who sends too much, and no other can.
func bare(w http.ResponseWriter) http.ResponseWriter {
	if exchange, ok := w.(*access.Exchange); ok {
		return exchange.Unwrap()
	}
	return w
}
